/**
 * Words that were typed and not sent yet, kept in this tab so that a reload, a change of draft or of
 * language does not lose them. Sent ones are the outbox's.
 */

/** @typedef {{text: string, reason: string, kind: import("./first-paint.js").Note["kind"]}} Words */

export class Unsent {
  #you;

  /** @param {string} you whose words: a tab may see several people sign in */
  constructor(you) {
    this.#you = you;
  }

  /**
   * @param {string} place the draft a new note lies on, or the note that is answered
   * @returns {Words | null}
   */
  at(place) {
    return JSON.parse(sessionStorage.getItem(this.#key(place)) ?? "null");
  }

  /**
   * @param {string} place
   * @param {Words} words empty ones are let go
   */
  keep(place, words) {
    if (words.text || words.reason) sessionStorage.setItem(this.#key(place), JSON.stringify(words));
    else this.drop(place);
  }

  /** @param {string} place */
  drop(place) {
    sessionStorage.removeItem(this.#key(place));
  }

  /** @param {string} place */
  #key(place) {
    return `unsent ${this.#you} ${place}`;
  }
}
