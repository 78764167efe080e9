/**
 * What may not be shown, as it is marked on a picture. Pure: places are shares of the picture's
 * width and height, a brush's radius is a share of its height (slowfilm/media/guards.py).
 */

/** @typedef {"face" | "body" | "place"} Of */
/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {Box & {frame: number}} Key */
/** @typedef {{radius: number, points: [number, number][]}} Dab */
/** @typedef {{of: Of, keys: Key[], dabs: Dab[]}} Guard */

const SMALLEST = 0.005; // a box that is smaller was a tap
const MOST_POINTS = 400; // of one dab
const MOST_DABS = 60; // of one guard

/** Event: "change". */
export class Guards extends EventTarget {
  /** @type {Guard[]} */
  list = [];
  chosen = -1;

  /** A box at a frame: of the chosen guard where it is of the kind, else of a new one. @param {Of} of @param {number} frame @param {Box} box */
  box(of, frame, box) {
    if (box.width < SMALLEST || box.height < SMALLEST) return;
    const guard = this.list[this.chosen];
    const key = { frame, ...box };
    if (guard?.of === of && guard.keys.length > 0 && guard.keys[0].frame !== frame) {
      guard.keys = [...guard.keys.filter((other) => other.frame !== frame), key].toSorted((a, b) => a.frame - b.frame);
      this.#changed();
    } else this.#add({ of, keys: [key], dabs: [] });
  }

  /** A stroke over a place. @param {number} radius @param {[number, number][]} points */
  dab(radius, points) {
    if (points.length === 0) return;
    const step = Math.ceil(points.length / MOST_POINTS);
    const few = points.filter((_point, index) => index % step === 0 || index === points.length - 1);
    const dab = { radius, points: few.slice(0, MOST_POINTS) };
    const guard = this.list[this.chosen];
    if (guard?.of === "place" && guard.dabs.length > 0 && guard.dabs.length < MOST_DABS) {
      guard.dabs.push(dab);
      this.#changed();
    } else this.#add({ of: "place", keys: [], dabs: [dab] });
  }

  /** Everything. */
  whole() {
    this.list = [];
    this.#add({ of: "place", keys: [], dabs: [] });
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = index;
    this.#changed();
  }

  /** @param {number} index */
  remove(index) {
    this.list.splice(index, 1);
    this.chosen = Math.min(this.chosen, this.list.length - 1);
    this.#changed();
  }

  /** The last thing that was marked goes: a dab, a key, or a guard. */
  undo() {
    const last = this.list[this.chosen];
    if (!last) return;
    const parts = last.dabs.length > 0 ? last.dabs : last.keys;
    parts.pop();
    if (parts.length === 0) this.remove(this.chosen);
    else this.#changed();
  }

  /** As the server reads them. */
  told() {
    return this.list.map(({ of, keys, dabs }) => ({ of, keys, dabs }));
  }

  /** @param {Guard} guard */
  #add(guard) {
    this.list.push(guard);
    this.chosen = this.list.length - 1;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

/** Where a guard's box is at a frame; null for one without. @param {Guard} guard @param {number} frame @returns {Box | null} */
export function boxAt({ keys }, frame) {
  if (keys.length === 0) return null;
  const after = keys.find((key) => key.frame >= frame) ?? keys[keys.length - 1];
  const before = keys.findLast((key) => key.frame <= frame) ?? keys[0];
  const share = after === before ? 0 : (frame - before.frame) / (after.frame - before.frame);
  /** @param {keyof Box} side */
  const at = (side) => before[side] + (after[side] - before[side]) * share;
  return { left: at("left"), top: at("top"), width: at("width"), height: at("height") };
}

/** The box between two corners. @param {[number, number]} p @param {[number, number]} q @returns {Box} */
export function boxOf(p, q) {
  const [x0, x1] = [inside(p[0]), inside(q[0])].toSorted((a, b) => a - b);
  const [y0, y1] = [inside(p[1]), inside(q[1])].toSorted((a, b) => a - b);
  return { left: x0, top: y0, width: x1 - x0, height: y1 - y0 };
}

/** @param {number} share */
function inside(share) {
  return Math.min(1, Math.max(0, share));
}
