/**
 * Light by hand in the review room: it takes the notes' place while it is taken up, and puts the panel,
 * the lane and the picture together with what a hand holds (light-state.js), the commands it gives
 * (edits.js) and what it takes on the picture (picture-tools.js). Key: G.
 */

import { t } from "../shared/i18n.js";
import { keyButton } from "../shared/key-button.js";
import { LightBook } from "./book.js";
import { isIdentity } from "./between.js";
import { LightEdits } from "./edits.js";
import { LightLane } from "./lane.js";
import { LightPass } from "./light-pass.js";
import { LightState } from "./light-state.js";
import { LightOverlay } from "./overlay.js";
import { LightPanel } from "./panel.js";
import { LightPicture } from "./picture.js";
import { PictureTools } from "./picture-tools.js";
import { histogram } from "./scopes.js";
import { Telling } from "./telling.js";

/** @typedef {import("./hands.js").Place} Place */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} room whose column's place it takes
 * @property {HTMLElement} picture
 * @property {HTMLElement} looks where its button goes
 * @property {import("../ink/canvas.js").InkCanvas} surface
 * @property {import("../player/player.js").Player} player
 * @property {import("../room/navigation.js").Place} place
 * @property {import("../room/session.js").Session} session
 * @property {string} base
 * @property {(right: string) => boolean} may
 * @property {() => void} taken told when light is taken up
 */

/** @param {Parts} parts */
export function lightInRoom(parts) {
  return new RoomLight(parts);
}

