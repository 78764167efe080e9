/**
 * Plays a cut without rendering it first: pictures from its drafts' proxies, composed onto one canvas,
 * sound in step. To the transport, the keys and the time axis it is a Player (player.js).
 */

import { playBackwards } from "../player/backwards.js";
import { compose, Drafts, Feed, takeDue } from "./feed.js";
import { paintComposed } from "./picture.js";
import { CutSound } from "./sound.js";
import { Timing } from "./timing.js";
import { Decoder } from "../player/decoder.js";
import { Loop } from "../player/loop.js";
import { besideFrame, composePair, PairFeed, releasePair } from "./pair-feed.js";

/** @typedef {import("./pair-feed.js").Pair<VideoFrame>} Pair */
/** @typedef {import("./sound-plan.js").Part} Part */

/**
 * @typedef {object} Playable a cut as it is to be seen
 * @property {Timing} timing
 * @property {(clip: number) => {url: string, rate: import("../timeline/timecode.js").Rate, frames: number}} draft
 * @property {Part[]} sounds
 * @property {number} width
 * @property {number} height
 */

/**
 * @typedef {object} Beside what is compared with the cut, at the same playhead
 * @property {Playable} cut
 * @property {number} offset frames by which it is ahead
 * @property {HTMLCanvasElement} canvas where it is drawn, in the same breath as the cut
 */

const FASTEST = 8;
const ENOUGH = 3; // frames that are ready before playing begins
// Frames by which a picture may come late and still be seen. Those that follow come once a turn of the
// screen, so that it is in step again soon; what stays late for a second leaves frames out after all.
const LATE = 2;
const SOON = 0.06; // seconds of the clock between giving the sound its time and its beginning

