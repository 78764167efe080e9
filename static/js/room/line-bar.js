/**
 * What the line does, in words: gone and what waits, closed for good and why, and what was refused.
 * Refused notes are shown where notes are; everything else is named here until one lets it go.
 *
 *   showLine({ bar, state, session });
 */

import { t } from "../shared/i18n.js";

/** @typedef {import("./session.js").Session} Session */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} bar hidden while all is well
 * @property {HTMLElement} state a small place for what is being sent
 * @property {Session} session
 */

const NOTES = new Set(["write-note", "resolve-note", "reopen-note"]);
const SETTLING = 1500; // ms after opening before an absent line is worth a word

class LineBar {
  #session;
  #bar;
  #state;
  #letGo = document.createElement("button");
  #anew = document.createElement("button");
  #words = document.createElement("span");
  #since = Date.now();
  #was = false;
  /** @type {number | null} */
  #dismissed = null;

  /** @param {Parts} parts */
  constructor({ bar, state, session }) {
    this.#session = session;
    this.#bar = bar;
    this.#state = state;
    this.#letGo.type = "button";
    this.#letGo.textContent = t("Let it go");
    this.#letGo.addEventListener("click", () => {
      for (const { id } of this.#refused()) session.forget(id);
      this.#show();
    });
    this.#anew.type = "button";
    // Who is signed out is led to the sign-in page, and back here.
    this.#anew.addEventListener("click", () => location.reload());
    bar.replaceChildren(this.#words, this.#letGo, this.#anew);
    addEventListener("beforeunload", (event) => {
      if (session.waiting > session.stored) event.preventDefault();
    });
    session.addEventListener("dismissed", (event) => {
      this.#dismissed = /** @type {CustomEvent<{code: number}>} */ (event).detail.code;
      this.#show();
    });
    for (const name of ["line", "stored", "refused"]) session.addEventListener(name, () => this.#show());
    setTimeout(() => this.#show(), SETTLING);
    this.#show();
  }

  #show() {
    const { online, waiting } = this.#session;
    this.#was ||= online;
    const settling = !this.#was && Date.now() - this.#since < SETTLING;
    const refused = this.#refused();
    const lost = !online && !settling;
    this.#words.textContent = this.#sentence(lost, waiting, refused[0]?.refused?.reason);
    this.#letGo.hidden = lost || refused.length === 0;
    this.#anew.hidden = this.#dismissed !== 0 && this.#dismissed !== 4401;
    this.#anew.textContent = this.#dismissed === 0 ? t("Load it anew") : t("Sign in");
    this.#bar.hidden = this.#words.textContent === "";
    this.#bar.dataset.line = lost ? "lost" : online ? "here" : "opening";
    this.#state.textContent = online && waiting > 0 ? t("Sending %(n)s", { n: waiting }) : "";
  }

  /**
   * @param {boolean} lost
   * @param {number} waiting
   * @param {string} [reason]
   */
  #sentence(lost, waiting, reason) {
    if (this.#dismissed !== null) return goodbye(this.#dismissed, waiting);
    if (lost) return noLine(this.#session.stored, this.#session.lasting);
    return reason ? t("This could not be kept: %(reason)s", { reason }) : "";
  }

  #refused() {
    const pending = [...this.#session.state.pending.values()];
    return pending.filter(({ verb, refused }) => refused && !NOTES.has(verb));
  }
}

/**
 * @param {number} stored how many commands wait and outlive the page
 * @param {boolean} lasting whether any does
 */
function noLine(stored, lasting) {
  if (!lasting) {
    return t("No line. What you draw is sent when it is back, if this page stays open until then.");
  }
  if (stored === 0) return t("No line. What you draw is kept here and sent when it is back.");
  return t("No line. What you draw is kept here and sent when it is back. %(n)s waiting.", {
    n: stored,
  });
}

/**
 * @param {number} code why the line stays closed
 * @param {number} waiting how many commands were not sent
 */
function goodbye(code, waiting) {
  if (code === 4401) return t("You are signed out. What you drew is kept here until you sign in again.");
  if (code === 4403 || code === 4404) {
    if (waiting === 0) return t("You are not on this film any more.");
    return t("You are not on this film any more. %(n)s not sent, and kept in this browser.", {
      n: waiting,
    });
  }
  return t("This page is older than the site.");
}

/** @param {Parts} parts */
export function showLine(parts) {
  return new LineBar(parts);
}
