/**
 * What is seen: the canvas while a picture stands still, the `<video>` under it while it plays.
 * The canvas gives way only when the video has its picture, and comes back only with its own.
 */

export class Screen {
  #video;
  #canvas;
  #pen;

  /**
   * @param {HTMLVideoElement} video
   * @param {HTMLCanvasElement} canvas laid over the video
   */
  constructor(video, canvas) {
    const pen = canvas.getContext("2d", { alpha: false });
    if (!pen) throw new Error("this browser draws no pictures");
    canvas.hidden = true;
    this.#video = video;
    this.#canvas = canvas;
    this.#pen = pen;
  }

  /**
   * Takes the size of a new clip. It clears the picture: draw one in the same breath.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    this.#canvas.width = width;
    this.#canvas.height = height;
  }

  /** @param {CanvasImageSource} picture */
  draw(picture) {
    this.#pen.drawImage(picture, 0, 0, this.#canvas.width, this.#canvas.height);
    this.#canvas.hidden = false;
  }

  showVideo() {
    this.#canvas.hidden = true;
  }

  /** Copies what the video shows, so that it may be given another source. */
  keepVideo() {
    const shown = this.#video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    if (this.#canvas.hidden && shown) this.draw(this.#video);
  }
}
