/**
 * The frame-exact player: it plays with sound by `<video>`, and steps, scrubs and stands still by
 * decoded frames. Positions are integer frames, spans half-open.
 */

import { playBackwards } from "./backwards.js";
import { Loop } from "./loop.js";
import { openPictures, release } from "./pictures.js";
import { Playback } from "./playback.js";
import { Screen } from "./screen.js";
import { parseRate } from "../timeline/timecode.js";

/**
 * @typedef {object} Source
 * @property {string} url the proxy, answered in ranges
 * @property {string} rate frames a second, "n/d"
 * @property {number} frames how many frames it has
 * @property {number} width of the picture, in pixels
 * @property {number} height
 * @property {number} [frame] where to stand first; the frame one stands at when left out
 * @property {string} [timecode] what its file calls its first frame
 */

/**
 * What the transport, the keys and the time axis need of a player.
 * @typedef {EventTarget & Pick<Player, "loop" | "frame" | "position" | "frames" | "rate" | "speed" | "pace" | "volume" | "play" | "pause" | "toggle" | "shuttle" | "step" | "seek"> & {sourceTimecode?: string}} Playing
 */

const FASTEST = 8;

/**
 * Events: "ready" (a clip's first picture is shown), "frame" {frame} (this frame is seen), "state"
 * (speed, pace or volume changed), "error" {error, loading: whether it is a clip or one picture}.
 */
export class Player extends EventTarget {
  /** In and out points; its own "change" says when they move. */
  loop = new Loop();
  #video;
  #screen;
  #playback;
  /** @type {Source | null} */
  #source = null;
  #rate = parseRate("24");
  /** @type {import("./pictures.js").Pictures | null} */
  #pictures = null;
  // Counters: what began under an older number has been overtaken.
  #loading = 0;
  #turns = 0;
  #asked = 0;
  #drawn = 0;
  #position = 0;
  #frame = 0;
  #speed = 0;
  #pace = 1;
  /** @type {Playing | null} another that plays in its place */
  #through = null;
  #over = new AbortController();

