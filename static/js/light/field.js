/**
 * Painted light as a field of stops on a grid of 480 columns, whatever the picture's size, as
 * slowfilm/media/light has it. Strokes stay strokes: the field is made of them anew. Pure.
 */

import { clamp } from "./curves.js";

/** @typedef {[number, number, number, number]} Dab x, y (of width and height), pressure, tilt: 0 to 1 */

/**
 * @typedef {object} Stroke
 * @property {Dab[]} points
 * @property {number} width of the picture's width
 * @property {number} stops
 * @property {number} softness 0 to 1
 * @property {boolean} erase
 * @property {import("./between.js").Mask} [mask]
 * @property {number} [who] the person it means, by their number from 1; 0: all
 */

export const COLUMNS = 480;
export const MOST_POINTS = 500;
const FAINTEST = 0.05;
const REACH = 4; // stops

/** @param {number} aspect height by width */
export function rowsOf(aspect) {
  return Math.max(1, Math.round(COLUMNS * aspect));
}

/** @param {number} value @returns {number} 0 to 1, without corners */
export function smooth(value) {
  const t = clamp(value, 0, 1);
  return t * t * (3 - 2 * t);
}

/** A field that strokes are laid on one by one. */
export class Field {
  #aspect;
  /** @type {Float32Array<ArrayBuffer>} in stops, row by row from the top; not clamped yet */
  #sums;
  #weights;

  /** @param {number} aspect height by width of the picture */
  constructor(aspect) {
    this.#aspect = aspect;
    this.rows = rowsOf(aspect);
    this.#sums = new Float32Array(COLUMNS * this.rows);
    this.#weights = new Float32Array(COLUMNS * this.rows);
  }

  /** @returns {Float32Array<ArrayBuffer>} a copy, within -4 and +4 stops */
  get values() {
    return this.#sums.map((sum) => clamp(sum, -REACH, REACH));
  }

