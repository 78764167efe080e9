/** Light that goes along with a person or a path, as slowfilm/media/light has it. Pure. */

/** @typedef {[number, number, number]} PathPoint frame, x, y: of the picture's width and height */
/** @typedef {{to: "person" | "path", since: number, person?: number, path?: PathPoint[]}} Follow `since`: where it is at home */
/** @typedef {import("./between.js").Lamp | import("./between.js").Gradient} AnyLamp */

/**
 * Where a path set by hand is at a frame: straight between its points, held beyond them.
 * @param {PathPoint[]} path
 * @param {number} frame
 * @returns {[number, number]}
 */
export function along(path, frame) {
  const before = path.findLast(([at]) => at <= frame);
  const after = path.find(([at]) => at > frame);
  if (!before || !after) {
    const only = before ?? after;
    return only ? [only[1], only[2]] : [0, 0];
  }
  const t = (frame - before[0]) / (after[0] - before[0]);
  return [before[1] + (after[1] - before[1]) * t, before[2] + (after[2] - before[2]) * t];
}

/**
 * How far what is followed has gone by a frame.
 * @param {Follow | null | undefined} follow
 * @param {number} frame
 * @param {(person: number, frame: number) => [number, number] | null} where
 * @returns {[number, number]}
 */
export function goneBy(follow, frame, where) {
  if (!follow) return [0, 0];
  const at = (/** @type {number} */ moment) => (follow.to === "path" ? along(follow.path ?? [], moment) : (where(follow.person ?? 0, moment) ?? [0, 0]));
  const [was, now] = [at(follow.since), at(frame)];
  return [now[0] - was[0], now[1] - was[1]];
}

/**
 * Lamps that go along, by so much of the width and height; those that are fixed stay.
 * @template {AnyLamp} L
 * @param {L[]} lamps
 * @param {[number, number]} by
 * @returns {L[]}
 */
export function movedBy(lamps, [x, y]) {
  if (x === 0 && y === 0) return lamps;
  return lamps.map((lamp) => (lamp.fixed ? lamp : shifted(lamp, x, y)));
}

/** @template {AnyLamp} L @param {L} lamp @param {number} x @param {number} y @returns {L} */
function shifted(lamp, x, y) {
  if (lamp.kind === "lamp") return { ...lamp, x: lamp.x + x, y: lamp.y + y };
  return { ...lamp, x1: lamp.x1 + x, y1: lamp.y1 + y, x2: lamp.x2 + x, y2: lamp.y2 + y };
}

/** @param {number} value */
function round(value) {
  return Math.round(Math.min(2, Math.max(-1, value)) * 1e4) / 1e4;
}

/**
 * A path with a point at a frame; without `place` the one that is there goes.
 * @param {PathPoint[]} path
 * @param {number} frame
 * @param {[number, number] | null} place
 * @returns {PathPoint[]}
 */
export function withPathPoint(path, frame, place) {
  const others = path.filter(([at]) => at !== frame);
  const more = place ? [/** @type {PathPoint} */ ([frame, round(place[0]), round(place[1])])] : [];
  return [...others, ...more].toSorted((a, b) => a[0] - b[0]);
}