  /** @param {{video: HTMLVideoElement, canvas: HTMLCanvasElement}} elements laid over each other */
  constructor({ video, canvas }) {
    super();
    this.#video = video;
    this.#screen = new Screen(video, canvas);
    this.#playback = new Playback(video, {
      onFrame: (frame) => this.#played(frame),
      onEnd: () => this.#ended(),
    });
    video.addEventListener("volumechange", () => this.#say("state"));
  }

  /** The frame that is seen. */
  get frame() {
    return this.#frame;
  }

  /** The frame that was last asked for; it differs from `frame` only while it is being decoded. */
  get position() {
    return this.#position;
  }

  get frames() {
    return this.#source?.frames ?? 0;
  }

  get rate() {
    return this.#rate;
  }

  /** What the file of the clip calls its first frame; "" where it does not say. */
  get sourceTimecode() {
    return this.#source?.timecode ?? "";
  }

  /** 0 when paused, below 0 when playing backwards. */
  get speed() {
    return this.#speed;
  }

  /**
   * Lets another play in this one's place, at the same frames: a comparison. What this one is told
   * goes to it, and what it says is said here. null: this one plays again, from where that one stood.
   * @param {Playing | null} other
   */
  lend(other) {
    const before = this.#through;
    this.#over.abort();
    this.#over = new AbortController();
    const { signal } = this.#over;
    if (!other) {
      this.#through = null;
      if (before && this.#source) void this.#show(before.frame);
      return;
    }
    this.#halt();
    this.#through = other;
    const follow = (/** @type {"frame" | "state"} */ name) => {
      [this.#frame, this.#position, this.#speed] = [other.frame, other.position, other.speed];
      this.#say(name, { frame: other.frame });
    };
    other.addEventListener("frame", () => follow("frame"), { signal });
    other.addEventListener("state", () => follow("state"), { signal });
    other.volume = this.volume;
  }

  /** How fast `toggle()` plays. */
  get pace() {
    return this.#pace;
  }

  set pace(pace) {
    this.#pace = pace;
    if (this.#through) this.#through.pace = pace;
    if (this.#speed > 0) this.play(pace);
    else this.#say("state");
  }

  /** 0 to 1; 0 also when muted. */
  get volume() {
    return this.#video.muted ? 0 : this.#video.volume;
  }

  set volume(volume) {
    this.#video.volume = Math.min(1, Math.max(0, volume));
    this.#video.muted = volume <= 0;
    if (this.#through) this.#through.volume = volume;
  }

  /**
   * Takes up another clip. The picture of the last one stays until the first of the new one is
   * there. A load that another one overtakes does nothing; one that fails says "error".
   * @param {Source} source
   */
  async load(source) {
    this.#loading += 1;
    const loading = this.#loading;
    this.#screen.keepVideo();
    this.#halt();
    const rate = parseRate(source.rate);
    const frame = Math.min(source.frame ?? this.#position, source.frames - 1);
    this.#playback.load(source.url, rate);
    try {
      const [pictures, picture] = await openPictures(source, rate, frame, this.#video);
      if (loading !== this.#loading) {
        if (picture) release(picture);
        return pictures.close();
      }
      this.#takeUp(source, rate, pictures);
      this.#position = frame;
      if (picture) this.#draw(picture, frame);
      this.#say("ready");
    } catch (error) {
      if (loading === this.#loading) this.#say("error", { error, loading: true });
    }
  }

  /**
   * @param {number} [speed]
   * @returns {void}
   */
  play(speed = this.#pace) {
    if (!this.#source || speed === 0) return;
    if (this.#through) return this.#through.play(speed);
    const was = this.#speed;
    this.#speed = speed;
    this.#say("state");
    if (was > 0 && speed > 0) return this.#playback.setSpeed(speed);
    this.#playback.stop();
    if (speed > 0) this.#playForwards(speed);
    else if (was >= 0) this.#playBackwards();
  }

  /**
   * Stops on the frame that is seen.
   * @returns {void}
   */
  pause() {
    if (this.#speed === 0) return;
    if (this.#through) return this.#through.pause();
    this.#halt();
    this.#show(this.#frame);
  }

  toggle() {
    if (this.#speed === 0) this.play();
    else this.pause();
  }

  /**
   * J, K and L: -1 backwards, 0 stop, 1 forwards; the same way again doubles the speed.
   * @param {-1 | 0 | 1} direction
   */
  shuttle(direction) {
    if (direction === 0) return this.pause();
    const again = Math.sign(this.#speed) === direction;
    const speed = again ? Math.min(FASTEST, Math.abs(this.#speed) * 2) : 1;
    this.play(direction * speed);
  }

  /**
   * @param {number} frames
   * @returns {Promise<number>} the frame that is seen then
   */
  step(frames) {
    if (this.#through) return this.#through.step(frames);
    if (this.#speed !== 0) this.#halt(this.#frame);
    return this.seek(this.#position + frames);
  }

  /**
   * Goes to a frame, as far as the clip reaches; playing goes on from there.
   * @param {number} frame
   * @returns {Promise<number>} the frame that is seen then
   */
  async seek(frame) {
    const target = Math.min(Math.max(0, Math.round(frame)), this.frames - 1);
    if (!this.#source) return this.#frame;
    if (this.#through) return this.#through.seek(target);
    if (this.#speed < 0) this.#halt();
    if (this.#speed > 0) {
      this.#position = target;
      this.#playback.jump(target);
    } else await this.#show(target);
    return this.#frame;
  }

  /** Lets the decoder and its pictures go. */
  close() {
    this.#loading += 1;
    this.#halt();
    this.#pictures?.close();
    this.#pictures = null;
    this.#source = null;
  }

  /**
   * @param {Source} source
   * @param {import("../timeline/timecode.js").Rate} rate
   * @param {import("./pictures.js").Pictures} pictures
   */
  #takeUp(source, rate, pictures) {
    this.#pictures?.close();
    this.#pictures = pictures;
    this.#source = source;
    this.#rate = rate;
    this.loop.reset(source.frames);
    this.#screen.resize(source.width, source.height);
  }

  /** @param {number} speed */
  async #playForwards(speed) {
    const { first, last } = this.loop.played;
    const inside = this.#position >= first && this.#position < last - 1;
    try {
      await this.#playback.start(inside ? this.#position : first, speed);
    } catch (error) {
      // Pausing before playing began is no failure.
      if (this.#speed !== speed || /** @type {Error} */ (error).name === "AbortError") return;
      this.pause();
      this.#say("error", { error });
    }
  }

  async #playBackwards() {
    this.#turns += 1;
    const turn = this.#turns;
    const speed = () => (turn === this.#turns ? this.#speed : 0);
    await playBackwards(this.#rate, this.#position, speed, (frame) => this.#show(frame));
    if (speed() < 0) this.pause();
  }

  /** @param {number} frame */
  #played(frame) {
    const { first, last } = this.loop.played;
    this.#screen.showVideo();
    this.#position = frame;
    this.#frame = frame;
    this.#say("frame", { frame });
    if (this.loop.on && frame >= last - 1) this.#playback.jump(first);
  }

  #ended() {
    if (this.#speed <= 0) return;
    if (this.loop.on) return this.#playForwards(this.#speed);
    this.#halt();
    this.#show(this.frames - 1);
  }

  /** @param {number} [position] */
  #halt(position = this.#position) {
    this.#playback.stop();
    this.#speed = 0;
    this.#position = position;
    this.#say("state");
  }

  /** @param {number} frame */
  async #show(frame) {
    const pictures = this.#pictures;
    this.#asked += 1;
    const request = this.#asked;
    this.#position = frame;
    try {
      const picture = await pictures?.picture(frame);
      // An earlier request may be answered after a later one: then it is no longer wanted.
      if (picture && pictures === this.#pictures && request > this.#drawn && this.#speed <= 0) {
        this.#drawn = request;
        this.#draw(picture, frame);
      } else if (picture) release(picture);
    } catch (error) {
      if (pictures === this.#pictures) this.#say("error", { error });
    }
  }

  /**
   * @param {import("./pictures.js").Picture} picture
   * @param {number} frame
   */
  #draw(picture, frame) {
    this.#screen.draw(picture);
    release(picture);
    this.#frame = frame;
    this.#say("frame", { frame });
  }

  /**
   * @param {string} name
   * @param {object} [detail]
   */
  #say(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
