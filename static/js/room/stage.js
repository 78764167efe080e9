/** What stands in the picture's place: the picture, or in words what is missing and the next step. */

import { byId } from "../shared/elements.js";
import { absentPicture, emptyStage, erasedPicture } from "./empty.js";

/** @typedef {import("./first-paint.js").Draft} Draft */
/** @typedef {import("./navigation.js").Place} Place */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {import("./session.js").Session} Session */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} picture
 * @property {Session} session
 * @property {Place} place
 * @property {Player} player
 * @property {string} base the film's own part of every address
 * @property {() => boolean} changeable whether one may add drafts to the shot
 * @property {() => void} openScenes
 * @property {() => void} load loads the draft's picture again
 */

export class Stage {
  #parts;
  #empty = byId("empty");
  /** @type {string | null} the draft one wanted to see and could not come to */
  #unreachable = null;
  #broken = false;
  #online = false;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { session, place, player } = parts;
    place.addEventListener("unreachable", (event) => {
      this.#unreachable = /** @type {CustomEvent<{draft: string}>} */ (event).detail.draft;
      this.show();
    });
    place.addEventListener("change", () => {
      this.#unreachable = null;
      this.#broken = false;
    });
    player.addEventListener("error", (event) => {
      // A single picture that can't be had leaves the one that is seen.
      if (/** @type {CustomEvent<{loading?: boolean}>} */ (event).detail.loading) this.#fail(true);
    });
    player.addEventListener("ready", () => this.#fail(false));
    session.addEventListener("line", () => this.#lineChanged());
    addEventListener("online", () => this.#tryAgain());
  }

  show() {
    const { place, picture, session } = this.#parts;
    const absent = this.#absent;
    this.#empty.hidden = place.draft !== null && !place.draft.erased && absent === null;
    picture.hidden = !this.#empty.hidden;
    if (this.#empty.hidden) return;
    const { shot } = place;
    const { state } = session;
    const { base, changeable, openScenes } = this.#parts;
    const ofShot = (/** @type {{shot: string, error?: string}} */ row) =>
      row.shot === shot?.id && !row.error;
    const coming = [...state.generations.values(), ...state.uploads.values()].some(ofShot);
    const scenes = state.scenes.size > 0;
    const words = place.draft?.erased && !this.#unreachable
      ? erasedPicture(place.draft.name, new Date(place.draft.erased))
      : absent
      ? absentPicture({ ...absent, again: () => this.#again() })
      : emptyStage({ shot, scenes, coming, changeable: changeable(), base, openScenes });
    this.#empty.replaceChildren(...words);
  }

  /** The draft whose picture should be here and is not, and how one goes back, if one can. */
  get #absent() {
    const { session, place } = this.#parts;
    const draft = session.state.drafts.get(this.#unreachable ?? "");
    const current = place.draft;
    if (draft) return { name: draft.name, online: session.online, back: current && this.#back(current) };
    return current && this.#broken ? { name: current.name, online: session.online, back: null } : null;
  }

  /** @param {Draft} draft */
  #back(draft) {
    const go = () => {
      this.#unreachable = null;
      this.show();
    };
    return { name: draft.name, go };
  }

  #lineChanged() {
    const { online } = this.#parts.session;
    if (online === this.#online) return;
    this.#online = online;
    if (online) this.#tryAgain();
    else this.show();
  }

  #tryAgain() {
    if (this.#unreachable || this.#broken) this.#again();
  }

  /** @param {boolean} broken whether the picture could not be had */
  #fail(broken) {
    if (this.#broken === broken) return;
    this.#broken = broken;
    this.show();
  }

  #again() {
    const { place, load } = this.#parts;
    if (this.#unreachable) place.toDraft(this.#unreachable);
    else load();
  }
}
