/** The signs of the pen palette, drawn in a box of 20 × 20. */

const PATHS = {
  point: "M5 2.5 15.5 11l-5 .7 2.6 4.9-2 1-2.5-4.9L5 16.2Z",
  pen: "M14.2 2.4 17.6 5.8 7.2 16.2 2.6 17.4 3.8 12.8ZM12.3 5.7 5.4 12.6 5 15l2.4-.4 6.9-6.9Z",
  marker: "M12.8 2.6 17.4 7.2 9.6 15H7.5L6 16.5H2.5L5 13.7V10.4ZM7.6 10.3l2.1 2.1 4.9-5.2-1.8-1.8Z",
  eraser: "M11.4 3 17 8.6 9.6 16H17v1.6H6.4L3 14.2V11.4ZM5 12.6v.8L7.2 15.8l2-2-3-3Z",
  undo: "M8 3v3.6h4.5a4.7 4.7 0 0 1 0 9.4H6v-1.9h6.4a2.8 2.8 0 0 0 0-5.6H8V12L3 7.5Z",
  redo: "M12 3v3.6H7.5a4.7 4.7 0 0 0 0 9.4H14v-1.9H7.6a2.8 2.8 0 0 1 0-5.6H12V12l5-4.5Z",
};

/**
 * @param {keyof typeof PATHS} sign
 * @returns {SVGSVGElement}
 */
export function penIcon(sign) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[sign]);
  path.setAttribute("fill-rule", "evenodd");
  svg.append(path);
  return svg;
}
