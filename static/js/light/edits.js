/**
 * The commands that this hand gives about a draft's light, each with what undoes it. What is held and
 * not yet set is shown here and passed on to the others.
 */

import { t } from "../shared/i18n.js";
import { MOST_POINTS, simplify } from "./field.js";
import { withPathPoint } from "./follow.js";
import { LightHistory } from "./history.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {import("./between.js").Lamp} Lamp */
/** @typedef {import("./between.js").Gradient} Gradient */
/** @typedef {import("./curves.js").Spot} Spot */
/** @typedef {import("./hands.js").Place} Place */

/**
 * @typedef {object} EditParts
 * @property {import("./light-state.js").LightState} state
 * @property {import("./book.js").LightBook} book
 * @property {import("./telling.js").Telling} telling
 * @property {{command: (verb: any, fields: any) => string}} session
 * @property {() => void} refresh after every change
 * @property {() => void} redraw the picture alone
 * @property {(text: string) => void} say
 * @property {(tool: import("./panel.js").Tool) => void} chooseTool
 */

export class LightEdits {
  history = new LightHistory();
  #parts;

  /** @param {EditParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Shows light under the hand, here and to the others. @param {Light} light */
  hold(light) {
    const { refresh, state, telling } = this.#parts;
    state.held = light;
    state.heldOn = state.frame;
    refresh();
    telling.tell(state.draft, state.heldOn, light);
  }

  /**
   * Makes a key of the frame, or sets the one that is there anew.
   * @param {Light | null} [light]
   * @param {import("./between.js").How} [how]
   * @returns {string} the key
   */
  save(light = this.#parts.state.held, how) {
    const { book, refresh, state, telling } = this.#parts;
    const frame = state.heldOn === state.frame || !state.held ? state.frame : state.heldOn;
    telling.done();
    state.held = null;
    if (!light || !state.draft) return "";
    const was = book.keyOn(frame);
    const source = was ? null : book.nearest(frame);
    const brings = source && (source.strokes === null || source.strokes.length > 0);
    const fields = { draft: state.draft, frame, how: how ?? was?.how ?? source?.how ?? "smooth", light };
    if (was) {
      this.#do("set-light-key", fields, "set-light-key", { ...fields, how: was.how, light: was.light });
      return was.id;
    }
    // What is painted on the nearest key comes along, or it would be gone where the new one stands.
    const copy = brings ? this.give("copy-light-key", { key: source.id, frame }) : "";
    const id = copy && sameLight(source?.light, light) ? copy : this.give("set-light-key", fields);
    const key = copy || id;
    this.history.did([{ verb: "remove-light-key", fields: { key } }], [{ verb: "restore-light-key", fields: { key } }]);
    refresh();
    return key;
  }

  /** @param {string} key @param {number} frame where it goes */
  move(key, frame) {
    const was = this.#parts.book.key(key)?.frame ?? frame;
    this.#do("move-light-key", { key, frame }, "move-light-key", { key, frame: was });
  }

  /** Takes this frame's key away, if it has one. */
  remove() {
    const { book, state } = this.#parts;
    const key = book.keyOn(state.frame)?.id;
    if (key) this.#do("remove-light-key", { key }, "restore-light-key", { key });
  }

  paste() {
    const { book, refresh, state } = this.#parts;
    if (!book.key(state.copied)) return;
    const key = this.give("copy-light-key", { key: state.copied, frame: state.frame });
    this.history.did([{ verb: "remove-light-key", fields: { key } }], [{ verb: "restore-light-key", fields: { key } }]);
    refresh();
  }

  /** @param {import("./book.js").Stroke} wet */
  paint(wet) {
    const { book, refresh, say, state, telling } = this.#parts;
    state.wet = null;
    telling.done();
    const key = book.keyOn(state.heldOn)?.id ?? this.save(book.lightAt(state.heldOn));
    if (!key) return;
    const { width, stops, softness, erase, mask = "", who = 0 } = wet;
    const points = simplify(wet.points);
    say(points.length < wet.points.length ? t("A long stroke: the %(count)s points that shape it were kept.", { count: MOST_POINTS }) : "");
    const stroke = this.give("paint-light", { key, points, width, stops, softness, erase, mask, who });
    this.history.did([{ verb: "take-back-light-stroke", fields: { stroke } }], [{ verb: "give-back-light-stroke", fields: { stroke } }]);
    refresh();
  }

  /** The curve that is shown becomes these points. @param {Spot[]} points */
  holdCurve(points) {
    const { state } = this.#parts;
    this.hold({ ...state.light, mode: state.mode, [state.channel]: points });
  }