/** Events: those of Player. "error" {error} says what could not be shown. */
export class CutPlayer extends EventTarget {
  loop = new Loop();
  /** Frames that came too late to be seen, and waits, since playing last began. */
  faults = { dropped: 0, waits: 0 };
  #canvas;
  #pen;
  #sound = new CutSound();
  /** @type {Playable | null} */
  #cut = null;
  #timing = new Timing([], { n: 24, d: 1 });
  /** @type {Drafts<VideoFrame> | null} */
  #drafts = null;
  /** @type {(Beside & {drafts: Drafts<VideoFrame>}) | null} */
  #beside = null;
  /** @type {Feed<VideoFrame> | PairFeed<VideoFrame> | null} */
  #feed = null;
  #turn = 0;
  #asked = 0;
  #drawn = 0;
  #position = 0;
  #frame = 0;
  #speed = 0;
  #pace = 1;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    super();
    const pen = canvas.getContext("2d", { alpha: false });
    if (!pen) throw new Error("this browser draws no pictures");
    this.#canvas = canvas;
    this.#pen = pen;
  }

  get frame() {
    return this.#frame;
  }

  get position() {
    return this.#position;
  }

  get frames() {
    return this.#timing.frames;
  }

  get rate() {
    return this.#timing.rate;
  }

  get timing() {
    return this.#timing;
  }

  get speed() {
    return this.#speed;
  }

  get pace() {
    return this.#pace;
  }

  set pace(pace) {
    this.#pace = pace;
    if (this.#speed > 0) this.play(pace);
    else this.#say("state");
  }

  get volume() {
    return this.#sound.volume;
  }

  set volume(volume) {
    this.#sound.volume = Math.min(1, Math.max(0, volume));
    this.#say("state");
  }

  /**
   * Takes up a cut, or the same one changed. Drafts that stay open are kept; one goes on from where
   * one stood.
   * @param {Playable} cut
   * @param {number} [frame]
   */
  async load(cut, frame = this.#position) {
    this.#halt();
    const sized = this.#canvas.width !== cut.width || this.#canvas.height !== cut.height;
    if (sized) [this.#canvas.width, this.#canvas.height] = [cut.width, cut.height];
    this.#cut = cut;
    this.#drafts ??= newDrafts(() => this.#cut);
    this.#timing = cut.timing;
    this.#sound.parts = cut.sounds;
    if (this.loop.frames !== this.frames) this.loop.reset(this.frames);
    if (this.frames === 0) {
      this.#position = this.#frame = 0;
      this.#blank();
    } else await this.#show(Math.min(frame, this.frames - 1));
    this.#say("ready");
  }

  /** The other cut's frame that is seen; null where it has none there, or there is none. */
  get beside() {
    const beside = this.#beside;
    return beside && besideFrame(this.#frame, beside.offset, beside.cut.timing.frames);
  }

  /**
   * Shows another cut at the same playhead, each of its frames together with one's own; or no longer.
   * @param {Beside | null} beside
   */
  async compare(beside) {
    const was = this.#beside;
    const same = was && beside && was.cut === beside.cut;
    if (was && !same) was.drafts.close();
    const drafts = same ? was.drafts : beside && newDrafts(() => beside.cut);
    this.#beside = beside && drafts && { ...beside, drafts };
    if (this.#speed > 0) this.play(this.#speed);
    else if (this.frames > 0) await this.#show(this.#position);
  }

  /** @param {number} [speed] */
  play(speed = this.#pace) {
    if (this.frames === 0 || speed === 0) return;
    this.#stop();
    this.#speed = speed;
    this.#say("state");
    if (speed > 0) void this.#playForwards(this.#begin());
    else void this.#playBackwards();
  }

  pause() {
    if (this.#speed === 0) return;
    this.#halt(this.#frame);
    void this.#show(this.#frame);
  }

  toggle() {
    if (this.#speed === 0) this.play();
    else this.pause();
  }

  /** @param {-1 | 0 | 1} direction */
  shuttle(direction) {
    if (direction === 0) return this.pause();
    const again = Math.sign(this.#speed) === direction;
    this.play(direction * (again ? Math.min(FASTEST, Math.abs(this.#speed) * 2) : 1));
  }

  /** @param {number} frames @returns {Promise<number>} */
  step(frames) {
    if (this.#speed !== 0) this.#halt(this.#frame);
    return this.seek(this.#position + frames);
  }

  /** @param {number} frame @returns {Promise<number>} the frame that is seen then */
  async seek(frame) {
    const target = Math.min(Math.max(0, Math.round(frame)), this.frames - 1);
    if (this.frames === 0) return 0;
    if (this.#speed > 0) {
      this.#position = target;
      this.play(this.#speed);
    } else {
      if (this.#speed < 0) this.#halt();
      await this.#show(target);
    }
    return this.#frame;
  }

  close() {
    this.#halt();
    this.#drafts?.close();
    this.#beside?.drafts.close();
    this.#sound.close();
    this.#cut = this.#drafts = this.#beside = null;
  }

  /** Where playing begins: here, or where the loop begins when one stands outside it. */
  #begin() {
    const { first, last } = this.loop.played;
    const inside = this.#position >= first && this.#position < last - 1;
    return inside ? this.#position : first;
  }

  /** @param {number} from */
  async #playForwards(from) {
    this.#turn += 1;
    const turn = this.#turn;
    this.faults = { dropped: 0, waits: 0 };
    await this.#sound.wake();
    let at = from;
    while (turn === this.#turn) {
      const ended = await this.#run(at, turn);
      if (turn !== this.#turn) return;
      if (ended === null) {
        if (!this.loop.on) return this.#ended();
        at = this.loop.played.first;
      } else at = ended;
    }
  }

  /**
   * Plays on from a frame until the end, or until pictures were not ready in time.
   * @param {number} from
   * @param {number} turn
   * @returns {Promise<number | null>} where to go on after a wait; null at the end
   */
  async #run(from, turn) {
    const speed = this.#speed;
    const last = this.loop.on ? this.loop.played.last : this.frames;
    const step = Math.max(1, Math.floor(speed));
    const feed = this.#newFeed({ first: from, last, step });
    this.#feed?.stop();
    this.#feed = feed;
    const enough = Math.min(ENOUGH, Math.ceil((last - from) / step));
    while (feed.ready < enough && turn === this.#turn && !feed.error) await tick();
    const clock = this.#started(from, speed);
    const patience = this.rate.n / this.rate.d;
    let drawn = from - 1;
    let late = 0; // how many pictures in a row came late
    while (turn === this.#turn) {
      if (feed.error) return this.#fail(feed.error);
      const due = clock();
      const reserve = step === 1 && late < patience ? LATE : 0;
      const { one: composition, passed } = takeDue(feed, Math.min(due, last - 1), reserve);
      for (const stale of passed) this.#release(stale);
      if (step === 1 && speed === 1) this.faults.dropped += passed.length;
      if (composition) {
        late = composition.frame < due ? late + 1 : 0;
        drawn = composition.frame;
        this.#put(composition);
        this.#release(composition);
      }
      if (due >= last && (drawn >= last - step || !feed.ready)) return null;
      if (due > drawn + step && !feed.ready) {
        this.#sound.stop();
        this.faults.waits += 1;
        return Math.min(drawn + step, last - 1);
      }
      await tick();
    }
    return null;
  }

  /** @param {{first: number, last: number, step: number}} span */
  #newFeed(span) {
    const side = { timing: this.#timing, drafts: /** @type {Drafts<VideoFrame>} */ (this.#drafts) };
    const beside = this.#beside;
    if (!beside) return new Feed({ ...side, ...span });
    const other = { timing: beside.cut.timing, drafts: beside.drafts };
    return new PairFeed({ one: side, other, offset: beside.offset, ...span });
  }

  /**
   * Starts the clock at a frame, and the sound with it where it is played as it is.
   * @param {number} from
   * @param {number} speed
   * @returns {() => number} the frame that is due now
   */
  #started(from, speed) {
    const fps = this.rate.n / this.rate.d;
    const sound = this.#sound;
    if (speed === 1 && sound.clock !== null) {
      const begun = sound.clock + SOON;
      sound.start(from / fps, begun);
      return () => from + Math.floor(((sound.clock ?? begun) - begun) * fps + 1e-6);
    }
    const begun = performance.now();
    return () => from + Math.floor(((performance.now() - begun) / 1000) * fps * speed + 1e-6);
  }

  async #playBackwards() {
    this.#turn += 1;
    const turn = this.#turn;
    const speed = () => (turn === this.#turn ? this.#speed : 0);
    await playBackwards(this.rate, this.#position, speed, (frame) => this.#show(frame));
    if (speed() < 0) this.pause();
  }

  #ended() {
    this.#halt();
    void this.#show(this.frames - 1);
  }

  /** @param {unknown} error @returns {null} */
  #fail(error) {
    this.#halt(this.#frame);
    this.#say("error", { error });
    return null;
  }

  #stop() {
    this.#turn += 1;
    this.#feed?.stop();
    this.#feed = null;
    this.#sound.stop();
  }

  /** @param {number} [position] */
  #halt(position = this.#position) {
    this.#stop();
    this.#speed = 0;
    this.#position = position;
    this.#say("state");
  }

  /** @param {number} frame */
  async #show(frame) {
    this.#asked += 1;
    const request = this.#asked;
    this.#position = frame;
    const drafts = this.#drafts;
    const beside = this.#beside;
    if (!drafts) return;
    try {
      const composition = await this.#compose(drafts, frame);
      if (!composition) return;
      // An earlier wish may be answered after a later one: then it is no longer wanted.
      const current = drafts === this.#drafts && beside === this.#beside && request > this.#drawn;
      if (current && this.#speed <= 0) {
        this.#drawn = request;
        const wished = this.#position; // a later wish may be on its way: one stands there already
        this.#put(composition);
        this.#position = wished;
      }
      this.#release(composition);
    } catch (error) {
      if (drafts === this.#drafts && beside === this.#beside && request === this.#asked) {
        this.#frame = frame;
        this.#blank();
        this.#say("frame", { frame });
        this.#say("error", { error });
      }
    }
  }

  /** @param {Drafts<VideoFrame>} drafts @param {number} frame @returns {Promise<Pair | null>} */
  async #compose(drafts, frame) {
    const beside = this.#beside;
    const side = { timing: this.#timing, drafts };
    if (beside) return composePair(side, { timing: beside.cut.timing, drafts: beside.drafts }, beside.offset, frame);
    const composition = await compose(this.#timing, drafts, frame);
    return composition && { ...composition, beside: null };
  }

  /** @param {import("./feed.js").Composed<VideoFrame> | Pair} composition */
  #put(composition) {
    paintComposed(this.#pen, composition);
    if (this.#beside) paintComposed(penOf(this.#beside.canvas), "beside" in composition ? composition.beside : null);
    this.#position = this.#frame = composition.frame;
    this.#say("frame", { frame: composition.frame });
  }

  /** @param {import("./feed.js").Composed<VideoFrame> | Pair} composition */
  #release(composition) {
    releasePair({ beside: null, ...composition });
  }

  #blank() {
    paintComposed(this.#pen, null);
    if (this.#beside) paintComposed(penOf(this.#beside.canvas), null);
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function tick() {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** @param {() => Playable | null} cut asked anew each time, for it may be changed meanwhile */
function newDrafts(cut) {
  return new Drafts(
    (clip) => {
      const { url, rate, frames } = /** @type {Playable} */ (cut()).draft(clip);
      if (!Decoder.available) throw new Error("no WebCodecs here");
      return Decoder.open(url, rate, frames);
    },
    (clip) => cut()?.draft(clip).url ?? "",
  );
}

/** @param {HTMLCanvasElement} canvas */
function penOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { alpha: false }));
}
