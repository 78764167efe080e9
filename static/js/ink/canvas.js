/**
 * Ink over the picture. Laid into the `.player` element: dry ink, wet ink, and what is shown at nibs.
 *
 *   const surface = new InkCanvas({ root, player, session, pens });
 *   surface.show(draft);   // a Draft row, or null: nothing to draw on
 *   surface.undo();  surface.redo();
 *
 * It follows player "frame" events by itself, draws anew on session "changes", gives the commands
 * draw-, erase- and restore-stroke, and passes ink and pointer on.
 */

import { dialogOpen } from "../shared/elements.js";
import { bindHand } from "./pointer-input.js";
import { History } from "./history.js";
import { touches, UNITS } from "./ink.js";
import { Nib } from "./nib.js";
import { skins } from "./onion.js";
import { OwnStroke, wholeOf } from "./own-stroke.js";
import { Sheet } from "./ink-layers.js";
import { strokesOn } from "../room/state.js";

/** @typedef {import("../room/session.js").Session} Session */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {import("../room/first-paint.js").Draft} Draft */
/** @typedef {import("./pens.js").Pens} Pens */
/** @typedef {import("./touch-gestures.js").Spot} Spot */

/**
 * @typedef {object} LentTo another instrument that has the hand for a while: light
 * @property {(event: PointerEvent) => boolean} wants whether it acts here; else the hand looks around
 * @property {(event: PointerEvent, place: [number, number]) => void} begin
 * @property {(events: [PointerEvent, [number, number]][]) => void} go
 * @property {() => void} finish
 * @property {() => void} abandon
 * @property {(event: PointerEvent, place: [number, number]) => void} hover
 * @property {() => void} unhover
 * @property {() => void} undo
 * @property {() => void} redo
 */

const REACH = 8; // CSS pixels around the nib that the eraser and a question reach
const TOLD = 50; // ms between two pointers
const RESTED = 350; // ms of hovering after which one is told whose stroke it is
const ERASER_END = 32; // in PointerEvent.buttons
const WRITING = "input:not([type=range]), textarea, [contenteditable]";

export class InkCanvas {
  #sheet;
  #history = new History();
  /** @type {Draft | null} */
  #draft = null;
  /** @type {OwnStroke | null} */
  #stroke = null;
  /** @type {string[] | null} strokes taken off in this swipe */
  #swept = null;
  /** @type {string[]} what the stroke under the hand was sent as: a long one in several parts */
  #drawn = [];
  #pointedAt = 0;
  #rest = 0;
  #onion = 0;
  /** @type {LentTo | null} */
  #lent = null;

