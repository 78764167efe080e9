/** The lines of a layout over its plate: what a hand has changed is drawn in the accent's colour. */

import { ARM, changed, seen } from "./layout.js";
import { toHex } from "../light-space/colour.js";
import { svg } from "../shared/svg.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("./layout.js").Layout} Layout */
/** @typedef {import("./layout.js").Point} Point */
/** @typedef {import("./layout-frame.js").LayoutFrame} LayoutFrame */

const ACROSS = 0.3; // a standing person's width over their height

/**
 * @typedef {object} Scene
 * @property {Layout} layout
 * @property {Layout} guess
 * @property {number} aspect the plate's width over its height
 * @property {number} frame the frame's
 * @property {string} item the one in hand
 * @property {(tag: string) => string} nameOf
 * @property {(tag: string) => string} turnOf when they speak: "1, 3"
 */

/**
 * @param {Scene} scene
 * @param {LayoutFrame} place
 * @returns {SVGElement[]} from the back to the front
 */
export function drawing(scene, place) {
  const { layout } = scene;
  return [
    shade(scene, place),
    ...horizon(scene, place),
    ...(layout.screen ? screen(scene, place, layout.screen) : []),
    ...layout.lamps.map((_, number) => lamp(scene, place, number)),
    // Those who stand further back first.
    ...layout.figures.toSorted((a, b) => a.foot[1] - b.foot[1]).map(({ tag }) => figure(scene, place, tag)),
    ...layout.occluders.map((_, number) => occluder(scene, place, number)),
  ];
}

/** What of the plate does not come into the frame lies in shade. @param {Scene} scene @param {LayoutFrame} place */
function shade({ layout, aspect, frame }, place) {
  const { left, top, right, bottom } = seen(layout, aspect, frame);
  const whole = box(place, [0, 0], [1, 1]);
  return svg("path", { class: "shade", "fill-rule": "evenodd", d: whole + box(place, [left, top], [right, bottom]) });
}

/** @param {LayoutFrame} place @param {Point} from @param {Point} to */
function box(place, from, to) {
  const [[x, y], [right, bottom]] = [place.toPage(from), place.toPage(to)];
  return `M${x} ${y}H${right}V${bottom}H${x}Z`;
}

/** @param {Scene} scene @param {LayoutFrame} place */
function horizon(scene, place) {
  const { layout } = scene;
  const [left, y] = place.toPage([0, layout.horizon]);
  const [right] = place.toPage([1, layout.horizon]);
  const drawn = [svg("path", { class: classOf(scene, "horizon"), d: `M${left} ${y}H${right}` })];
  if (layout.vanishing) {
    // Where the street's edges would run: a little way out from the point, never over people.
    const [x, at] = place.toPage(layout.vanishing);
    const ways = [[-60, 34], [60, 34], [-60, -26], [60, -26]];
    const d = ways.map(([dx, dy]) => `M${x + dx * 0.3} ${at + dy * 0.3}L${x + dx} ${at + dy}`).join("");
    drawn.push(svg("path", { class: classOf(scene, "vanishing"), d }));
  }
  drawn.push(words(left + 8, y - 7, t("Horizon"), classOf(scene, "horizon")));
  return drawn;
}

/** @param {Scene} scene @param {LayoutFrame} place @param {Point[]} corners */
function screen(scene, place, corners) {
  const points = corners.map((corner) => place.toPage(corner));
  const [x, y] = points[0];
  const quad = svg("polygon", {
    class: `${classOf(scene, "screen")} body`,
    points: points.map((point) => point.join()).join(" "),
    "data-handle": "screen all",
  });
  return [quad, words(x, y - 12, t("Screen"), classOf(scene, "screen"))];
}

/** @param {Scene} scene @param {LayoutFrame} place @param {number} number */
function lamp(scene, place, number) {
  const { at, radius, strength, colour } = scene.layout.lamps[number];
  const [cx, cy] = place.toPage(at);
  const r = radius * place.plate.height;
  const item = `lamp ${number}`;
  const name = `${classOf(scene, item)}${strength === 0 ? " off" : ""}`;
  return svg(
    "g",
    { class: name },
    svg("circle", { class: "body", cx, cy, r, "data-handle": `${item} at` }),
    ...(item === scene.item ? [svg("path", { class: "arm", d: `M${cx + r} ${cy}h${ARM * place.plate.height}` })] : []),
    svg("circle", { class: "glow", cx, cy, r: 5, fill: toHex(colour) }),
  );
}

/** @param {Scene} scene @param {LayoutFrame} place @param {string} tag */
function figure(scene, place, tag) {
  const shape = scene.layout.figures.find((candidate) => candidate.tag === tag);
  const { foot, height, mirrored } = /** @type {import("./layout.js").Figure} */ (shape);
  const [x, y] = place.toPage(foot);
  const high = height * place.plate.height;
  const wide = high * ACROSS;
  const item = `figure ${tag}`;
  const name = classOf(scene, item);
  const turn = scene.turnOf(tag);
  const label = [turn && `${turn} ·`, scene.nameOf(tag), mirrored && "⇋"].filter(Boolean).join(" ");
  const ry = Math.max(2, wide * 0.12);
  return svg(
    "g",
    { class: name },
    svg("rect", { class: "body", x: x - wide / 2, y: y - high, width: wide, height: high, rx: Math.min(10, wide / 4), "data-handle": `${item} foot` }),
    svg("ellipse", { cx: x, cy: y, rx: wide * 0.62, ry }),
    words(x, y - high - 24, label, `${name} middle`),
  );
}

/** @param {Scene} scene @param {LayoutFrame} place @param {number} number */
function occluder(scene, place, number) {
  const item = `occluder ${number}`;
  const points = scene.layout.occluders[number].points.map((point) => place.toPage(point).join()).join(" ");
  return svg("polygon", { class: `${classOf(scene, item)} body`, points, "data-handle": `${item} all` });
}

/** The line that a hand draws just now. @param {Point[]} points @param {LayoutFrame} place */
export function drawnLine(points, place) {
  return svg("polyline", { class: "occluder changed held", points: points.map((point) => place.toPage(point).join()).join(" ") });
}

/** @param {number} x @param {number} y @param {string} label @param {string} name */
function words(x, y, label, name) {
  return svg("text", { class: name, x, y }, label);
}

/** @param {Scene} scene @param {string} which */
function classOf({ layout, guess, item }, which) {
  return `${which.split(" ")[0]}${changed(layout, guess, which) ? " changed" : ""}${which === item ? " held" : ""}`;
}
