/** What lies over the lit picture: lamps and gradients to take, the brush's reach, the line of a wipe. */

import { svg } from "../shared/svg.js";
import { gripsOf } from "./hands.js";

/** @typedef {import("./between.js").Lamp} Lamp */
/** @typedef {import("./between.js").Gradient} Gradient */
/** @typedef {{left: number, top: number, width: number, height: number}} Rect */

export class LightOverlay {
  element = svg("svg", { class: "light-over", "aria-hidden": "true" });
  #lamps = svg("g", {});
  #path = svg("g", {});
  #ring = svg("circle", { class: "light-ring" });
  #line = svg("line", { class: "light-wipe" });
  #rect;

  /** @param {() => Rect} rect where the picture lies, in CSS pixels */
  constructor(rect) {
    this.#rect = rect;
    this.element.append(this.#line, this.#path, this.#lamps, this.#ring);
    this.ring = null;
  }

  /**
   * @param {(Lamp | Gradient)[]} lamps
   * @param {string} chosen
   * @param {boolean} shown
   */
  show(lamps, chosen, shown) {
    this.#lamps.replaceChildren(...(shown ? lamps.flatMap((lamp) => this.#draw(lamp, lamp.id === chosen)) : []));
  }

  /** @param {{points: import("./follow.js").PathPoint[], frame: number} | null} path that the light goes along */
  set path(path) {
    const places = (path?.points ?? []).map(([at, u, v]) => ({ at, place: this.#at([u, v]) }));
    const line = svg("polyline", { class: "light-shape chosen", points: places.map(({ place }) => place.join(" ")).join(",") });
    const dots = places.map(({ at, place: [cx, cy] }) => svg("circle", { class: "light-grip", cx, cy, r: at === path?.frame ? 6 : 3.5 }));
    this.#path.replaceChildren(line, ...dots);
  }

  /** @param {{place: [number, number], width: number} | null} ring the brush, of the picture's width */
  set ring(ring) {
    this.#ring.setAttribute("visibility", ring ? "visible" : "hidden");
    if (!ring) return;
    const [x, y] = this.#at(ring.place);
    set(this.#ring, { cx: x, cy: y, r: (ring.width / 2) * this.#rect().width });
  }

  /** @param {number} share 0: no wipe */
  set wipe(share) {
    const { left, top, width, height } = this.#rect();
    this.#line.setAttribute("visibility", share > 0 ? "visible" : "hidden");
    set(this.#line, { x1: left + share * width, x2: left + share * width, y1: top, y2: top + height });
  }

  /** @param {[number, number]} place */
  #at([u, v]) {
    const { left, top, width, height } = this.#rect();
    return [left + u * width, top + v * height];
  }

  /** @param {Lamp | Gradient} lamp @param {boolean} chosen */
  #draw(lamp, chosen) {
    const { width, height } = this.#rect();
    const name = chosen ? "light-shape chosen" : "light-shape";
    const grips = gripsOf(lamp, height / width, chosen).map(({ grip, at }) => {
      const [cx, cy] = this.#at(at);
      return svg("circle", { class: `light-grip ${grip}`, cx, cy, r: grip === "middle" || grip === "one" ? 6 : 4.5 });
    });
    if (lamp.kind === "gradient") {
      const [[x1, y1], [x2, y2]] = [this.#at([lamp.x1, lamp.y1]), this.#at([lamp.x2, lamp.y2])];
      return [svg("line", { class: name, x1, y1, x2, y2 }), ...grips];
    }
    const [cx, cy] = this.#at([lamp.x, lamp.y]);
    const turned = `rotate(${lamp.turn} ${cx} ${cy})`;
    return [svg("ellipse", { class: name, cx, cy, rx: lamp.rx * width, ry: lamp.ry * width, transform: turned }), ...grips];
  }
}

/** @param {Element} element @param {Record<string, number>} values */
function set(element, values) {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, String(value));
}
