/** A layout over a plate, as a brief has it. */

import * as layouts from "/js/brief/layout.js";
import { LayoutView } from "/js/brief/layout-view.js";

const lamp = { at: [0.3, 0.2], strength: 1, radius: 0.05, colour: [2, 1, 0.5] };
const figure = { tag: "Image2", foot: [0.6, 0.9], height: 0.6, mirrored: false, span: null };
const guess = { vanishing: null, horizon: 0.4, lamps: [lamp], screen: null, figures: [figure], occluders: [] };
const view = new LayoutView(document.querySelector(".layout-stage"));
globalThis.layout = guess;
globalThis.draw = () => (view.drawing = true);

function show() {
  view.show({ layout: globalThis.layout, guess, aspect: view.aspect, frame: view.aspect, item: "", nameOf: (tag) => tag, turnOf: () => "" });
}

view.addEventListener("move", ({ detail }) => {
  globalThis.layout = layouts.moved(globalThis.layout, detail.name, detail.to, view.aspect);
  show();
});
view.addEventListener("drop", show);
view.addEventListener("drawn", ({ detail }) => {
  view.drawing = false;
  globalThis.layout = layouts.withOneMoreOccluder(globalThis.layout, detail.points);
  show();
});
show();
