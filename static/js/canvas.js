/**
 * Ink over the picture. Laid into the `.player` element: dry ink, wet ink, and what is shown at nibs.
 *
 *   const surface = new InkCanvas({ root, player, session, pens });
 *   surface.show(draft);   // a Draft row, or null: nothing to draw on
 *   surface.undo();  surface.redo();
 *
 * It follows player "frame" events by itself, draws anew on session "changes", gives the commands
 * draw-, erase- and restore-stroke, and passes ink and pointer on. Events: "history" {canUndo, canRedo},
 * "acted": the hand drew or erased something just now.
 */

import { DryInk } from "./dry.js";
import { bindHand } from "./hand.js";
import { History } from "./history.js";
import { touches, toPoint, UNITS } from "./ink.js";
import { Nib } from "./nib.js";
import { OwnStroke } from "./own-stroke.js";
import { Pointers } from "./pointers.js";
import { strokesOn } from "./state.js";
import { View } from "./view.js";
import { WetInk } from "./wet.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("./player.js").Player} Player */
/** @typedef {import("./first-paint.js").Draft} Draft */
/** @typedef {import("./pens.js").Pens} Pens */
/** @typedef {import("./fingers.js").Spot} Spot */

const REACH = 8; // CSS pixels around the nib that the eraser and a question reach
const TOLD = 50; // ms between two pointers
const RESTED = 350; // ms of hovering after which one is told whose stroke it is
const ERASER_END = 32; // in PointerEvent.buttons
const WRITING = "input:not([type=range]), textarea, [contenteditable]";

export class InkCanvas extends EventTarget {
  #view = new View();
  #history = new History();
  /** @type {Draft | null} */
  #draft = null;
  /** @type {OwnStroke | null} */
  #stroke = null;
  /** @type {string[] | null} strokes taken off in this swipe */
  #swept = null;
  #pointedAt = 0;
  #rest = 0;

