/** What a hand on the picture takes with the chosen tool: a tone, the brush, a path, a lamp, the wipe. */

import { t } from "../shared/i18n.js";
import { replaced } from "./edits.js";
import { movedBy } from "./follow.js";
import { gripAt, holdBrush, holdLamp, holdTone, newGradient, newLamp } from "./hands.js";

/** @typedef {import("./between.js").Lamp} Lamp */
/** @typedef {import("./between.js").Gradient} Gradient */
/** @typedef {import("./hands.js").Held} Held */
/** @typedef {import("./hands.js").Place} Place */

/**
 * @typedef {object} ToolParts
 * @property {import("./light-state.js").LightState} state
 * @property {import("./edits.js").LightEdits} edits
 * @property {import("./telling.js").Telling} telling
 * @property {import("./picture.js").LightPicture} picture
 * @property {import("./panel.js").LightPanel} panel
 * @property {import("../ink/canvas.js").InkCanvas} surface
 * @property {() => void} refresh
 * @property {() => void} showWipe
 */

const TAKEN = 22; // CSS pixels around what a hand can take on the picture
const MOST_LAMPS = 12;

export class PictureTools {
  #parts;

  /** @param {ToolParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {PointerEvent} event @param {Place} place @returns {Held | null} */
  take(event, place) {
    const { state } = this.#parts;
    if (state.wipe > 0 && Math.abs(place[0] - state.wipe) <= this.#reach) return this.#takeWipe();
    if (!state.writable) return null;
    if (state.tool === "brush") return this.#brush(event, place);
    if (state.tool === "tone") return this.#takeTone(place);
    if (state.tool === "path") return this.#takePath(place);
    return this.#takeLamp(place);
  }

  /** How near one must come, of the picture's width. */
  get #reach() {
    return TAKEN / this.#parts.surface.picture.width;
  }

  /** @returns {Held} */
  #takeWipe() {
    const { showWipe, state } = this.#parts;
    return {
      go: (moves) => {
        state.wipe = Math.min(0.999, Math.max(0.001, moves[moves.length - 1]?.[1][0] ?? state.wipe));
        showWipe();
      },
      finish: () => {},
    };
  }

  /** @param {Place} place */
  #takeTone(place) {
    const { edits, panel, picture, state } = this.#parts;
    const tone = picture.toneAt(place);
    if (tone === null) return null;
    const { editor } = panel;
    const { light } = state;
    return holdTone({ tone, points: light[state.channel] }, place, {
      held: (points) => {
        editor.preview(points);
        editor.touched = tone;
        if (points !== light[state.channel]) edits.hold({ ...light, mode: state.mode, [state.channel]: points });
      },
      done: (moved) => {
        editor.touched = null;
        if (moved) edits.save();
      },
    });
  }

  /** @param {PointerEvent} event @param {Place} place */
  #brush(event, place) {
    const { edits, panel, picture, state, telling } = this.#parts;
    const [x, y] = state.gone; // strokes lie where they are at home
    const home = (/** @type {import("./book.js").Stroke} */ wet) => {
      const points = wet.points.map(([u, v, ...press]) => /** @type {import("./field.js").Dab} */ ([u - x, v - y, ...press]));
      return x || y ? { ...wet, points } : wet;
    };
    return holdBrush(panel.brush, [event, place], {
      held: (wet) => {
        state.wet = home(wet);
        telling.paint(state.draft, state.heldOn, state.wet);
        picture.ask();
      },
      done: (wet) => edits.paint(home(wet)),
    });
  }

  /** A point of the path that the light goes along. @param {Place} place @returns {Held} */
  #takePath(place) {
    const { edits } = this.#parts;
    edits.setPath(place, false);
    return {
      go: (moves) => {
        const last = moves[moves.length - 1];
        if (last) edits.setPath(last[1], false);
      },
      finish: () => edits.save(),
    };
  }

  /** @param {Place} place */
  #takeLamp(place) {
    const { edits, panel, refresh, state } = this.#parts;
    const { aspect, gone, light } = state;
    const home = /** @type {[number, number]} */ ([-gone[0], -gone[1]]);
    const gripped = gripAt(movedBy(light.lamps, gone), place, this.#reach, aspect, state.lamp);
    if (!gripped && light.lamps.length >= MOST_LAMPS) {
      panel.say(t("A key has at most %(count)s lamps and gradients.", { count: MOST_LAMPS }));
      return null;
    }
    const fresh = state.tool === "gradient" ? newGradient(place) : newLamp(place);
    const { lamp, grip } = gripped ?? { lamp: fresh, grip: state.tool === "gradient" ? /** @type {const} */ ("other") : /** @type {const} */ ("middle") };
    state.lamp = lamp.id;
    const put = (/** @type {Lamp | Gradient} */ shown) => {
      const [now] = movedBy([shown], home);
      edits.hold({ ...light, lamps: gripped ? replaced(light.lamps, now) : [...light.lamps, now] });
    };
    if (!gripped && lamp.kind === "lamp") put(lamp);
    else refresh();
    return holdLamp(lamp, grip, aspect, { held: put, done: (moved) => (moved || (!gripped && lamp.kind === "lamp")) && edits.save() });
  }
}
