/** What is said about the draft that is looked at: the notes panel, held to its time and its line. */

import { t } from "../shared/i18n.js";
import { NotesPanel } from "./notes.js";
import { partsOfShown } from "./parts.js";
import { earlierOn, notesOn } from "../room/state.js";
import { Unsent } from "../room/unsent.js";

/** @typedef {import("../room/state.js").Note} Note */
/** @typedef {import("./composer.js").Words} Words */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} root becomes the notes panel
 * @property {HTMLElement} count says how many threads are open
 * @property {import("../room/session.js").Session} session
 * @property {import("../room/navigation.js").Place} place
 * @property {import("../player/player.js").Player} player
 * @property {import("../timeline/timeline.js").Timeline} timeline
 * @property {import("../room/drawer.js").Drawer} drawer
 * @property {() => boolean} writable
 * @property {() => void} reveal brings the panel to the front
 */

export class Talk {
  #panel;
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#panel = new NotesPanel(parts.root, new Unsent(parts.session.you));
    this.#listenToTime();
    this.#listenToPanel();
  }

  /** The first notes of the threads that are open. */
  get openThreads() {
    return this.#notes.filter((note) => note.parent === null && note.resolved_at === null);
  }

  /**
   * Brings the first open thread that begins at a frame into sight.
   * @param {number} frame
   */
  revealAt(frame) {
    const note = this.openThreads.find(({ first }) => first === frame);
    if (note) this.#panel.reveal(note.id);
  }

  /** To where a note is written, wherever one was. */
  write() {
    this.#parts.reveal();
    this.#parts.drawer.open = true;
    this.#panel.write();
  }

  show() {
    const { session, place, player, writable, count } = this.#parts;
    this.#panel.show({
      notes: this.#notes,
      earlier: place.draft ? earlierOn(session.state, place.draft.id) : [],
      nameOfDraft: (id) => session.state.drafts.get(id)?.name ?? "",
      members: session.state.members,
      rate: player.rate,
      writable: place.draft !== null && writable(),
      draft: place.draft?.id ?? null,
    });
    const open = this.openThreads;
    count.textContent = open.length ? t("Notes %(count)s", { count: open.length }) : t("Notes");
    this.#showMarks(open);
    this.#stand();
  }

  /** Ink has come or gone: nothing but the marks on the time axis can be different. */
  showInk() {
    this.#showMarks(this.openThreads);
  }

  /** @returns {Note[]} */
  get #notes() {
    const { session, place } = this.#parts;
    return place.draft ? notesOn(session.state, place.draft.id) : [];
  }

  /** The frames on which a new note would lie: the marked span, else the frame that is seen. */
  get #span() {
    const { player } = this.#parts;
    return player.loop.span ?? { first: player.frame, last: player.frame + 1 };
  }

  /** @param {Note[]} open */
  #showMarks(open) {
    const { session, place, timeline } = this.#parts;
    const ink = session.state.onDraft.get(place.draft?.id ?? "")?.marks.keys() ?? [];
    const inked = Array.from(ink, (frame) => ({
      id: `ink-${frame}`,
      first: frame,
      last: frame + 1,
      kind: /** @type {const} */ ("ink"),
    }));
    timeline.marks = [
      ...inked,
      ...open.map(({ id, first, last, kind }) => ({ id, first, last, kind })),
    ];
  }

  #stand() {
    const { place, player } = this.#parts;
    if (place.draft) this.#panel.stand(player.frame, this.#span);
  }

  #listenToTime() {
    const { place, player, timeline, reveal } = this.#parts;
    player.addEventListener("ready", () => this.show());
    player.loop.addEventListener("change", () => this.#stand());
    player.addEventListener("frame", () => {
      this.#stand();
      if (player.speed === 0) place.settle(player.frame);
    });
    timeline.addEventListener("mark", (event) => {
      reveal();
      this.#panel.reveal(/** @type {CustomEvent<{id: string}>} */ (event).detail.id);
    });
  }

  #listenToPanel() {
    const { session, player } = this.#parts;
    /** @param {string} name @param {(detail: any) => void} act */
    const on = (name, act) =>
      this.#panel.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on("begin", () => player.pause());
    on("seek", ({ note }) => {
      player.pause();
      player.seek(note.first);
    });
    on("join", ({ note, part }) => {
      const { place } = this.#parts;
      const { draft, first, last } = partsOfShown(note)[part];
      // Of what lies before here one sees the frame at the join.
      place.toDraft(draft, part < (note.joined?.part ?? 0) ? last - 1 : first);
    });
    on("write", ({ words }) => this.#write(words, this.#span));
    on("answer", ({ parent, words }) => {
      const { draft, id, next_draft, next_first, next_frame, between } = parent;
      const span = parent.joined ?? parent;
      const join = next_draft ? { next_draft, next_first, next_frame, between } : {};
      this.#write({ ...words, kind: parent.kind }, span, { draft, parent: id, ...join });
    });
    on("resolve", ({ id }) => session.command("resolve-note", { note: id }));
    on("still", ({ id }) => {
      const draft = this.#parts.place.draft?.id;
      if (draft) session.command("carry-note", { note: id, draft });
    });
    on("reopen", ({ id }) => session.command("reopen-note", { note: id }));
    on("takeback", ({ note }) => this.#takeBack(note));
    on("let-go", ({ note }) => this.#letGo(note));
  }

  /**
   * @param {Words} words
   * @param {{first: number, last: number}} span
   * @param {{draft?: string, parent?: string, next_draft?: string, next_first?: number | null, next_frame?: number, between?: import("./parts.js").Part[]}} [thread]
   */
  #write(words, { first, last }, thread = {}) {
    const { session, place, drawer } = this.#parts;
    if (!place.draft) return;
    session.command("write-note", { draft: place.draft.id, first, last, ...words, ...thread });
    drawer.open = true;
  }

  /**
   * The words of a new note go back to where they were written.
   * @param {Note} note
   */
  #takeBack(note) {
    const { pending } = this.#parts.session.state;
    if (pending.has(note.id) && !note.parent) this.#panel.takeBack(note);
    this.#letGo(note);
  }

  /** @param {Note} note what was refused of it */
  #letGo(note) {
    const { session } = this.#parts;
    for (const { id, fields, refused } of session.state.pending.values()) {
      if (refused && (id === note.id || fields.note === note.id)) session.forget(id);
    }
  }
}
