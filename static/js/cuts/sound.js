/**
 * The sound of a cut while it plays: decoded a little ahead and put on the clock of the browser's
 * own sound, so that parts meet to the sample and picture can be held to it.
 */

import { factorAt, gain, loudness } from "./sound-plan.js";
import { levelAt } from "../brief/levels.js";

/** @typedef {import("./sound-plan.js").Part} Part */

const OPENS = 4; // seconds before a part is heard at which it is opened
const AHEAD = 1.5; // seconds that are decoded before they are heard
const LOOK = 200; // ms between two looks
const TOGETHER = 0.25; // seconds of sound that are given to the browser at once
const STEP = 0.02; // seconds between two values of a curve

export class CutSound {
  /** @type {AudioContext | null} */
  #context = null;
  /** @type {GainNode | null} */
  #master = null;
  /** @type {AbortController | null} */
  #playing = null;
  #volume = 1;
  /** @type {Part[]} */
  parts = [];

  /** How loud all of it is, 0 to 1. */
  get volume() {
    return this.#volume;
  }

  set volume(volume) {
    this.#volume = volume;
    if (this.#master) this.#master.gain.value = volume;
  }

  /** Seconds of a clock that runs with what is heard; null where nothing can be heard yet. */
  get clock() {
    const context = this.#context;
    return context?.state === "running" ? context.currentTime : null;
  }

  /** Wakes the browser's sound, which it allows only after a gesture. Waits a moment at most. */
  async wake() {
    if (typeof AudioContext !== "function" || this.parts.length === 0) return;
    this.#context ??= new AudioContext();
    this.#master ??= this.#newMaster(this.#context);
    const patience = new Promise((resolve) => setTimeout(resolve, 300));
    await Promise.race([this.#context.resume(), patience]).catch(() => {});
  }

  /**
   * Plays from a second of the cut on, beginning when the clock stands at `when`.
   * @param {number} second
   * @param {number} when
   */
  start(second, when) {
    this.stop();
    if (this.clock === null) return;
    this.#playing = new AbortController();
    const { signal } = this.#playing;
    void this.#open(second, when, signal).catch(() => {});
  }

  /**
   * Opens one part after the other shortly before its time: a feature has hundreds.
   * @param {number} second
   * @param {number} when
   * @param {AbortSignal} signal
   */
  async #open(second, when, signal) {
    const heard = this.parts.filter(({ start, seconds }) => start + seconds > second);
    for (const part of heard.toSorted((a, b) => a.start - b.start)) {
      while (when + part.start - second - (this.clock ?? 0) > OPENS) await pause(signal);
      void this.#play(part, second, when, signal).catch(() => {});
    }
  }

  stop() {
    this.#playing?.abort();
    this.#playing = null;
  }

  close() {
    this.stop();
    void this.#context?.close();
    this.#context = null;
    this.#master = null;
  }

  /** @param {AudioContext} context */
  #newMaster(context) {
    const master = new GainNode(context, { gain: this.#volume });
    master.connect(context.destination);
    return master;
  }

  /**
   * @param {Part} part
   * @param {number} second of the cut that is heard at `when`
   * @param {number} when
   * @param {AbortSignal} signal
   */
  async #play(part, second, when, signal) {
    const context = /** @type {AudioContext} */ (this.#context);
    const begins = when + part.start - second; // on the clock
    const gate = this.#gate(part, begins, context);
    signal.addEventListener("abort", () => gate.disconnect(), { once: true });
    const into = Math.max(0, second - part.start);
    for await (const { buffer, timestamp } of longer(buffers(part, into, signal), context)) {
      if (signal.aborted) return;
      const lead = Math.max(0, part.from + into - timestamp);
      const own = timestamp + lead - part.from; // seconds after the part's beginning
      const lasts = Math.min(buffer.duration - lead, part.seconds - own);
      if (lasts <= 0) continue;
      const node = new AudioBufferSourceNode(context, { buffer });
      node.connect(gate);
      const late = Math.max(0, context.currentTime - (begins + own));
      if (late < lasts) node.start(begins + own + late, lead + late, lasts - late);
      while (begins + own - context.currentTime > AHEAD && !signal.aborted) await pause(signal);
    }
    // Of a feature's hundreds of parts only those are kept that are still heard.
    while (begins + part.seconds > context.currentTime) await pause(signal);
    gate.disconnect();
  }

  /**
   * How loud a part is, drawn on the clock.
   * @param {Part} part
   * @param {number} begins
   * @param {AudioContext} context
   */
  #gate(part, begins, context) {
    const gate = new GainNode(context, { gain: 0 });
    gate.connect(/** @type {GainNode} */ (this.#master));
    const now = Math.max(0, context.currentTime - begins);
    const steady = part.shape.length < 2 && part.levels.length < 2;
    if (steady) {
      gate.gain.value = factorAt(part.shape, 0) * gain(levelAt(part.levels, 0));
      return gate;
    }
    const left = Math.max(STEP, part.seconds - now);
    const count = Math.max(2, Math.ceil(left / STEP));
    const curve = Float32Array.from({ length: count }, (_one, at) => loudness(part, now + (at / (count - 1)) * left));
    gate.gain.setValueCurveAtTime(curve, begins + now, left);
    return gate;
  }
}

/**
 * A part's sound, decoded from `into` seconds after its beginning on.
 * @param {Part} part
 * @param {number} into
 * @param {AbortSignal} signal
 */
async function* buffers(part, into, signal) {
  const { AudioBufferSink, Input, MP4, UrlSource } = await import("mediabunny");
  const input = new Input({ formats: [MP4], source: new UrlSource(new URL(part.url, location.href)) });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track || signal.aborted) return;
    yield* new AudioBufferSink(track).buffers(part.from + into, part.from + part.seconds);
  } finally {
    input.dispose();
  }
}

/**
 * Pieces that follow one another as fewer longer ones: a packet is 20 ms, and each piece is a node.
 * @param {AsyncIterable<{buffer: AudioBuffer, timestamp: number}>} pieces
 * @param {BaseAudioContext} context
 */
async function* longer(pieces, context) {
  /** @type {{buffer: AudioBuffer, timestamp: number}[]} */
  let group = [];
  let seconds = 0;
  for await (const piece of pieces) {
    const [first] = group;
    const gap = first ? piece.timestamp - first.timestamp - seconds : 0;
    if (first && (Math.abs(gap) > 1e-4 || seconds >= TOGETHER || !alike(first.buffer, piece.buffer))) {
      yield joined(group, context);
      [group, seconds] = [[], 0];
    }
    group.push(piece);
    seconds += piece.buffer.duration;
  }
  if (group.length) yield joined(group, context);
}

/** @param {AudioBuffer} a @param {AudioBuffer} b */
function alike(a, b) {
  return a.sampleRate === b.sampleRate && a.numberOfChannels === b.numberOfChannels;
}

/** @param {{buffer: AudioBuffer, timestamp: number}[]} pieces @param {BaseAudioContext} context */
function joined(pieces, context) {
  const [first] = pieces;
  if (pieces.length === 1) return first;
  const { numberOfChannels, sampleRate } = first.buffer;
  const length = pieces.reduce((sum, { buffer }) => sum + buffer.length, 0);
  const buffer = context.createBuffer(numberOfChannels, length, sampleRate);
  for (let channel = 0; channel < numberOfChannels; channel += 1) {
    let at = 0;
    for (const piece of pieces) {
      buffer.copyToChannel(piece.buffer.getChannelData(channel), channel, at);
      at += piece.buffer.length;
    }
  }
  return { buffer, timestamp: first.timestamp };
}

/** @param {AbortSignal} signal */
function pause(signal) {
  if (signal.aborted) throw signal.reason;
  return new Promise((resolve) => setTimeout(resolve, LOOK));
}
