/** A lamp's colour, linear and of any strength, as the colour of a field, and back. Pure. */

/** @typedef {[number, number, number]} Rgb */

/** @param {Rgb} colour @returns {string} #rrggbb, as bright as a screen can show it */
export function toHex(colour) {
  const brightest = Math.max(...colour, 1e-6);
  const codes = colour.map((part) => Math.round(255 * encoded(Math.max(0, part) / brightest)));
  return `#${codes.map((code) => code.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * A colour that was picked, as bright as the lamp was.
 * @param {string} hex
 * @param {Rgb} before
 * @returns {Rgb}
 */
export function fromHex(hex, before) {
  const parts = [1, 3, 5].map((place) => decoded(Number.parseInt(hex.slice(place, place + 2), 16) / 255));
  const brightness = Math.max(...before, 1e-6) / Math.max(...parts, 1e-6);
  return /** @type {Rgb} */ (parts.map((part) => part * brightness));
}

/** @param {number} part */
function encoded(part) {
  return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
}

/** @param {number} part */
function decoded(part) {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