  /** The curve that is shown is straight again. */
  straighten() {
    const { state } = this.#parts;
    this.hold({ ...state.light, [state.channel]: [] });
    this.save();
  }

  /** @param {import("./panel.js").Channel} channel another curve; of another kind, when the key had the other one */
  chooseChannel(channel) {
    const { book, refresh, state } = this.#parts;
    const { light } = state;
    const mode = channel === "luma" ? "luma" : "rgb";
    state.channel = channel;
    if (light.mode !== mode) {
      const blank = light.r.length + light.g.length + light.b.length === 0;
      const begun = mode === "rgb" && blank ? { r: light.luma, g: light.luma, b: light.luma } : {};
      this.hold({ ...light, ...begun, mode });
      if (book.keyOn(state.frame) && state.writable) this.save();
    }
    refresh();
  }

  /** @param {Record<string, number | string | boolean>} change @param {boolean} done */
  changeLamp(change, done) {
    const { state } = this.#parts;
    const { light } = state;
    const lamp = light.lamps.find(({ id }) => id === state.lamp);
    if (!lamp || !state.writable) return;
    this.hold({ ...light, lamps: replaced(light.lamps, /** @type {Lamp} */ ({ ...lamp, ...change })) });
    if (done) this.save();
  }

  /** The chosen lamp goes. */
  dropLamp() {
    const { light, lamp } = this.#parts.state;
    this.hold({ ...light, lamps: light.lamps.filter(({ id }) => id !== lamp) });
    this.save();
  }

  /** @param {Light["qualifier"]} qualifier @param {boolean} done */
  qualify(qualifier, done) {
    this.hold({ ...this.#parts.state.light, qualifier });
    if (done) this.save();
  }

  /** Sets the path's point at this frame, or takes it away. @param {Place | null} place @param {boolean} [done] */
  setPath(place, done = true) {
    const { state } = this.#parts;
    const { light } = state;
    const { follow } = light;
    if (follow?.to !== "path") return;
    const path = withPathPoint(follow.path ?? [], state.frame, place);
    if (path.length === 0) return;
    this.hold({ ...light, follow: { ...follow, path } });
    if (done) this.save();
  }

  /** What the light of this frame goes along with, from here on. @param {"" | "path" | number} to */
  follow(to) {
    const { chooseTool, state } = this.#parts;
    const { frame, lamps, light } = state;
    const lamp = lamps.find(({ id }) => id === state.lamp) ?? lamps[0];
    const from = lamp?.kind === "lamp" ? [lamp.x, lamp.y] : [0.5, 0.5];
    /** @type {import("./follow.js").Follow | null} */
    const follow = to === "" ? null : to === "path" ? { to, since: frame, path: withPathPoint([], frame, [from[0], from[1]]) } : { to: "person", since: frame, person: to };
    if (state.tool === "path" && to !== "path") chooseTool("tone");
    this.hold({ ...light, lamps, follow });
    this.save();
    if (to === "path") chooseTool("path");
  }

  /** @param {Spot[]} points @param {boolean} done */
  expose(points, done) {
    const { book, redraw, state } = this.#parts;
    const was = book.exposure;
    state.exposing = done ? null : points;
    const same = JSON.stringify(points) === JSON.stringify(was);
    if (done && !same) this.#do("set-exposure", { draft: state.draft, points }, "set-exposure", { draft: state.draft, points: was });
    else redraw();
  }

  undo() {
    this.#repeat(this.history.undo());
  }

  redo() {
    this.#repeat(this.history.redo());
  }

  /** @param {import("./history.js").Act[]} acts */
  #repeat(acts) {
    for (const { verb, fields } of acts) this.give(verb, fields);
    this.#parts.refresh();
  }

  /** @param {string} verb @param {Record<string, any>} fields @param {string} back @param {Record<string, any>} before */
  #do(verb, fields, back, before) {
    this.give(verb, fields);
    this.history.did([{ verb: back, fields: before }], [{ verb, fields }]);
    this.#parts.refresh();
  }

  /** Without a way back. @param {string} verb @param {Record<string, any>} fields @returns {string} the command's id */
  give(verb, fields) {
    return this.#parts.session.command(verb, fields);
  }
}

/** @param {(Lamp | Gradient)[]} lamps @param {Lamp | Gradient} now @returns {(Lamp | Gradient)[]} with this one as it is now */
export function replaced(lamps, now) {
  return lamps.map((lamp) => (lamp.id === now.id ? now : lamp));
}

/** @param {Light | undefined} a @param {Light} b */
function sameLight(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}
