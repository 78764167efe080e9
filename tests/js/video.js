/**
 * A clip in a `<video>`, as far as one can tell from outside: sent to a time it shows the frame
 * there and says so, played it shows one frame after another. Time in it moves when a test says so.
 *
 *   const clip = film(video, { rate: 24, frames: 100 });  player.play();  clip.run(12);
 */

/** @param {HTMLVideoElement} video */
export function film(video, { rate = 24, frames = 100 } = {}) {
  return new Clip(video, rate, frames);
}

class Clip {
  /** Whether answers to seeks are held back until `answer()`. */
  held = false;
  /** What the browser says to play(): an error, when it will not. */
  refusal = null;
  playing = false;
  seeks = [];
  #video;
  #rate;
  #frames;
  #time = 0;
  #callbacks = [];

  constructor(video, rate, frames) {
    this.#video = video;
    this.#rate = rate;
    this.#frames = frames;
    let [volume, muted] = [1, false];
    const changed = () => video.dispatchEvent(new Event("volumechange"));
    const property = (name, get, set) => Object.defineProperty(video, name, { get, set, configurable: true });
    property("volume", () => volume, (value) => [(volume = value), changed()]);
    property("muted", () => muted, (value) => [(muted = value), changed()]);
    property("currentTime", () => this.#time, (time) => this.#seek(time));
    property("error", () => this.error ?? null);
    property("readyState", () => 4);
    video.requestVideoFrameCallback = (look) => this.#callbacks.push(look);
    video.play = () =>
      Promise.resolve().then(() => {
        if (this.refusal) throw this.refusal;
        this.playing = true;
      });
    video.pause = () => (this.playing = false);
  }

  /** The frame that the element shows. */
  get frame() {
    return Math.floor(this.#time * this.#rate + 1e-6);
  }

  get speed() {
    return this.#video.playbackRate;
  }

  /** Plays on by so many frames, and ends with the clip. */
  run(frames) {
    for (let step = 0; step < frames && this.playing; step += 1) {
      if (this.frame >= this.#frames - 1) {
        this.playing = false;
        this.#video.dispatchEvent(new Event("ended"));
        return;
      }
      this.#time = (this.frame + 1.5) / this.#rate;
      this.#look();
    }
  }

  /** Says what is shown, when it was held back. */
  answer() {
    this.#look();
    this.#video.dispatchEvent(new Event("seeked"));
  }

  /** Says that another frame is shown, as a browser does on its way to the one asked for. */
  show(frame) {
    this.#look(frame);
  }

  #seek(time) {
    this.#time = time;
    this.seeks.push(this.frame);
    if (!this.held) queueMicrotask(() => this.answer());
  }

  #look(frame = this.frame) {
    const callbacks = this.#callbacks;
    this.#callbacks = [];
    for (const look of callbacks) look(0, { mediaTime: frame / this.#rate });
  }
}
