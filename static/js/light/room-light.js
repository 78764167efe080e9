/**
 * Light by hand in the review room: its desk. It takes the notes' place while it is taken up, knows
 * what the hand holds, and gives the commands. Key: G.
 */

import { t } from "../shared/i18n.js";
import { keyButton } from "../shared/key-button.js";
import { LightBook } from "./book.js";
import { isIdentity } from "./between.js";
import { MOST_POINTS, simplify } from "./field.js";
import { movedBy, withPathPoint } from "./follow.js";
import { gripAt, holdBrush, holdLamp, holdTone, newGradient, newLamp } from "./hands.js";
import { LightHistory } from "./history.js";
import { LightLane } from "./lane.js";
import { LightPass } from "./light-pass.js";
import { LightOverlay } from "./overlay.js";
import { LightPanel } from "./panel.js";
import { LightPicture } from "./picture.js";
import { histogram } from "./scopes.js";
import { Telling } from "./telling.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {import("./between.js").Lamp} Lamp */
/** @typedef {import("./between.js").Gradient} Gradient */
/** @typedef {import("./curves.js").Spot} Spot */
/** @typedef {import("./panel.js").Channel} Channel */
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

const TAKEN = 22; // CSS pixels around what a hand can take on the picture
const MOST_LAMPS = 12;

/** @param {Parts} parts */
export function lightInRoom(parts) {
  return new RoomLight(parts);
}

