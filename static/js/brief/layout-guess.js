/** Asking where an engine thinks that everything stands: a worker looks, and the answer is kept. */

import { t } from "../shared/i18n.js";

const AGAIN = 700; // ms between two questions while a worker looks
const SETTLED = 700; // ms after the last change to a brief

/** Events: "guess" {layout}, "said" {words, failed}. */
export class LayoutGuess extends EventTarget {
  #endpoint;
  #form;
  #turn = 0;
  #timer = 0;

  /**
   * @param {string} endpoint
   * @param {HTMLFormElement} form the brief's
   */
  constructor(endpoint, form) {
    super();
    this.#endpoint = endpoint;
    this.#form = form;
  }

  /** Asks once the brief has come to rest. */
  askSoon() {
    this.stop();
    this.#say(t("Looking at the plate and the people"));
    this.#timer = setTimeout(() => this.ask(), SETTLED);
  }

  /** What was asked is not wanted any more. */
  stop() {
    clearTimeout(this.#timer);
    this.#turn += 1;
  }

  /** @param {boolean} [again] also where it failed before */
  async ask(again = false) {
    this.stop();
    const turn = this.#turn;
    this.#say(t("Looking at the plate and the people"));
    const answer = await this.#fetch(again);
    if (turn !== this.#turn) return;
    if (answer === null) return this.#say(t("No line. Try again in a moment."), true);
    const { state, layout, reason } = answer;
    if (reason) this.#say(reason, true);
    else if (layout) {
      this.#say("");
      this.dispatchEvent(new CustomEvent("guess", { detail: { layout } }));
    } else {
      if (state === "queued") this.#say(t("Waits for the engine's worker"));
      this.#timer = setTimeout(() => this.#goOn(turn), AGAIN);
    }
  }

  /** @param {number} turn */
  #goOn(turn) {
    if (turn === this.#turn) void this.ask();
  }

  /** @param {boolean} again @returns {Promise<{state: string, layout: any, reason: string} | null>} */
  async #fetch(again) {
    const body = new FormData(this.#form);
    if (again) body.set("again", "yes");
    try {
      const answer = await fetch(this.#endpoint, { method: "POST", body });
      return await answer.json();
    } catch {
      return null;
    }
  }

  /** @param {string} words @param {boolean} [failed] */
  #say(words, failed = false) {
    this.dispatchEvent(new CustomEvent("said", { detail: { words, failed } }));
  }
}
