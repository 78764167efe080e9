/** What is said of a cut: its drafts' own notes, at the cut's frames. */

import { onDrafts, placed } from "./notes.js";
import { t } from "../shared/i18n.js";
import { NotesPanel } from "../notes/notes.js";
import { notesOn } from "../room/state.js";
import { Unsent } from "../room/unsent.js";

/** @typedef {import("../room/state.js").Note} Note */
/** @typedef {import("./notes.js").Placed} Placed */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} root
 * @property {HTMLElement} count
 * @property {string} cut its id
 * @property {import("../room/session.js").Session} session
 * @property {import("./player.js").CutPlayer} player
 * @property {import("../timeline/timeline.js").Timeline} timeline
 * @property {import("../room/drawer.js").Drawer} drawer
 * @property {(clip: number) => string} draft
 * @property {() => boolean} writable
 * @property {() => void} reveal
 * @property {(text: string) => void} tell
 * @property {(at: number) => void} look at the join before a clip
 */

// Shots between the first and the last one of a note: reviews/events.py
const MOST_BETWEEN = 400;

export class CutTalk {
  #panel;
  #parts;
  /** @type {Placed[]} */
  #placed = [];

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#panel = new NotesPanel(parts.root, new Unsent(parts.session.you));
    this.#listenToTime();
    this.#listenToPanel();
  }

  /** Where the open notes are, for the keys. */
  get marks() {
    return this.#placed.filter(({ note }) => note.parent === null && note.resolved_at === null);
  }

  /**
   * Brings the first open thread that begins at a frame of the cut into sight.
   * @param {number} frame
   */
  revealAt(frame) {
    const mark = this.marks.find(({ first }) => first === frame);
    if (mark) this.#panel.reveal(mark.note.id);
  }

  show() {
    const { session, player, writable, count, draft, cut, timeline } = this.#parts;
    this.#placed = placed(player.timing, draft, (id) => notesOn(session.state, id));
    // A draft that stands in the cut twice is spoken of once.
    const once = new Map(this.#placed.toReversed().map((entry) => [entry.note.id, entry]));
    const notes = [...once.values()].toReversed().map(({ note, first, last }) => Object.assign({}, note, { first, last }));
    this.#panel.show({
      notes,
      members: session.state.members,
      rate: player.rate,
      writable: player.frames > 0 && writable(),
      draft: cut,
      earlier: [], // they are asked in the room, of one draft
      nameOfDraft: (id) => session.state.drafts.get(id)?.name ?? "",
    });
    const open = this.marks;
    const threads = new Set(open.map(({ note }) => note.id)).size;
    count.textContent = threads ? t("Notes %(count)s", { count: threads }) : t("Notes");
    timeline.marks = open.map(({ note, first, last }) => ({ id: note.id, first, last, kind: note.kind }));
    this.#stand();
  }

  /** Puts the pen to the words. */
  begin() {
    this.#parts.reveal();
    this.#parts.root.querySelector("textarea")?.focus();
  }

  get #span() {
    const { player } = this.#parts;
    return player.loop.span ?? { first: player.frame, last: player.frame + 1 };
  }

  #stand() {
    const { player } = this.#parts;
    if (player.frames > 0) this.#panel.stand(player.frame, this.#span, player.speed !== 0);
  }

  #listenToTime() {
    const { player, timeline, reveal } = this.#parts;
    player.addEventListener("ready", () => this.show());
    player.addEventListener("frame", () => this.#stand());
    for (const [part, name] of /** @type {const} */ ([[player, "state"], [player.loop, "change"]])) {
      part.addEventListener(name, () => this.#stand());
    }
    timeline.addEventListener("mark", (event) => {
      reveal();
      this.#panel.reveal(/** @type {CustomEvent<{id: string}>} */ (event).detail.id);
    });
  }

  #listenToPanel() {
    const { session, player, look } = this.#parts;
    /** @param {string} name @param {(detail: any) => void} act */
    const on = (name, act) =>
      this.#panel.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on("begin", () => player.pause());
    on("seek", ({ note }) => {
      player.pause();
      player.seek(note.first);
    });
    on("join", ({ note, part }) => {
      const entry = this.#placed.find((candidate) => candidate.note.id === note.id);
      if (!entry) return;
      // The join is seen that leads from what is placed here to the other part.
      const steps = part - (entry.note.joined?.part ?? 0);
      look(entry.clip + (steps > 0 ? steps : steps + 1));
    });
    on("write", ({ words }) => this.#write(words));
    on("answer", ({ parent, words }) => this.#answer(parent, words));
    on("resolve", ({ id }) => session.command("resolve-note", { note: id }));
    on("reopen", ({ id }) => session.command("reopen-note", { note: id }));
    on("takeback", ({ note }) => {
      if (session.state.pending.has(note.id) && !note.parent) this.#panel.takeBack(note);
      this.#letGo(note);
    });
    on("let-go", ({ note }) => this.#letGo(note));
  }

  /** @param {import("../notes/composer.js").Words} words */
  #write(words) {
    const { session, player, draft, tell, drawer } = this.#parts;
    const where = onDrafts(player.timing, draft, this.#span);
    if ((where.between?.length ?? 0) <= MOST_BETWEEN) {
      session.command("write-note", { ...where, ...words });
      drawer.open = true;
      return;
    }
    tell(t("A note lies on at most %(count)s shots. Mark a shorter span.", { count: MOST_BETWEEN + 2 }));
    this.#panel.takeBack(/** @type {Note} */ (/** @type {unknown} */ (words)));
  }

  /** @param {Note} parent as it is shown @param {import("../notes/composer.js").Words} words */
  #answer(parent, words) {
    const parentNote = this.#placed.find(({ note }) => note.id === parent.id)?.note;
    if (!parentNote) return;
    const { draft, first, last, kind, id } = parentNote;
    this.#parts.session.command("write-note", { draft, first, last, ...words, kind, parent: id });
  }

  /** @param {Note} note what was refused of it */
  #letGo(note) {
    const { session } = this.#parts;
    for (const { id, fields, refused } of session.state.pending.values()) {
      if (refused && (id === note.id || fields.note === note.id)) session.forget(id);
    }
  }
}
