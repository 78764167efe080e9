/**
 * Who is in the room, by their initials. Everyone says so every few seconds; a newcomer is answered
 * at once; who has not been heard for a while has gone.
 *
 *   const presence = new Presence({ root, session, draft: () => place.draft?.id ?? null });
 *   presence.tell();   // when another draft is looked at
 */

import { t } from "../shared/i18n.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {{draft: string | null, at: number, presenting: number}} Seen */

const TOLD = 4000; // ms between two signs of life
const GONE = 12_000;
const PRESENTS = 4000; // ms that one sign of presenting holds
const ANSWERED = 400; // ms within which a newcomer is answered, not by all at once

export class Presence {
  #session;
  #draft;
  #list = document.createElement("ul");
  /** @type {Map<string, Seen>} by member */
  #here = new Map();
  #answer = 0;
  #shown = "";

  /** @param {{root: HTMLElement, session: Session, draft: () => string | null}} parts */
  constructor({ root, session, draft }) {
    this.#session = session;
    this.#draft = draft;
    root.classList.add("presence");
    this.#list.ariaLabel = t("Who is here");
    root.append(this.#list);
    session.addEventListener("passing", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    session.addEventListener("line", () => this.tell());
    session.addEventListener("changes", (event) => {
      const changes = /** @type {CustomEvent<import("./state.js").Change[]>} */ (event).detail;
      if (changes.some(({ what }) => what === "member")) this.show();
    });
    document.addEventListener("visibilitychange", () => this.tell());
    setInterval(() => this.tell(), TOLD);
    setInterval(() => this.show(), 1000);
    this.tell();
    this.show();
  }

  /** Says that one is here, and where. */
  tell() {
    this.#session.pass("here", { draft: this.#draft(), away: document.hidden });
    this.show();
  }

  show() {
    const { you, state } = this.#session;
    for (const [member, { at }] of this.#here) {
      if (Date.now() - at > GONE || !state.members.get(member)?.present) this.#here.delete(member);
    }
    const people = [you, ...[...this.#here.keys()].toSorted()].map((member) => this.#describe(member));
    const shown = JSON.stringify(people);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(...people.map((person) => item(person)));
  }

  /** @param {string} member */
  #describe(member) {
    const entry = this.#here.get(member);
    return {
      name: this.#session.nameOf(member),
      elsewhere: entry !== undefined && entry.draft !== this.#draft(),
      presenting: entry !== undefined && Date.now() - entry.presenting < PRESENTS,
    };
  }

  /** @param {Record<string, any>} said */
  #hear({ type, member, draft, away, presenting }) {
    if (!member) return;
    if (type === "here" && away) this.#here.delete(member);
    else {
      const entry = this.#here.get(member);
      if (!entry) this.#answerSoon();
      const since = presenting ? Date.now() : type === "playhead" ? 0 : (entry?.presenting ?? 0);
      this.#here.set(member, { draft: draft ?? null, at: Date.now(), presenting: since });
    }
    this.show();
  }

  #answerSoon() {
    clearTimeout(this.#answer);
    this.#answer = setTimeout(() => this.tell(), Math.random() * ANSWERED);
  }
}

/** @param {{name: string, elsewhere: boolean, presenting: boolean}} person */
function item({ name, elsewhere, presenting }) {
  const element = document.createElement("li");
  const short = document.createElement("span");
  const signs = initials(name);
  short.ariaHidden = "true";
  short.textContent = signs;
  const whole = document.createElement("span");
  whole.className = "visually-hidden";
  whole.textContent = name;
  element.title = elsewhere ? t("%(name)s, at another draft", { name }) : name;
  element.toggleAttribute("data-one", Array.from(signs).length === 1);
  element.toggleAttribute("data-elsewhere", elsewhere);
  element.toggleAttribute("data-presenting", presenting);
  element.append(short, whole);
  return element;
}

/**
 * At most two signs of a name. One that begins with Chinese characters is shortened as people are
 * called, to what follows the family name; any other to the first letters of its first and last word.
 * @param {string} name
 */
export function initials(name) {
  const chinese = Array.from(/^\s*(\p{Script=Han}+)/u.exec(name)?.[1] ?? "");
  if (chinese.length > 0) return chinese.slice(chinese.length > 1 ? 1 : 0).slice(-2).join("");
  const words = name.split(/\s+/).filter((word) => /^(?!\p{Script=Han})./u.test(word));
  const letters = words.map((word) => Array.from(word));
  if (letters.length > 1) return (letters[0][0] + letters[letters.length - 1][0]).toUpperCase();
  const [first = "", second = ""] = letters[0] ?? [];
  return first.toUpperCase() + second;
}