  /** @returns {Field} another that goes on from here */
  copy() {
    const copy = new Field(this.#aspect);
    copy.#sums.set(this.#sums);
    return copy;
  }

  /** Weighs more of a stroke on top of what is weighed already. @param {Stroke} part */
  weigh(part) {
    this.#weighAll(part);
  }

  /** What is seen of this field under a stroke that another weighed. @param {Field} wet @param {Stroke} stroke */
  under(wet, { stops, erase }) {
    const weights = wet.#weights;
    return this.#sums.map((sum, at) => {
      const value = erase ? sum * (1 - weights[at]) : sum + Math.fround(stops * weights[at]);
      return clamp(value, -REACH, REACH);
    });
  }

  /** @param {Stroke} stroke */
  lay(stroke) {
    const box = this.#boxOf(stroke);
    this.#blank(box);
    this.#weighAll(stroke);
    for (let row = box.top; row <= box.bottom; row += 1) {
      for (let at = row * COLUMNS + box.left; at <= row * COLUMNS + box.right; at += 1) {
        const weight = this.#weights[at];
        if (stroke.erase) this.#sums[at] *= 1 - weight;
        else this.#sums[at] += Math.fround(stroke.stops * weight);
      }
    }
  }

  /** The cells that a stroke may touch. @param {Stroke} stroke */
  #boxOf({ points, width }) {
    const reach = width / 2;
    const high = reach / this.#aspect;
    const columns = points.map(([x]) => x * COLUMNS);
    const rows = points.map(([, y]) => y * this.rows);
    return {
      left: cell(Math.min(...columns) - reach * COLUMNS - 1, COLUMNS),
      right: cell(Math.max(...columns) + reach * COLUMNS + 1, COLUMNS),
      top: cell(Math.min(...rows) - high * this.rows - 1, this.rows),
      bottom: cell(Math.max(...rows) + high * this.rows + 1, this.rows),
    };
  }

  /** @param {{left: number, right: number, top: number, bottom: number}} box */
  #blank(box) {
    for (let row = box.top; row <= box.bottom; row += 1) {
      this.#weights.fill(0, row * COLUMNS + box.left, row * COLUMNS + box.right + 1);
    }
  }

  /** How strongly a stroke lies on each cell: the most of any of its segments. @param {Stroke} stroke */
  #weighAll(stroke) {
    const { points } = stroke;
    for (let at = 0; at < Math.max(1, points.length - 1); at += 1) {
      const [from, to] = [points[at], points[at + 1] ?? points[at]];
      this.#weighSegment(stroke, from, to, this.#boxOf({ ...stroke, points: [from, to] }));
    }
  }

  /**
   * @param {Stroke} stroke
   * @param {Dab} from
   * @param {Dab} to
   * @param {{left: number, right: number, top: number, bottom: number}} box
   */
  #weighSegment({ width, softness }, from, to, box) {
    const [x0, y0, p0, tilt0] = [from[0], from[1] * this.#aspect, from[2], from[3]];
    const [dx, dy, dp, dtilt] = [to[0] - x0, to[1] * this.#aspect - y0, to[2] - p0, to[3] - tilt0];
    const far = dx * dx + dy * dy;
    for (let row = box.top; row <= box.bottom; row += 1) {
      const y = ((row + 0.5) / this.rows) * this.#aspect - y0;
      for (let column = box.left; column <= box.right; column += 1) {
        const x = (column + 0.5) / COLUMNS - x0;
        const t = far > 0 ? clamp((x * dx + y * dy) / far, 0, 1) : 0;
        const pressure = p0 + t * dp;
        const off = Math.hypot(x - t * dx, y - t * dy) / ((width / 2) * (0.5 + pressure / 2));
        if (off >= 1) continue;
        const soft = Math.max(softness, tilt0 + t * dtilt, FAINTEST);
        const weight = pressure * (1 - smooth((off - (1 - soft)) / soft));
        const place = row * COLUMNS + column;
        if (weight > this.#weights[place]) this.#weights[place] = weight;
      }
    }
  }
}

/** A stroke under the hand over a field that stays: only what it has newly reached is laid anew. */
export class WetField {
  #under;
  #wet;
  /** @type {Stroke} */
  #stroke;

  /** @param {Field | null} under @param {number} aspect @param {Stroke} stroke */
  constructor(under, aspect, stroke) {
    this.#under = under ?? new Field(aspect);
    this.#wet = new Field(aspect);
    this.#stroke = { ...stroke, points: [] };
  }

  /** @param {Dab[]} points all there are by now @returns {Float32Array<ArrayBuffer>} as Field.values */
  values(points) {
    const from = Math.max(0, this.#stroke.points.length - 1);
    if (points.length > this.#stroke.points.length) {
      this.#wet.weigh({ ...this.#stroke, points: points.slice(from) });
      this.#stroke = { ...this.#stroke, points: points.slice() };
    }
    return this.#under.under(this.#wet, this.#stroke);
  }
}

/** @param {number} value @param {number} most */
function cell(value, most) {
  return clamp(Math.floor(value), 0, most - 1);
}

/**
 * The field of a key's strokes, in the order they were painted.
 * @param {Stroke[]} strokes
 * @param {number} aspect
 */
export function fieldOf(strokes, aspect) {
  const field = new Field(aspect);
  for (const stroke of strokes) field.lay(stroke);
  return field.values;
}

/**
 * A stroke of at most 500 points; those that bend it least go first (Visvalingam's areas).
 * @param {Dab[]} points
 * @param {number} [most]
 * @returns {Dab[]}
 */
export function simplify(points, most = MOST_POINTS) {
  let line = points;
  while (line.length > most) {
    const areas = line.map((_, at) => (at > 0 && at < line.length - 1 ? area(line[at - 1], line[at], line[at + 1]) : Infinity));
    const spare = line.length - most;
    const limit = areas.toSorted((a, b) => a - b)[Math.min(spare, Math.floor(line.length / 3))];
    const before = line.length;
    let left = spare;
    // Never two neighbours at once: each was measured by the other.
    let gone = false;
    line = line.filter((_, at) => {
      gone = !gone && left > 0 && areas[at] <= limit && areas[at] < Infinity;
      if (gone) left -= 1;
      return !gone;
    });
    if (line.length === before) break;
  }
  return line;
}

/** Twice the triangle's area, with pressure as a third way to bend. @param {Dab} a @param {Dab} b @param {Dab} c */
function area(a, b, c) {
  const flat = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]));
  return flat + 0.01 * Math.abs(b[2] - (a[2] + c[2]) / 2);
}
