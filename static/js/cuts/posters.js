/**
 * The small pictures of drafts in the list and on the time axis. A browser asks a site for six things
 * at a time: were these asked for first, the picture that one came for would wait until they are here.
 */

export class Posters {
  #come = false;
  /** @type {[HTMLImageElement, string][]} */
  #waiting = [];

  /**
   * Gives an image its picture: now, or once `come` is called.
   * @param {HTMLImageElement} image
   * @param {string} url
   */
  show(image, url) {
    if (this.#come) image.src = url;
    else this.#waiting.push([image, url]);
  }

  /** The picture is there, or won't come. */
  come() {
    this.#come = true;
    for (const [image, url] of this.#waiting.splice(0)) if (image.isConnected) image.src = url;
  }
}
