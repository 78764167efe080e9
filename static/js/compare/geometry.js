/** Where each side of a comparison lies. Pure; places in pixels from the stage's corner. */

/** @typedef {{left: number, top: number, width: number, height: number}} Box */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{x: number, y: number}} Spot */

const GAP = 2; // pixels between two pictures

/**
 * Two boxes for two pictures: beside each other, or one above the other where they are larger so.
 * @param {Size} stage
 * @param {number} aspect height by width of the picture
 * @returns {[Box, Box]}
 */
export function sideBySide({ width, height }, aspect) {
  const [wide, tall] = [(width - GAP) / 2, (height - GAP) / 2];
  const beside = Math.min(wide, height / aspect);
  const above = Math.min(width, tall / aspect);
  if (beside >= above) {
    return [
      { left: 0, top: 0, width: wide, height },
      { left: wide + GAP, top: 0, width: wide, height },
    ];
  }
  return [
    { left: 0, top: 0, width, height: tall },
    { left: 0, top: tall + GAP, width, height: tall },
  ];
}

/**
 * The line of a wipe: a place on it, and the direction in which the other side lies.
 * @param {Size} stage
 * @param {number} share 0 to 1 of the way across
 * @param {number} angle degrees by which it leans
 */
export function wipeLine({ width, height }, share, angle) {
  const turn = (angle * Math.PI) / 180;
  const normal = { x: Math.cos(turn), y: Math.sin(turn) };
  const reach = width * Math.abs(normal.x) + height * Math.abs(normal.y);
  const away = (share - 0.5) * reach;
  const at = { x: width / 2 + normal.x * away, y: height / 2 + normal.y * away };
  return { at, normal, reach };
}

/**
 * How far a spot is from the line, towards the other side above 0.
 * @param {ReturnType<typeof wipeLine>} line
 * @param {Spot} spot
 */
export function fromLine({ at, normal }, { x, y }) {
  return (x - at.x) * normal.x + (y - at.y) * normal.y;
}

/**
 * The share at which the line goes through a spot.
 * @param {Size} stage
 * @param {number} angle
 * @param {Spot} spot
 */
export function shareAt(stage, angle, spot) {
  const middle = wipeLine(stage, 0.5, angle);
  return Math.max(0, Math.min(1, 0.5 + fromLine(middle, spot) / middle.reach));
}

/**
 * The corners of the part of the stage that shows the other side.
 * @param {Size} stage
 * @param {number} share
 * @param {number} angle
 * @returns {Spot[]} none where it shows nothing of it
 */
export function otherSide({ width, height }, share, angle) {
  const line = wipeLine({ width, height }, share, angle);
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
  return corners.flatMap((corner, index) => {
    const next = corners[(index + 1) % 4];
    const [distance, nextDistance] = [fromLine(line, corner), fromLine(line, next)];
    const inside = distance >= 0 ? [corner] : [];
    if (distance >= 0 === nextDistance >= 0) return inside;
    const share_ = distance / (distance - nextDistance);
    inside.push({ x: corner.x + (next.x - corner.x) * share_, y: corner.y + (next.y - corner.y) * share_ });
    return inside;
  });
}

/**
 * Whether pixels are shown as squares: where one is more than two of the screen's.
 * @param {number} shown pixels of the screen that the picture's width takes
 * @param {number} width of the picture
 */
export function asSquares(shown, width) {
  return shown > 2 * width;
}