class RoomLight {
  on = false;
  #parts;
  #book;
  #picture;
  #overlay;
  #panel;
  #lane = new LightLane();
  #pass;
  #telling;
  #history = new LightHistory();
  #toggle = keyButton(t("Light"), "G", () => this.toggle());
  /** @type {Channel} */
  #channel = "luma";
  /** @type {import("./panel.js").Tool} */
  #tool = "tone";
  #lamp = ""; // that is chosen
  #wipe = 0;
  /** @type {Light | null} under the hand */
  #held = null;
  #heldOn = 0; // the frame it was taken on
  /** @type {import("./book.js").Stroke | null} */
  #wet = null;
  /** @type {Spot[] | null} exposure under the hand */
  #exposing = null;
  /** @type {import("./hands.js").Held | null} */
  #hand = null;
  /** @type {import("./book.js").Key | null} */
  #only = null;
  #copied = "";
  #next = 0; // frame of the screen for which a refresh waits

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const { picture, player, session, surface } = parts;
    this.#book = new LightBook(session);
    this.#picture = new LightPicture({ root: picture, player, base: parts.base, lit: () => this.#lit(), moving: () => this.#moving });
    this.#overlay = new LightOverlay(() => surface.picture);
    this.#telling = new Telling(session, () => this.#refreshSoon());
    this.#pass = new LightPass({ render: () => this.#give("render-light", { draft: this.#draft }), open: (draft) => parts.place.toDraft(draft) });
    this.#panel = new LightPanel(this.#asked(), this.#pass.element);
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
      this.#history.clear();
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
    const [editor, lane, picture] = [this.#panel.editor, this.#lane, this.#picture];
    on(player, "frame", () => this.on && this.#refresh());
    on(player, "state", () => this.on && this.#refresh());
    on(this.#book, "change", () => this.on && this.#refresh());
    surface.onView(() => this.on && this.#showOverlay());
    on(picture, "said", ({ text }) => this.#panel.say(text));
    on(picture, "sampled", (sample) => {
      editor.histogram = histogram(sample);
      this.#panel.scopes = sample;
    });
    on(editor, "input", ({ points }) => this.#hold({ ...this.#light, mode: this.#mode, [this.#channel]: points }));
    on(editor, "change", ({ points, mended }) => {
      this.#panel.say(mended ? t("A curve never falls: what you drew was made to rise.") : "");
      this.#hold({ ...this.#light, mode: this.#mode, [this.#channel]: points });
      this.#save();
    });
    on(session, "passing", (said) => {
      this.#telling.hear(said);
      if (said.type === "progress" && said.subject === this.#draft) this.#progress(said);
    });
    on(session, "entry", (entry) => this.#followPass(entry));
    on(session, "refused", ({ verb, reason }) => this.on && /light|exposure/.test(verb) && this.#panel.say(reason));
    this.#listenToLane(lane);
  }

  /** @param {LightLane} lane */
  #listenToLane(lane) {
    const { player } = this.#parts;
    on(lane, "seek", ({ frame }) => player.seek(frame));
    on(lane, "set", () => this.#save(this.#light));
    on(lane, "how", ({ how }) => this.#save(this.#light, how));
    on(lane, "move", ({ key, frame }) => {
      const was = this.#book.key(key)?.frame ?? frame;
      this.#do("move-light-key", { key, frame }, "move-light-key", { key, frame: was });
      void player.seek(frame);
    });
    on(lane, "copy", () => {
      this.#copied = this.#book.keyOn(player.frame)?.id ?? "";
      this.#refresh();
    });
    on(lane, "paste", () => this.#paste());
    on(lane, "remove", () => {
      const key = this.#book.keyOn(player.frame)?.id;
      if (key) this.#do("remove-light-key", { key }, "restore-light-key", { key });
    });
    on(lane, "only", ({ on: hold }) => {
      this.#only = hold ? this.#book.nearest(player.frame) : null;
      this.#refresh();
    });
    on(lane, "exposure", ({ points, done }) => this.#expose(points, done));
    on(lane, "flat", () => this.#expose([], true));
  }

  /** @returns {import("./panel.js").Asked} */
  #asked() {
    return {
      channel: (channel) => this.#chooseChannel(channel),
      straight: () => {
        this.#hold({ ...this.#light, [this.#channel]: [] });
        this.#save();
      },
      tool: (tool) => this.#chooseTool(tool),
      brush: () => {},
      people: {
        trace: () => this.#give("trace-figures", { draft: this.#draft }),
        follow: (to) => this.#follow(to),
        draw: (drawn) => this.#chooseTool(drawn ? "path" : "tone"),
        drop: () => this.#setPath(null),
      },
      lamp: (change, done) => this.#changeLamp(change, done),
      dropLamp: () => {
        this.#hold({ ...this.#light, lamps: this.#light.lamps.filter(({ id }) => id !== this.#lamp) });
        this.#save();
      },
      look: (look) => (this.#picture.look = look),
      wipe: (wiped) => {
        this.#wipe = wiped ? 0.5 : 0;
        this.#showWipe();
      },
      qualifier: (qualifier, done) => {
        this.#hold({ ...this.#light, qualifier });
        if (done) this.#save();
      },
      undo: () => this.undo(),
      redo: () => this.redo(),
      close: () => this.leave(),
    };
  }

  /** @param {import("./panel.js").Tool} tool */
  #chooseTool(tool) {
    this.#tool = tool;
    this.#panel.tool = tool;
    this.#overlay.ring = null;
    this.#refresh();
  }

  // ── what is seen ───────────────────────────────────────────────────────────

  get #draft() {
    return this.#parts.place.draft?.id ?? "";
  }

  /** The light of the frame that is seen, or what a hand holds of it. @returns {Light} */
  get #light() {
    const { frame } = this.#parts.player;
    if (this.#held && this.#heldOn === frame) return this.#held;
    return this.#only?.light ?? this.#book.lightAt(frame);
  }

  get #mode() {
    return this.#channel === "luma" ? /** @type {const} */ ("luma") : /** @type {const} */ ("rgb");
  }

  #lit() {
    const { place, player } = this.#parts;
    const { draft } = place;
    if (!draft) return null;
    const { frame } = player;
    const held = this.#heldOn === frame ? this.#held : null;
    const light = held ?? this.#telling.lightOn(draft.id, frame);
    const wet = (this.#heldOn === frame ? this.#wet : null) ?? this.#telling.strokeOn(draft.id, frame);
    const own = { light, wet, exposure: this.#exposing, only: held ? null : this.#only };
    return this.#book.lit(frame, draft.height / draft.width, own);
  }

  get #moving() {
    const { frame } = this.#parts.player;
    const theirs = this.#telling.lightOn(this.#draft, frame) ?? this.#telling.strokeOn(this.#draft, frame);
    return Boolean(this.#held ?? this.#wet ?? this.#exposing ?? theirs);
  }

  /** Whether one may set light here and now. */
  get #writable() {
    return this.#parts.may("light") && this.#book.known;
  }

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
    const { player } = this.#parts;
    const { frame } = player;
    const light = this.#light;
    if (light.mode === "luma" && this.#channel !== "luma") this.#channel = "luma";
    if (light.mode === "rgb" && this.#channel === "luma") this.#channel = "r";
    const { editor } = this.#panel;
    editor.points = light[this.#channel];
    editor.ghost = this.#book.keys.findLast((key) => key.frame < frame)?.light[this.#channel] ?? null;
    const { canUndo, canRedo } = this.#history;
    const lamp = light.lamps.find(({ id }) => id === this.#lamp) ?? null;
    const { figures } = this.#book;
    const drawing = this.#tool === "path";
    this.#panel.show({ light, channel: this.#channel, lamp, figures, spared: this.#book.spared, frame, drawing, writable: this.#writable, canUndo, canRedo });
    this.#panel.other = this.#telling.whoOn(this.#draft, frame);
    this.#lane.show({
      keys: this.#book.keys,
      exposure: this.#exposing ?? this.#book.exposure,
      frame,
      frames: player.frames || 1,
      rate: player.rate,
      writable: this.#writable,
      copied: this.#book.key(this.#copied) !== null,
    });
    this.#pass.show(this.#book.rendering, this.#writable && this.#hasLight);
    this.#showOverlay();
    this.#picture.ask();
  }

  /** Whether any light is set at all. */
  get #hasLight() {
    const { keys, exposure } = this.#book;
    return exposure.some(([, stops]) => stops !== 0) || keys.some(({ light, strokes }) => strokes === null || strokes.length > 0 || !isIdentity(light));
  }

  #showOverlay() {
    const lamps = this.#tool === "lamp" || this.#tool === "gradient";
    const light = this.#light;
    const { frame, speed } = this.#parts.player;
    this.#overlay.show(movedBy(light.lamps, this.#gone), this.#lamp, lamps && speed === 0);
    this.#overlay.path = this.#tool === "path" && speed === 0 ? { points: light.follow?.path ?? [], frame } : null;
    this.#overlay.wipe = this.#wipe;
  }

  #showWipe() {
    this.#picture.wipe = this.#wipe;
    this.#overlay.wipe = this.#wipe;
  }

  /** @param {{kind?: string, share: number}} said */
  #progress({ kind, share }) {
    if (kind === "trace-figures") this.#panel.people.progress(share);
    else this.#pass.progress(share);
  }

  /** @param {{verb: string, payload: any}} entry */
  #followPass({ verb, payload }) {
    if (payload?.draft === this.#draft && verb === "tracing-failed") this.#panel.people.failed();
    if (payload?.draft === this.#draft && verb === "light-render-failed") this.#pass.failed();
    if (verb === "draft-made" && payload?.origin === "relit") void this.#book.readRendering();
  }

  // ── what a hand does ───────────────────────────────────────────────────────

  /** @param {PointerEvent} _event */
  wants(_event) {
    return this.#wipe > 0 || this.#writable;
  }

  /** @param {PointerEvent} event @param {Place} place */
  begin(event, place) {
    this.#letGo();
    this.#heldOn = this.#parts.player.frame;
    this.#hand = this.#takes(event, place);
  }

  /** @param {PointerEvent} event @param {Place} place @returns {import("./hands.js").Held | null} */
  #takes(event, place) {
    if (this.#wipe > 0 && Math.abs(place[0] - this.#wipe) <= this.#reach) return this.#holdWipe();
    if (!this.#writable) return null;
    if (this.#tool === "brush") return this.#brush(event, place);
    if (this.#tool === "tone") return this.#takeTone(place);
    if (this.#tool === "path") return this.#takePath(place);
    return this.#takeLamp(place);
  }

  /** @returns {import("./hands.js").Held} */
  #holdWipe() {
    return {
      go: (moves) => {
        this.#wipe = Math.min(0.999, Math.max(0.001, moves[moves.length - 1]?.[1][0] ?? this.#wipe));
        this.#showWipe();
      },
      finish: () => {},
    };
  }

  /** @param {Place} place */
  #takeTone(place) {
    const tone = this.#picture.toneAt(place);
    if (tone === null) return null;
    const { editor } = this.#panel;
    const light = this.#light;
    return holdTone({ tone, points: light[this.#channel] }, place, {
      held: (points) => {
        editor.preview(points);
        editor.touched = tone;
        if (points !== light[this.#channel]) this.#hold({ ...light, mode: this.#mode, [this.#channel]: points });
      },
      done: (moved) => {
        editor.touched = null;
        if (moved) this.#save();
      },
    });
  }

  /** @param {PointerEvent} event @param {Place} place */
  #brush(event, place) {
    const [x, y] = this.#gone; // strokes lie where they are at home
    const home = (/** @type {import("./book.js").Stroke} */ wet) => {
      const points = wet.points.map(([u, v, ...rest]) => /** @type {import("./field.js").Dab} */ ([u - x, v - y, ...rest]));
      return x || y ? { ...wet, points } : wet;
    };
    return holdBrush(this.#panel.brush, [event, place], {
      held: (wet) => {
        this.#wet = home(wet);
        this.#telling.paint(this.#draft, this.#heldOn, this.#wet);
        this.#picture.ask();
      },
      done: (wet) => this.#paint(home(wet)),
    });
  }

  /** A point of the path that the light goes along. @param {Place} place @returns {import("./hands.js").Held} */
  #takePath(place) {
    const put = (/** @type {Place} */ at) => this.#setPath(at, false);
    put(place);
    return {
      go: (moves) => {
        const last = moves[moves.length - 1];
        if (last) put(last[1]);
      },
      finish: () => this.#save(),
    };
  }

  /** Sets the path's point at this frame, or takes it away. @param {Place | null} place @param {boolean} [done] */
  #setPath(place, done = true) {
    const light = this.#light;
    const { follow } = light;
    if (follow?.to !== "path") return;
    const path = withPathPoint(follow.path ?? [], this.#parts.player.frame, place);
    if (path.length === 0) return;
    this.#hold({ ...light, follow: { ...follow, path } });
    if (done) this.#save();
  }

  /** What the light of this frame goes along with, from here on. @param {"" | "path" | number} to */
  #follow(to) {
    const { frame } = this.#parts.player;
    const light = this.#light;
    const lamps = movedBy(light.lamps, this.#gone);
    const lamp = lamps.find(({ id }) => id === this.#lamp) ?? lamps[0];
    const from = lamp?.kind === "lamp" ? [lamp.x, lamp.y] : [0.5, 0.5];
    /** @type {import("./follow.js").Follow | null} */
    const follow = to === "" ? null : to === "path" ? { to, since: frame, path: withPathPoint([], frame, [from[0], from[1]]) } : { to: "person", since: frame, person: to };
    if (this.#tool === "path" && to !== "path") this.#chooseTool("tone");
    this.#hold({ ...light, lamps, follow });
    this.#save();
    if (to === "path") this.#chooseTool("path");
  }

  /** How far what the light of this frame follows has gone. */
  get #gone() {
    return this.#book.gone(this.#light, this.#parts.player.frame);
  }

  /** @param {Place} place */
  #takeLamp(place) {
    const light = this.#light;
    const aspect = this.#aspect;
    const gone = this.#gone;
    const home = /** @type {[number, number]} */ ([-gone[0], -gone[1]]);
    const found = gripAt(movedBy(light.lamps, gone), place, this.#reach, aspect, this.#lamp);
    if (!found && light.lamps.length >= MOST_LAMPS) {
      this.#panel.say(t("A key has at most %(count)s lamps and gradients.", { count: MOST_LAMPS }));
      return null;
    }
    const made = this.#tool === "gradient" ? newGradient(place) : newLamp(place);
    const { lamp, grip } = found ?? { lamp: made, grip: this.#tool === "gradient" ? /** @type {const} */ ("other") : /** @type {const} */ ("middle") };
    this.#lamp = lamp.id;
    const put = (/** @type {Lamp | Gradient} */ seen) => {
      const [now] = movedBy([seen], home);
      this.#hold({ ...light, lamps: found ? replaced(light.lamps, now) : [...light.lamps, now] });
    };
    if (!found && lamp.kind === "lamp") put(lamp);
    else this.#refresh();
    return holdLamp(lamp, grip, aspect, { held: put, done: (moved) => (moved || (!found && lamp.kind === "lamp")) && this.#save() });
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
    if (this.#held || this.#wet) this.#telling.done();
    this.#hand = this.#held = this.#wet = null;
    this.#panel.editor.touched = null;
  }

  /** @param {PointerEvent} event @param {Place} place */
  hover(event, place) {
    if (this.#tool === "brush") this.#overlay.ring = event.pointerType === "touch" ? null : { place, width: this.#panel.brush.width };
    if (this.#tool === "tone" && !this.#hand && !event.buttons) this.#panel.editor.touched = this.#parts.player.speed === 0 ? this.#picture.toneAt(place) : null;
  }

  unhover() {
    this.#overlay.ring = null;
    if (!this.#hand) this.#panel.editor.touched = null;
  }

  get #aspect() {
    const { draft } = this.#parts.place;
    return draft ? draft.height / draft.width : 9 / 16;
  }

  /** How near one must come, of the picture's width. */
  get #reach() {
    return TAKEN / this.#parts.surface.picture.width;
  }

  undo() {
    this.#repeat(this.#history.undo());
  }

  redo() {
    this.#repeat(this.#history.redo());
  }

  /** @param {import("./history.js").Act[]} acts */
  #repeat(acts) {
    for (const { verb, fields } of acts) this.#give(verb, fields);
    this.#refresh();
  }

  // ── what becomes of it ─────────────────────────────────────────────────────

  /** Shows light under the hand, here and to the others. @param {Light} light */
  #hold(light) {
    this.#held = light;
    this.#heldOn = this.#parts.player.frame;
    this.#refresh();
    this.#telling.tell(this.#draft, this.#heldOn, light);
  }

  /**
   * Makes a key of the frame, or sets the one that is there anew.
   * @param {Light | null} [light]
   * @param {import("./between.js").How} [how]
   * @returns {string} the key
   */
  #save(light = this.#held, how) {
    const frame = this.#heldOn === this.#parts.player.frame || !this.#held ? this.#parts.player.frame : this.#heldOn;
    this.#telling.done();
    this.#held = null;
    if (!light || !this.#draft) return "";
    const was = this.#book.keyOn(frame);
    const source = was ? null : this.#book.nearest(frame);
    const brings = source && (source.strokes === null || source.strokes.length > 0);
    const fields = { draft: this.#draft, frame, how: how ?? was?.how ?? source?.how ?? "smooth", light };
    if (was) {
      this.#do("set-light-key", fields, "set-light-key", { ...fields, how: was.how, light: was.light });
      return was.id;
    }
    // What is painted on the nearest key comes along, or it would be gone where the new one stands.
    const made = brings ? this.#give("copy-light-key", { key: source.id, frame }) : "";
    const id = made && sameLight(source?.light, light) ? made : this.#give("set-light-key", fields);
    const key = made || id;
    this.#history.did([{ verb: "remove-light-key", fields: { key } }], [{ verb: "restore-light-key", fields: { key } }]);
    this.#refresh();
    return key;
  }

  #paste() {
    const { frame } = this.#parts.player;
    if (!this.#book.key(this.#copied)) return;
    const key = this.#give("copy-light-key", { key: this.#copied, frame });
    this.#history.did([{ verb: "remove-light-key", fields: { key } }], [{ verb: "restore-light-key", fields: { key } }]);
    this.#refresh();
  }

  /** @param {import("./book.js").Stroke} wet */
  #paint(wet) {
    this.#wet = null;
    this.#telling.done();
    const key = this.#book.keyOn(this.#heldOn)?.id ?? this.#save(this.#book.lightAt(this.#heldOn));
    if (!key) return;
    const { width, stops, softness, erase, mask = "", who = 0 } = wet;
    const points = simplify(wet.points);
    this.#panel.say(points.length < wet.points.length ? t("A long stroke: the %(count)s points that shape it were kept.", { count: MOST_POINTS }) : "");
    const stroke = this.#give("paint-light", { key, points, width, stops, softness, erase, mask, who });
    this.#history.did([{ verb: "take-back-light-stroke", fields: { stroke } }], [{ verb: "give-back-light-stroke", fields: { stroke } }]);
    this.#refresh();
  }

  /** @param {Channel} channel another curve; of another kind, when the key had the other one */
  #chooseChannel(channel) {
    const light = this.#light;
    const mode = channel === "luma" ? "luma" : "rgb";
    this.#channel = channel;
    if (light.mode !== mode) {
      const blank = light.r.length + light.g.length + light.b.length === 0;
      const begun = mode === "rgb" && blank ? { r: light.luma, g: light.luma, b: light.luma } : {};
      this.#hold({ ...light, ...begun, mode });
      if (this.#book.keyOn(this.#parts.player.frame) && this.#writable) this.#save();
    }
    this.#refresh();
  }

  /** @param {Record<string, number | string | boolean>} change @param {boolean} done */
  #changeLamp(change, done) {
    const light = this.#light;
    const lamp = light.lamps.find(({ id }) => id === this.#lamp);
    if (!lamp || !this.#writable) return;
    this.#hold({ ...light, lamps: replaced(light.lamps, /** @type {Lamp} */ ({ ...lamp, ...change })) });
    if (done) this.#save();
  }

  /** @param {Spot[]} points @param {boolean} done */
  #expose(points, done) {
    const was = this.#book.exposure;
    this.#exposing = done ? null : points;
    const same = JSON.stringify(points) === JSON.stringify(was);
    if (done && !same) this.#do("set-exposure", { draft: this.#draft, points }, "set-exposure", { draft: this.#draft, points: was });
    else this.#picture.ask();
  }

  /** @param {string} verb @param {Record<string, any>} fields @param {string} back @param {Record<string, any>} before */
  #do(verb, fields, back, before) {
    this.#give(verb, fields);
    this.#history.did([{ verb: back, fields: before }], [{ verb, fields }]);
    this.#refresh();
  }

  /** @param {string} verb @param {Record<string, any>} fields @returns {string} */
  #give(verb, fields) {
    return this.#parts.session.command(/** @type {any} */ (verb), /** @type {any} */ (fields));
  }
}

/** @param {EventTarget} part @param {string} name @param {(detail: any) => void} act */
function on(part, name, act) {
  part.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
}

/** @param {(Lamp | Gradient)[]} lamps @param {Lamp | Gradient} now */
function replaced(lamps, now) {
  return lamps.map((each) => (each.id === now.id ? now : each));
}

/** @param {Light | undefined} one @param {Light} other */
function sameLight(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
