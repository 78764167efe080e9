/** Who is at a sitting: each page says so every few seconds, and whether it follows. */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

const TOLD = 4000; // ms between two signs of life
const GONE = 12_000;
const ANSWERED = 400; // ms within which a newcomer is answered, not by all at once

/** @typedef {{at: number, following: boolean}} Here */

/** Events: "change". */
export class SittingPeople extends EventTarget {
  #session;
  #sitting;
  #following;
  #guests;
  /** @type {Map<string, Here>} */
  #here = new Map();
  #answer = 0;

  /**
   * @param {object} parts
   * @param {import("../room/session.js").Session} parts.session
   * @param {string} parts.sitting
   * @param {import("./paint.js").Guest[]} parts.guests
   * @param {() => boolean} parts.following
   */
  constructor({ session, sitting, guests, following }) {
    super();
    this.#session = session;
    this.#sitting = sitting;
    this.#guests = guests;
    this.#following = following;
    session.addEventListener("passing", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    session.addEventListener("line", () => this.tell());
    document.addEventListener("visibilitychange", () => this.tell());
    addEventListener("pagehide", () => this.#say(true));
    setInterval(() => this.tell(), TOLD);
    setInterval(() => this.#forget(), 1000);
    this.tell();
  }

  /** Says that one is here. */
  tell() {
    this.#say(false);
    this.dispatchEvent(new CustomEvent("change"));
  }

  /** @param {string} member */
  isHere(member) {
    return member === this.#session.you || this.#here.has(member);
  }

  /** Those who are here, oneself first; then those who were invited and are not. */
  get all() {
    const { you, state } = this.#session;
    const members = [you, ...[...this.#here.keys()].toSorted()];
    const absent = this.#guests.map(({ member }) => member).filter((member) => !members.includes(member));
    return [...members, ...absent].filter((member) => state.members.get(member)?.present);
  }

  /**
   * @param {HTMLElement} root a list
   * @param {{presenter: string | null, open: boolean, give?: ((member: string) => void) | null, may?: (member: string) => boolean}} told
   */
  show(root, { presenter, open, give = null, may = () => true }) {
    const rows = this.all.map((member) => {
      const name = this.#session.nameOf(member);
      const row = element("li", {}, element("span", { className: "name", textContent: name }));
      row.toggleAttribute("data-absent", !this.isHere(member));
      row.toggleAttribute("data-presenting", member === presenter);
      row.append(element("span", { className: "muted", textContent: this.#state(member, presenter, open) }));
      if (give && member !== presenter && this.isHere(member) && may(member)) {
        const hand = element("button", { type: "button", textContent: t("Hand over") });
        hand.ariaLabel = t("Hand over to %(name)s", { name });
        hand.addEventListener("click", () => give(member));
        row.append(hand);
      }
      return row;
    });
    const markup = JSON.stringify(rows.map((row) => row.outerHTML));
    if (markup === root.dataset.told) return;
    root.dataset.told = markup;
    root.replaceChildren(...rows);
  }

  /**
   * @param {string} member
   * @param {string | null} presenter
   * @param {boolean} open
   */
  #state(member, presenter, open) {
    if (!this.isHere(member)) return t("not here yet");
    if (!open) return t("here");
    if (member === presenter) return t("presents");
    const follows = member === this.#session.you ? this.#following() : this.#here.get(member)?.following;
    return follows ? t("follows") : t("looks around");
  }

  /** @param {boolean} away */
  #say(away) {
    this.#session.pass("attends", { sitting: this.#sitting, following: this.#following(), away });
  }

  /** @param {Record<string, any>} said */
  #hear({ type, member, sitting, following, away }) {
    if (type !== "attends" || sitting !== this.#sitting) return;
    if (away) this.#here.delete(member);
    else {
      if (!this.#here.has(member)) this.#answerSoon();
      this.#here.set(member, { at: Date.now(), following });
    }
    this.dispatchEvent(new CustomEvent("change"));
  }

  #answerSoon() {
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => this.tell(), Math.random() * ANSWERED);
  }

  #forget() {
    for (const [member, { at }] of this.#here) if (Date.now() - at > GONE) this.#here.delete(member);
    this.dispatchEvent(new CustomEvent("change"));
  }
}
