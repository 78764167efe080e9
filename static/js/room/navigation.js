/**
 * Where one stands in the film: a shot, one of its drafts, a frame. It is kept in the address, so
 * that back, reload and a link sent to a colleague lead to the same place.
 */

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./first-paint.js").Draft} Draft */
/** @typedef {import("./first-paint.js").Shot} Shot */

const SETTLED = 400; // ms on a frame before the address says so

/** Events: "change" {frame} when another shot or draft is looked at, "unreachable" {draft}. */
export class Place extends EventTarget {
  #session;
  #base;
  /** @type {string | null} */
  #shot;
  /** @type {string | null} */
  #draft;
  /** What else the address says, beginning with "&": a comparison. */
  more = "";
  /** And how one looks at it: see player/look.js. */
  look = "";
  #going = 0;
  #settling = 0;

  /**
   * @param {Session} session
   * @param {{shot: string | null, draft: string | null}} standing
   * @param {string} base the film's own part of every address
   */
  constructor(session, { shot, draft }, base) {
    super();
    this.#session = session;
    this.#base = base;
    this.#shot = shot;
    this.#draft = draft;
    // Where one came in is a place too, so that the way back leads to it.
    if (shot) history.replaceState(null, "", this.#address(this.frame));
    addEventListener("popstate", () => this.#restore());
  }

  /** @returns {Shot | null} */
  get shot() {
    return this.#session.state.shots.get(this.#shot ?? "") ?? null;
  }

  /** @returns {Draft | null} */
  get draft() {
    return this.#session.state.drafts.get(this.#draft ?? "") ?? null;
  }

  /** The frame that the address names. */
  get frame() {
    return Math.max(0, Math.floor(Number(new URLSearchParams(location.search).get("frame")) || 0));
  }

  /**
   * The drafts of a shot, the first one first.
   * @param {string} [shot]
   */
  drafts(shot = this.#shot ?? "") {
    const all = [...this.#session.state.drafts.values()].filter((draft) => draft.shot === shot);
    return all.toSorted((a, b) => a.version - b.version);
  }

  /**
   * The draft that stands for a shot: the selected one, else the latest.
   * @param {Shot} shot
   * @returns {Draft | null}
   */
  standsFor(shot) {
    return (
      this.#session.state.drafts.get(shot.selected ?? "") ?? this.drafts(shot.id).at(-1) ?? null
    );
  }

  /** @param {string} id of a shot */
  toShot(id) {
    const shot = this.#session.state.shots.get(id);
    if (!shot) return undefined;
    const draft = this.standsFor(shot);
    if (draft) return this.toDraft(draft.id);
    this.#arrive(id, null, 0, true);
  }

  /**
   * @param {string} id of a draft
   * @param {number} [frame] the one where one stands already, when left out
   * @param {boolean} [noted] whether the way back leads here
   */
  async toDraft(id, frame, noted = true) {
    this.#going += 1;
    const request = this.#going;
    if (!this.#session.state.onDraft.has(id) && !(await this.learn(id))) {
      this.dispatchEvent(new CustomEvent("unreachable", { detail: { draft: id } }));
      return;
    }
    const draft = this.#session.state.drafts.get(id);
    if (draft && request === this.#going) this.#arrive(draft.shot, id, frame, noted);
  }

  /**
   * Asks for a draft's row, notes and marks.
   * @param {string} id
   * @returns {Promise<boolean>} whether they came
   */
  async learn(id) {
    const answer = await fetch(`${this.#base}drafts/${id}/`).catch(() => null);
    if (!answer?.ok) return false;
    this.#session.takeUp(await answer.json());
    return true;
  }

  /**
   * Says in the address where the picture stands, once it has stood there a moment.
   * @param {number} frame
   */
  settle(frame) {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(
      () => history.replaceState(null, "", this.#address(frame)),
      SETTLED,
    );
  }

  /**
   * @param {string} shot
   * @param {string | null} draft
   * @param {number | undefined} frame
   * @param {boolean} noted
   */
  #arrive(shot, draft, frame, noted) {
    clearTimeout(this.#settling);
    const same = shot === this.#shot && draft === this.#draft;
    this.#shot = shot;
    this.#draft = draft;
    const address = this.#address(frame ?? this.frame);
    if (noted && !same) history.pushState(null, "", address);
    this.dispatchEvent(new CustomEvent("change", { detail: { frame } }));
  }

  #restore() {
    const query = new URLSearchParams(location.search);
    const draft = query.get("draft");
    if (draft) this.toDraft(draft, this.frame, false);
    else if (query.get("shot")) this.#arrive(String(query.get("shot")), null, 0, false);
  }

  /** @param {number} frame */
  #address(frame) {
    if (this.#draft) return `?shot=${this.#shot}&draft=${this.#draft}&frame=${frame}${this.more}${this.look}`;
    return `?shot=${this.#shot}`;
  }
}