  /** @param {{root: HTMLElement, player: Player, session: Session, pens: Pens}} parts */
  constructor({ root, player, session, pens }) {
    super();
    this.root = root;
    this.player = player;
    this.session = session;
    this.pens = pens;
    this.layer = document.createElement("div");
    this.layer.className = "ink";
    const canvases = [document.createElement("canvas"), document.createElement("canvas")];
    this.layer.append(...canvases);
    root.append(this.layer);
    this.dry = new DryInk(canvases[0]);
    this.wet = new WetInk(canvases[1], this.#view);
    this.nib = new Nib(this.layer, pens);
    this.pointers = new Pointers(this.layer, session, (u, v) => this.#view.toStage(u, v));
    bindHand(this.layer, this.#acts());
    new ResizeObserver(() => this.#resize(canvases)).observe(this.layer);
    this.#listen();
    this.#resize(canvases);
  }

  /** The draft whose ink is shown. */
  get draft() {
    return this.#draft;
  }

  /** @param {Draft | null} draft */
  show(draft) {
    this.#finish();
    this.#draft = draft;
    if (draft) this.#view.show(draft.width, draft.height);
    this.#view.reset();
    this.#look();
  }

  undo() {
    this.#repeat(this.#history.undo());
  }

  redo() {
    this.#repeat(this.#history.redo());
  }

  #listen() {
    const { player, session, pens, layer } = this;
    player.addEventListener("frame", () => this.#turn());
    session.addEventListener("changes", (event) => {
      const changes = /** @type {CustomEvent<import("./state.js").Change[]>} */ (event).detail;
      if (changes.some((change) => this.#concerns(change))) this.#turn();
    });
    session.addEventListener("passing", (event) => {
      const said = /** @type {CustomEvent} */ (event).detail;
      if (said.type === "ink") this.wet.hear(said);
      if (said.type === "pointer") this.pointers.hear(said);
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

  /** @param {import("./state.js").Change} change */
  #concerns({ what, draft, frame }) {
    if (what !== "ink" || (draft && draft !== this.#draft?.id)) return false;
    return frame === undefined || frame === this.player.frame;
  }

  /** @returns {import("./hand.js").Acts} */
  #acts() {
    return {
      intent: (event) => this.#intent(event),
      begin: (event) => this.#begin(event),
      go: (events, foreseen) => this.#go(events, foreseen),
      finish: () => this.#finish(),
      abandon: () => this.#abandon(),
      hover: (event) => this.#hover(event),
      leave: () => this.#leave(),
      pinch: (factor, around, moved) => {
        this.#view.pinch(factor, around, moved);
        this.#look();
      },
      undo: () => this.undo(),
      redo: () => this.redo(),
      ask: (where) => this.#ask(where),
    };
  }

  /** @param {PointerEvent} event */
  #intent({ pointerType, button, buttons }) {
    const { mode, tool } = this.pens;
    if (!this.#draft || mode === "point" || (button > 0 && !(buttons & ERASER_END))) return "look";
    if (tool === "eraser" || (pointerType === "pen" && buttons & ERASER_END)) return "erase";
    return "draw";
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (!this.#draft) return;
    if (this.player.speed !== 0) this.player.pause(); // ink lies on the frame that is seen
    clearTimeout(this.#rest);
    if (this.#intent(event) === "erase") this.#swept = [];
    else {
      const { tool, colour, width } = this.pens;
      const ink = { draft: this.#draft.id, frame: this.player.frame, tool: penTool(tool), colour, width };
      this.#stroke = new OwnStroke(ink, {
        tell: (tail) => this.session.pass("ink", tail),
        done: (id, stroke) => {
          this.session.command("draw-stroke", stroke, id);
          this.#did(false, [id]);
        },
      });
    }
    this.#go([event], []);
  }

  /** @param {PointerEvent[]} events @param {PointerEvent[]} foreseen */
  #go(events, foreseen) {
    if (this.#stroke) {
      this.#stroke.add(events.map((event) => this.#point(event)));
      this.wet.own = this.#stroke.wet(foreseen.map((event) => this.#point(event)));
    } else if (this.#swept) for (const event of events) this.#sweep(event);
  }

  /** Also when the pointer was taken away: what is drawn stays. */
  #finish() {
    this.#stroke?.finish();
    this.#stroke = null;
    this.wet.own = null;
    if (this.#swept) this.#did(true, this.#swept);
    this.#swept = null;
  }

  #abandon() {
    this.#stroke = null;
    this.wet.own = null;
    this.#finish();
  }

  /** @param {PointerEvent} event takes off this hand's own ink beneath it */
  #sweep(event) {
    const mine = `member:${this.session.you}`;
    for (const { id, actor } of this.#under(this.#fraction(event))) {
      if (actor !== mine) continue;
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
    const reach = (REACH / this.#view.rect.width) * UNITS;
    const strokes = strokesOn(this.session.state, this.#draft.id, this.player.frame);
    return strokes.filter((each) => touches(each, this.#view.aspect, { u, v }, reach)).toReversed();
  }

  /** @param {PointerEvent} event */
  #hover(event) {
    const { x, y } = this.#spot(event);
    this.nib.move(x, y, this.#view.rect.width, Boolean(event.buttons & ERASER_END));
    if (this.#stroke || this.#swept) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#ask({ x, y }), RESTED);
    this.#point2others(event);
  }

  #leave() {
    clearTimeout(this.#rest);
    this.nib.hide();
  }

  /** @param {Spot} where */
  #ask({ x, y }) {
    const [top] = this.#under(this.#view.toPicture(x, y));
    if (!top) return;
    this.nib.move(x, y, this.#view.rect.width, false);
    this.nib.say(this.session.nameOf(top.actor));
  }

  /** @param {PointerEvent} event */
  #point2others(event) {
    if (!this.#draft || Date.now() - this.#pointedAt < TOLD) return;
    const [x, y] = this.#fraction(event);
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
    this.dispatchEvent(new Event("acted"));
  }

  #tellHistory() {
    const { canUndo, canRedo } = this.#history;
    this.pens.canUndo = canUndo;
    this.pens.canRedo = canRedo;
    this.dispatchEvent(new CustomEvent("history", { detail: { canUndo, canRedo } }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    if (/** @type {Element | null} */ (event.target)?.closest?.(WRITING)) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.redo();
    else this.undo();
  }

  /** Another frame, or other ink on it. */
  #turn() {
    const { session, player } = this;
    const id = this.#draft?.id ?? "";
    const { frame } = player;
    if (id) session.wantInk(id, frame);
    const strokes = id ? strokesOn(session.state, id, frame) : [];
    this.dry.paint(`${id} ${frame}`, strokes, this.#view);
    this.wet.turnTo(id, frame);
    const lying = new Set(strokes.map((stroke) => stroke.id));
    this.wet.dry((stroke) => lying.has(stroke));
    this.pointers.show(id, frame);
  }

  /** Another size, view or draft: everything anew. */
  #look() {
    const { scale, x, y } = this.#view;
    for (const part of this.root.querySelectorAll(":scope > video, :scope > canvas")) {
      /** @type {HTMLElement} */ (part).style.transformOrigin = "0 0";
      /** @type {HTMLElement} */ (part).style.transform =
        scale === 1 ? "" : `translate(${x}px, ${y}px) scale(${scale})`;
    }
    this.dry.clear();
    this.wet.paint();
    this.#turn();
  }

  /** @param {HTMLCanvasElement[]} canvases */
  #resize(canvases) {
    const { clientWidth, clientHeight } = this.layer;
    for (const canvas of canvases) {
      canvas.width = Math.round(clientWidth * devicePixelRatio);
      canvas.height = Math.round(clientHeight * devicePixelRatio);
    }
    this.#view.resize(clientWidth || 1, clientHeight || 1);
    this.#look();
  }

  /** @param {PointerEvent} event @returns {import("./strokes.js").Point} */
  #point(event) {
    return toPoint(...this.#fraction(event), event);
  }

  /** @param {PointerEvent} event @returns {[number, number]} */
  #fraction(event) {
    const { x, y } = this.#spot(event);
    return this.#view.toPicture(x, y);
  }

  /** @param {PointerEvent} event @returns {Spot} */
  #spot(event) {
    const box = this.layer.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/** @param {import("./pens.js").Tool} tool @returns {"pen" | "marker"} */
function penTool(tool) {
  return tool === "marker" ? "marker" : "pen";
}