class RoomLight {
  on = false;
  #parts;
  #book;
  #telling;
  #state;
  #edits;
  #picture;
  #overlay;
  #panel;
  #tools;
  #lane = new LightLane();
  #pass;
  #toggle = keyButton(t("Light"), "G", () => this.toggle());
  /** @type {import("./hands.js").Held | null} */
  #hand = null;
  #next = 0; // frame of the screen for which a refresh waits

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { may, picture, place, player, session, surface } = parts;
    const refresh = () => this.#refresh();
    this.#book = new LightBook(session);
    this.#telling = new Telling(session, () => this.#refreshSoon());
    this.#state = new LightState({ book: this.#book, telling: this.#telling, player, place, may });
    this.#edits = new LightEdits({
      state: this.#state,
      book: this.#book,
      telling: this.#telling,
      session,
      refresh,
      redraw: () => this.#picture.ask(),
      say: (text) => this.#panel.say(text),
      chooseTool: (tool) => this.#chooseTool(tool),
    });
    this.#picture = new LightPicture({ root: picture, player, base: parts.base, lit: () => this.#state.lit, moving: () => this.#state.moving });
    this.#overlay = new LightOverlay(() => surface.picture);
    this.#pass = new LightPass({ render: () => this.#edits.give("render-light", { draft: this.#state.draft }), open: (draft) => place.toDraft(draft) });
    this.#panel = new LightPanel(this.#asked(), this.#pass.element);
    this.#tools = new PictureTools({
      state: this.#state,
      edits: this.#edits,
      telling: this.#telling,
      picture: this.#picture,
      panel: this.#panel,
      surface,
      refresh,
      showWipe: () => this.#showWipe(),
    });
    this.#toggle.ariaPressed = "false";
    this.#toggle.title = t("Light (G)");
    parts.looks.append(this.#toggle);
    parts.looks.before(this.#panel.looks);
    parts.room.append(this.#panel.element, this.#lane.element);
    this.#panel.looks.hidden = true;
    this.#listen();
  }

  /** @param {string} key */
  keyed(key) {
    return key === "g" && this.#parts.place.draft ? () => this.toggle() : undefined;
  }

  toggle() {
    if (this.on) return this.leave();
    const { draft } = this.#parts.place;
    if (!draft) return;
    this.#parts.taken();
    this.on = true;
    this.#turn();
    this.#parts.picture.append(this.#overlay.element);
    this.#parts.surface.lend(this);
    this.#picture.open(draft);
    this.#panel.drawable = this.#picture.available;
    if (this.#book.draft !== draft.id || !this.#book.known) {
      this.#edits.history.clear();
      this.#pass.clear();
      void this.#book.open(draft.id);
    }
    this.#refresh();
  }

  leave() {
    if (!this.on) return;
    this.on = false;
    this.#parts.surface.lend(null);
    this.#letGo();
    this.#picture.close();
    this.#overlay.element.remove();
    this.#turn();
  }

  #turn() {
    this.#toggle.ariaPressed = String(this.on);
    this.#panel.element.hidden = !this.on;
    this.#lane.element.hidden = !this.on;
    this.#panel.looks.hidden = !this.on;
    this.#parts.room.classList.toggle("lit", this.on);
  }

  #listen() {
    const { player, session, surface } = this.#parts;
    const { editor } = this.#panel;
    on(player, "frame", () => this.on && this.#refresh());
    on(player, "state", () => this.on && this.#refresh());
    on(this.#book, "change", () => this.on && this.#refresh());
    surface.onView(() => this.on && this.#showOverlay());
    on(this.#picture, "said", ({ text }) => this.#panel.say(text));
    on(this.#picture, "sampled", (sample) => {
      editor.histogram = histogram(sample);
      this.#panel.scopes = sample;
    });
    on(editor, "input", ({ points }) => this.#edits.holdCurve(points));
    on(editor, "change", ({ points, mended }) => {
      this.#panel.say(mended ? t("A curve never falls: what you drew was made to rise.") : "");
      this.#edits.holdCurve(points);
      this.#edits.save();
    });
    on(session, "passing", (message) => {
      this.#telling.hear(message);
      if (message.type === "progress" && message.subject === this.#state.draft) this.#progress(message);
    });
    on(session, "entry", (entry) => this.#followPass(entry));
    on(session, "refused", ({ verb, reason }) => this.on && /light|exposure/.test(verb) && this.#panel.say(reason));
    this.#listenToLane();
  }

  #listenToLane() {
    const { player } = this.#parts;
    const [lane, state, edits] = [this.#lane, this.#state, this.#edits];
    on(lane, "seek", ({ frame }) => player.seek(frame));
    on(lane, "set", () => edits.save(state.light));
    on(lane, "how", ({ how }) => edits.save(state.light, how));
    on(lane, "move", ({ key, frame }) => {
      edits.move(key, frame);
      void player.seek(frame);
    });
    on(lane, "copy", () => {
      state.copied = this.#book.keyOn(player.frame)?.id ?? "";
      this.#refresh();
    });
    on(lane, "paste", () => edits.paste());
    on(lane, "remove", () => edits.remove());
    on(lane, "only", ({ on: hold }) => {
      state.only = hold ? this.#book.nearest(player.frame) : null;
      this.#refresh();
    });
    on(lane, "exposure", ({ points, done }) => edits.expose(points, done));
    on(lane, "flat", () => edits.expose([], true));
  }

  /** @returns {import("./panel.js").Asked} */
  #asked() {
    const [state, edits] = [this.#state, this.#edits];
    return {
      channel: (channel) => edits.chooseChannel(channel),
      straight: () => edits.straighten(),
      tool: (tool) => this.#chooseTool(tool),
      brush: () => {},
      people: {
        trace: () => edits.give("trace-figures", { draft: state.draft }),
        follow: (to) => edits.follow(to),
        draw: (drawn) => this.#chooseTool(drawn ? "path" : "tone"),
        drop: () => edits.setPath(null),
      },
      lamp: (change, done) => edits.changeLamp(change, done),
      dropLamp: () => edits.dropLamp(),
      look: (look) => (this.#picture.look = look),
      wipe: (wiped) => {
        state.wipe = wiped ? 0.5 : 0;
        this.#showWipe();
      },
      qualifier: (qualifier, done) => edits.qualify(qualifier, done),
      undo: () => this.undo(),
      redo: () => this.redo(),
      close: () => this.leave(),
    };
  }

  /** @param {import("./panel.js").Tool} tool */
  #chooseTool(tool) {
    this.#state.tool = tool;
    this.#panel.tool = tool;
    this.#overlay.ring = null;
    this.#refresh();
  }

  // ── what is seen ───────────────────────────────────────────────────────────

  /** Once for a frame of the screen, however much is heard: a slow page then shows the newest. */
  #refreshSoon() {
    if (this.#next) return;
    this.#next = requestAnimationFrame(() => {
      this.#next = 0;
      this.#refresh();
    });
  }

  #refresh() {
    if (!this.on) return;
    this.#state.fitChannel();
    this.#showPanel();
    this.#showLane();
    this.#pass.show(this.#book.rendering, this.#state.writable && this.#hasLight);
    this.#showOverlay();
    this.#picture.ask();
  }

  #showPanel() {
    const { channel, draft, frame, lamp: chosen, light, tool, writable } = this.#state;
    const { editor } = this.#panel;
    editor.points = light[channel];
    editor.ghost = this.#book.keys.findLast((key) => key.frame < frame)?.light[channel] ?? null;
    const { canUndo, canRedo } = this.#edits.history;
    const lamp = light.lamps.find(({ id }) => id === chosen) ?? null;
    const { figures, spared } = this.#book;
    this.#panel.show({ light, channel, lamp, figures, spared, frame, drawing: tool === "path", writable, canUndo, canRedo });
    this.#panel.other = this.#telling.whoOn(draft, frame);
  }

  #showLane() {
    const { player } = this.#parts;
    const { copied, exposing, frame, writable } = this.#state;
    this.#lane.show({
      keys: this.#book.keys,
      exposure: exposing ?? this.#book.exposure,
      frame,
      frames: player.frames || 1,
      rate: player.rate,
      writable,
      copied: this.#book.key(copied) !== null,
    });
  }

  /** Whether any light is set at all. */
  get #hasLight() {
    const { keys, exposure } = this.#book;
    return exposure.some(([, stops]) => stops !== 0) || keys.some(({ light, strokes }) => strokes === null || strokes.length > 0 || !isIdentity(light));
  }

  #showOverlay() {
    const { lamp, lamps, light, tool, wipe } = this.#state;
    const { frame, speed } = this.#parts.player;
    this.#overlay.show(lamps, lamp, (tool === "lamp" || tool === "gradient") && speed === 0);
    this.#overlay.path = tool === "path" && speed === 0 ? { points: light.follow?.path ?? [], frame } : null;
    this.#overlay.wipe = wipe;
  }

  #showWipe() {
    this.#picture.wipe = this.#state.wipe;
    this.#overlay.wipe = this.#state.wipe;
  }

  /** @param {{kind?: string, share: number}} message */
  #progress({ kind, share }) {
    if (kind === "trace-figures") this.#panel.people.progress(share);
    else this.#pass.progress(share);
  }

  /** @param {{verb: string, payload: any}} entry */
  #followPass({ verb, payload }) {
    if (payload?.draft === this.#state.draft && verb === "tracing-failed") this.#panel.people.failed();
    if (payload?.draft === this.#state.draft && verb === "light-render-failed") this.#pass.failed();
    if (verb === "draft-made" && payload?.origin === "relit") void this.#book.readRendering();
  }

  // ── what the picture's surface lends: the hand ─────────────────────────────

  /** @param {PointerEvent} _event */
  wants(_event) {
    return this.#state.wipe > 0 || this.#state.writable;
  }

  /** @param {PointerEvent} event @param {Place} place */
  begin(event, place) {
    this.#letGo();
    this.#state.heldOn = this.#state.frame;
    this.#hand = this.#tools.take(event, place);
  }

  /** @param {[PointerEvent, Place][]} moves */
  go(moves) {
    this.#hand?.go(moves);
  }

  finish() {
    const hand = this.#hand;
    this.#hand = null;
    hand?.finish();
  }

  /** It was not meant: a second finger came. */
  abandon() {
    this.#letGo();
    this.#refresh();
  }

  #letGo() {
    const state = this.#state;
    if (state.held || state.wet) this.#telling.done();
    this.#hand = state.held = state.wet = null;
    this.#panel.editor.touched = null;
  }

  /** @param {PointerEvent} event @param {Place} place */
  hover(event, place) {
    const { tool } = this.#state;
    if (tool === "brush") this.#overlay.ring = event.pointerType === "touch" ? null : { place, width: this.#panel.brush.width };
    if (tool === "tone" && !this.#hand && !event.buttons) this.#panel.editor.touched = this.#parts.player.speed === 0 ? this.#picture.toneAt(place) : null;
  }

  unhover() {
    this.#overlay.ring = null;
    if (!this.#hand) this.#panel.editor.touched = null;
  }

  undo() {
    this.#edits.undo();
  }

  redo() {
    this.#edits.redo();
  }
}

/** @param {EventTarget} part @param {string} name @param {(detail: any) => void} act */
function on(part, name, act) {
  part.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
}
