/** Where others point: their names on the picture, while they look at the same frame. */

/** @typedef {import("./session.js").Session} Session */

const GONE = 4000; // ms without news

export class Pointers {
  #layer;
  #session;
  /** @type {Map<string, {element: HTMLElement, at: number, said: any}>} by member */
  #shown = new Map();
  #draft = "";
  #frame = -1;
  /** @type {(u: number, v: number) => [number, number]} */
  #place;

  /**
   * @param {HTMLElement} layer
   * @param {Session} session
   * @param {(u: number, v: number) => [number, number]} place from the picture to the stage
   */
  constructor(layer, session, place) {
    this.#layer = layer;
    this.#session = session;
    this.#place = place;
    setInterval(() => this.show(this.#draft, this.#frame), 1000);
  }

  /** @param {{member: string, draft: string, frame: number, x: number, y: number}} message */
  hear(message) {
    const pointer = this.#shown.get(message.member);
    const element = pointer?.element ?? this.#make(message.member);
    this.#shown.set(message.member, { element, at: Date.now(), said: message });
    this.show(this.#draft, this.#frame);
  }

  /**
   * @param {string} draft
   * @param {number} frame
   */
  show(draft, frame) {
    this.#draft = draft;
    this.#frame = frame;
    for (const [member, { element, at, said }] of this.#shown) {
      if (Date.now() - at > GONE) {
        element.remove();
        this.#shown.delete(member);
      }
      element.hidden = said.draft !== draft || said.frame !== frame;
      const [x, y] = this.#place(said.x, said.y);
      element.style.translate = `${x}px ${y}px`;
    }
  }

  /** @param {string} member */
  #make(member) {
    const element = document.createElement("div");
    element.className = "pointer";
    element.ariaHidden = "true";
    const name = document.createElement("span");
    name.textContent = this.#session.nameOf(member);
    element.append(name);
    this.#layer.append(element);
    return element;
  }
}