  /** @param {{root: HTMLElement, player: Player, session: Session, pens: Pens}} parts */
  constructor({ root, player, session, pens }) {
    this.player = player;
    this.session = session;
    this.pens = pens;
    this.#sheet = new Sheet(root, session, () => this.#turn());
    this.nib = new Nib(this.#sheet.layer, pens);
    bindHand(this.#sheet.layer, this.#acts());
    this.#listen();
  }

  /** @param {Draft | null} draft */
  show(draft) {
    this.#finish();
    this.#draft = draft;
    this.#sheet.show(draft);
  }

  /** Whether the hand draws or erases just now. */
  get drawing() {
    return this.#stroke !== null || this.#swept !== null;
  }

  /** @param {number} reach how many frames each way their ink is seen too */
  set onion(reach) {
    this.#onion = reach;
    this.#turn();
  }

  /** Where the picture lies, in CSS pixels. */
  get picture() {
    return this.#sheet.view.rect;
  }

  /** How far one has gone into it. */
  get into() {
    return this.#sheet.view.into;
  }

  /** @param {import("../player/view.js").Into} into */
  goInto(into) {
    this.#sheet.goInto(into);
  }

  /** @param {() => void} moved told when the picture lies elsewhere */
  onView(moved) {
    this.#sheet.layer.addEventListener("view", moved);
  }

  /** Lends the hand to another instrument; null: ink has it again. @param {LentTo | null} other */
  lend(other) {
    this.#finish();
    this.#lent = other;
  }

  undo() {
    if (this.#lent) return this.#lent.undo();
    this.#repeat(this.#history.undo());
  }

  redo() {
    if (this.#lent) return this.#lent.redo();
    this.#repeat(this.#history.redo());
  }

  #listen() {
    const { player, session, pens } = this;
    const { layer, wet, pointers } = this.#sheet;
    player.addEventListener("frame", () => {
      // Another frame came under the pen: what is drawn lies on the one it was drawn on.
      if (this.#stroke && this.#stroke.frame !== player.frame) this.#finish();
      this.#turn();
    });
    session.addEventListener("entry", (event) => {
      const entry = /** @type {CustomEvent<import("../room/state.js").Entry>} */ (event).detail;
      if (entry.verb === "stroke-drawn") wet.dry(entry);
    });
    session.addEventListener("changes", (event) => {
      const changes = /** @type {CustomEvent<import("../room/state.js").Change[]>} */ (event).detail;
      if (changes.some((change) => this.#concerns(change))) this.#turn();
    });
    session.addEventListener("passing", (event) => {
      const message = /** @type {CustomEvent} */ (event).detail;
      if (message.type === "ink") wet.hear(message);
      if (message.type === "pointer") pointers.hear(message);
    });
    session.addEventListener("refused", (event) => {
      const { id, verb, fields } = /** @type {CustomEvent} */ (event).detail;
      if (verb === "draw-stroke") this.#history.drop(id);
      else if (fields.stroke) this.#history.drop(fields.stroke);
      this.#tellHistory();
    });
    pens.addEventListener("change", () => (layer.dataset.mode = pens.mode));
    layer.dataset.mode = pens.mode;
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {import("../room/state.js").Change} change */
  #concerns({ what, draft, frame }) {
    if (what !== "ink" || (draft && draft !== this.#draft?.id)) return false;
    return frame === undefined || Math.abs(frame - this.player.frame) <= this.#onion;
  }

  /** @returns {import("./pointer-input.js").Acts} */
  #acts() {
    return {
      intent: (event) => this.#intent(event),
      begin: (event) => this.#begin(event),
      go: (events, foreseen) => this.#go(events, foreseen),
      finish: () => this.#finish(),
      abandon: () => this.#abandon(),
      hover: (event) => this.#hover(event),
      leave: () => this.#leave(),
      pinch: (factor, around, moved) => this.#sheet.pinch(factor, around, moved),
      undo: () => this.undo(),
      redo: () => this.redo(),
      ask: (where) => this.#ask(where),
    };
  }

  /** @param {PointerEvent} event */
  #intent(event) {
    const { pointerType, button, buttons } = event;
    if (this.#lent) return this.#draft && button === 0 && this.#lent.wants(event) ? "draw" : "look";
    const { mode, tool, disabled } = this.pens;
    const pen = pointerType === "pen" && !disabled; // on glass it draws, whatever was chosen
    if (!this.#draft || (mode === "point" && !pen) || (button > 0 && !(buttons & ERASER_END))) return "look";
    if (tool === "eraser" || (pointerType === "pen" && buttons & ERASER_END)) return "erase";
    return "draw";
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (!this.#draft) return;
    if (this.player.speed !== 0) this.player.pause(); // ink lies on the frame that is seen
    clearTimeout(this.#rest);
    if (this.#lent) return this.#lent.begin(event, this.#sheet.fraction(event));
    const intent = this.#intent(event);
    if (this.pens.mode === "point") this.pens.take("pen");
    if (intent === "erase") this.#swept = [];
    else {
      const { tool, colour, width } = this.pens;
      const ink = { draft: this.#draft.id, frame: this.player.frame, tool: penTool(tool), colour, width };
      this.#stroke = new OwnStroke(ink, {
        tell: (tail) => this.session.pass("ink", tail),
        done: (id, stroke) => {
          this.session.command("draw-stroke", stroke, id);
          this.#drawn.push(id);
        },
      });
    }
    this.#go([event], []);
  }

  /** @param {PointerEvent[]} events @param {PointerEvent[]} foreseen */
  #go(events, foreseen) {
    if (this.#lent) this.#lent.go(events.map((event) => [event, this.#sheet.fraction(event)]));
    else if (this.#stroke) {
      this.#stroke.add(events.map((event) => this.#sheet.point(event)));
      this.#sheet.wet.own = this.#stroke.wet(foreseen.map((event) => this.#sheet.point(event)));
    } else if (this.#swept) for (const event of events) this.#sweep(event);
  }

  /** Also when the pointer was taken away: what is drawn stays. */
  #finish() {
    this.#lent?.finish();
    this.#stroke?.finish();
    this.#stroke = null;
    this.#sheet.wet.own = null;
    this.#did(false, this.#drawn);
    this.#drawn = [];
    if (this.#swept) this.#did(true, this.#swept);
    this.#swept = null;
  }

  #abandon() {
    this.#lent?.abandon();
    this.#stroke = null;
    this.#sheet.wet.own = null;
    this.#finish();
  }

  /** @param {PointerEvent} event takes off this hand's own ink beneath it */
  #sweep(event) {
    const ownActor = `member:${this.session.you}`;
    const strokes = strokesOn(this.session.state, this.#draft?.id ?? "", this.player.frame);
    const touched = this.#under(this.#sheet.fraction(event)).filter(({ actor }) => actor === ownActor);
    for (const id of new Set(touched.flatMap((stroke) => wholeOf(stroke, strokes)))) {
      this.session.command("erase-stroke", { stroke: id });
      this.#swept?.push(id);
    }
  }

  /**
   * The strokes at a place, the uppermost first.
   * @param {[number, number]} place
   */
  #under([u, v]) {
    if (!this.#draft) return [];
    const reach = (REACH / this.#sheet.view.rect.width) * UNITS;
    const strokes = strokesOn(this.session.state, this.#draft.id, this.player.frame);
    return strokes.filter((stroke) => touches(stroke, this.#sheet.view.aspect, { u, v }, reach)).toReversed();
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    this.#lent?.hover(event, this.#sheet.fraction(event));
    const { x, y } = this.#sheet.spot(event);
    this.nib.move(x, y, this.#sheet.view.rect.width, Boolean(event.buttons & ERASER_END));
    if (this.#stroke || this.#swept) return;
    clearTimeout(this.#rest);
    // A pen over the glass is about to draw: words under it would hide what it draws on.
    if (event.pointerType === "mouse") this.#rest = setTimeout(() => this.#ask({ x, y }), RESTED);
    this.#point2others(event);
  }

  #leave() {
    this.#lent?.unhover();
    clearTimeout(this.#rest);
    this.nib.hide();
  }

  /** @param {Spot} where */
  #ask({ x, y }) {
    const [top] = this.#under(this.#sheet.view.toPicture(x, y));
    if (!top) return;
    this.nib.move(x, y, this.#sheet.view.rect.width, false);
    this.nib.say(this.session.nameOf(top.actor));
  }

  /** @param {PointerEvent} event */
  #point2others(event) {
    if (!this.#draft || Date.now() - this.#pointedAt < TOLD) return;
    const [x, y] = this.#sheet.fraction(event);
    if (x < -1 || x > 2 || y < -1 || y > 2) return;
    this.#pointedAt = Date.now();
    const { mode } = this.pens;
    this.session.pass("pointer", { draft: this.#draft.id, frame: this.player.frame, x, y, mode });
  }

  /** @param {import("./history.js").Step[]} steps */
  #repeat(steps) {
    for (const { verb, stroke } of steps) this.session.command(verb, { stroke });
    this.#tellHistory();
  }

  /** @param {boolean} erased @param {string[]} strokes */
  #did(erased, strokes) {
    this.#history.did(erased, strokes);
    this.#tellHistory();
  }

  #tellHistory() {
    const { canUndo, canRedo } = this.#history;
    this.pens.canUndo = canUndo;
    this.pens.canRedo = canRedo;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const focus = /** @type {Element | null} */ (event.target);
    if (dialogOpen() || focus?.closest?.(WRITING)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.redo();
    else this.undo();
  }

  /** Another frame, or other ink on it. */
  #turn() {
    const draft = this.#draft?.id ?? "";
    const { frame } = this.player;
    if (draft) this.session.wantInk(draft, frame);
    const strokes = draft ? strokesOn(this.session.state, draft, frame) : [];
    this.#sheet.turn(draft, frame, strokes);
    const around = draft ? skins(frame, this.#draft?.frames ?? 0, this.#onion) : [];
    this.#sheet.skin(around, (at) => strokesOn(this.session.state, draft, at));
  }
}

/** @param {import("./pens.js").Tool} tool @returns {"pen" | "marker"} */
function penTool(tool) {
  return tool === "marker" ? "marker" : "pen";
}
