/** The few signs on buttons, drawn in a box of 20 × 20. */

const PATHS = {
  play: "M5 3 16 10 5 17Z",
  pause: "M5 3h3.5v14H5ZM11.5 3H15v14h-3.5Z",
  back: "M16 4v12L7 10ZM4 4h2v12H4Z",
  forward: "M4 4v12l9-6ZM14 4h2v12h-2Z",
  in: "M13 3H7v14h6v-2H9V5h4Z",
  out: "M7 3h6v14H7v-2h4V5H7Z",
  whole: "M4.4 5.8 5.8 4.4 10 8.6l4.2-4.2 1.4 1.4-4.2 4.2 4.2 4.2-1.4 1.4-4.2-4.2-4.2 4.2-1.4-1.4L8.6 10Z",
  loop: "M4 10V8.5A3.5 3.5 0 0 1 7.5 5H13V2.5L17 6l-4 3.5V7H7.5A1.5 1.5 0 0 0 6 8.5V10ZM16 10v1.5A3.5 3.5 0 0 1 12.5 15H7v2.5L3 14l4-3.5V13h5.5A1.5 1.5 0 0 0 14 11.5V10Z",
  previous: "M10 5.6 16.4 12 15 13.4 10 8.4 5 13.4 3.6 12Z",
  next: "M10 14.4 3.6 8 5 6.6l5 5 5-5L16.4 8Z",
  swap: "M13 2.5 17.5 7 13 11.5V8H3V6h10ZM7 8.5V12h10v2H7v3.5L2.5 13Z",
  sound: "M3 7.5h3L10.5 4v12L6 12.5H3ZM12.5 6.5a4.5 4.5 0 0 1 0 7v-1.8a3 3 0 0 0 0-3.4Z",
  mute: "M3 7.5h3L10.5 4v12L6 12.5H3ZM12.3 8.3l1-1 1.7 1.7 1.7-1.7 1 1L16 10l1.7 1.7-1 1L15 11l-1.7 1.7-1-1L14 10Z",
};

/** @typedef {keyof typeof PATHS} Sign */

/**
 * @param {Sign} sign
 * @returns {SVGSVGElement}
 */
export function icon(sign) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[sign]);
  svg.append(path);
  return svg;
}
