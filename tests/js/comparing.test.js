/** A comparison on a page: what keys, bar and hand change, what the address says, and what is drawn. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, heard, lay, openPage, press, settled } from "./page.js";

import { CompareBar } from "../../static/js/compare/bar.js";
import { begun } from "../../static/js/compare/state.js";
import { CompareView } from "../../static/js/compare/view.js";
import { Comparing } from "../../static/js/compare/comparing.js";
import { bindPlainKeys } from "../../static/js/shared/key-button.js";

/** A page on which nothing plays: what is asked of it is noted. */
function open() {
  openPage(`<div class="player"></div><div class="tools"><div id="looks"></div></div><input id="words">`);
  const asked = { addresses: [], others: [] };
  const comparing = new Comparing({
    picture: document.querySelector(".player"),
    root: document.getElementById("looks"),
    canvas: document.createElement("canvas"),
    one: () => ({ cut: { width: 640, height: 360 }, name: "v002", at: String, said: [] }),
    other: async (name) => {
      asked.others.push(name);
      return name === "gone" ? null : { cut: {}, name, at: String, said: [] };
    },
    choices: () => [{ label: "S01", options: [{ value: "d1", text: "v001" }, { value: "gone", text: "v000" }] }],
    usual: () => "d1",
    play: async () => null,
    tell: (address) => asked.addresses.push(address),
  });
  bindPlainKeys((key) => comparing.keyed(key));
  return { comparing, asked };
}

const figure = (figure_) => press("!", { code: `Digit${figure_}`, shiftKey: true });

test("keys begin it, change it and end it, and the address says so each time", () => {
  const { asked } = open();
  press("c");
  figure(2);
  press("]");
  press("}");
  press("'");
  press("Escape");
  assert.deepEqual(asked.addresses, [
    "&with=d1&mode=side",
    "&with=d1&mode=wipe",
    "&with=d1&mode=wipe&offset=1",
    "&with=d1&mode=wipe&offset=11",
    "&with=d1&mode=wipe&offset=11&wipe=0.55",
    "",
  ]);
});

test("keys under Chinese punctuation do the same; a figure alone, and words, are left alone", () => {
  const { asked } = open();
  press("c");
  press("】");
  press("2", { code: "Digit2" });
  document.getElementById("words").focus();
  press("]");
  press("c");
  assert.deepEqual(asked.addresses, ["&with=d1&mode=side", "&with=d1&mode=side&offset=1"]);
});

test("the bar shows what the mode is set to, and nothing of the others", () => {
  const { comparing } = open();
  button("Compare").click();
  assert.equal(comparing.on, true);
  button("Difference").click();
  const groups = [...document.querySelectorAll(".compare-group")];
  const shown = groups.find((group) => !group.hidden && group.querySelector("input[type=range]"));
  assert.equal(shown.querySelector("input").ariaLabel, "Gain");
  shown.querySelector("input").value = "16";
  shown.querySelector("input").dispatchEvent(new Event("input"));
  assert.deepEqual([comparing.address, shown.querySelector("output").value], ["&with=d1&mode=difference&gain=16", "× 16"]);
  assert.equal(button("Difference").getAttribute("aria-keyshortcuts"), "Shift+4");
});

test("what is not there is said", async () => {
  const { comparing, asked } = open();
  comparing.begin(begun("gone"));
  await settled();
  assert.deepEqual(asked.others, ["gone"]);
  assert.match(document.querySelector(".compare-said").textContent, /not in this film/);
});

test("another side is chosen, and the offset typed, in whole frames", () => {
  openPage(`<div id="bar"></div>`);
  const bar = new CompareBar();
  document.getElementById("bar").append(bar.modes, bar.settings);
  const events = heard(bar, "offset", "together");
  bar.show(begun("d1"), [{ label: "S01", options: [{ value: "d1", text: "v001" }] }]);
  const offset = document.querySelector("input[type=number]");
  offset.value = "-3.4";
  offset.dispatchEvent(new Event("change"));
  button("Other side one frame later").click();
  button("Zoom together").click();
  assert.deepEqual(events.map(([name, detail]) => [name, detail?.frames]), [["offset", -3], ["offset", -2], ["together", undefined]]);
});

/** A view on a stage of 1000 × 500, with two pictures of 640 × 360. */
function stage(mode, more = {}) {
  openPage(`<div id="stage"></div>`);
  const sides = [0, 1].map(() => Object.assign(document.createElement("canvas"), { width: 640, height: 360 }));
  const view = new CompareView(...sides);
  document.getElementById("stage").append(view.root);
  lay(view.root, { width: 1000, height: 500 });
  view.show({ ...begun("d1"), mode, ...more });
  view.name({ one: "a · 1", other: "b · 2", lacks: false });
  view.draw();
  const { acts } = view.root.querySelector(".compare-sheet").pen;
  return { view, sides, drawn: () => acts.filter(({ act }) => act === "image").map(({ image, box }) => [sides.indexOf(image), box.map(Math.round)]) };
}

test("each way shows its pictures in their places", () => {
  assert.deepEqual(stage("side").drawn(), [[0, [0, 110, 499, 281]], [1, [501, 110, 499, 281]]]);
  const whole = [56, 0, 889, 500];
  assert.deepEqual(stage("wipe").drawn(), [[0, whole], [1, whole]]);
  assert.deepEqual(stage("overlay").drawn(), [[0, whole], [1, whole]]);
  const { view, drawn } = stage("blink");
  assert.deepEqual(drawn(), [[0, whole]]);
  view.show(null); // it blinks no longer
  assert.deepEqual(stage("difference").drawn(), [[-1, whole]]);
});

test("both are zoomed together, or each alone under the hand", () => {
  const wheel = (view, clientX) => view.root.dispatchEvent(new WheelEvent("wheel", { deltaY: -500, clientX, clientY: 250, cancelable: true }));
  const joined = stage("side");
  wheel(joined.view, 100);
  const [one, other] = joined.view.pictures;
  assert.ok(one.width > 1300 && Math.abs(one.width - other.width) < 1e-9);
  const free = stage("side", { together: false });
  wheel(free.view, 800);
  assert.ok(free.view.pictures[1].width > 1300);
  assert.equal(Math.round(free.view.pictures[0].width), 499);
});

test("one key leads to the picture's own pixels, and back to the whole picture", () => {
  const { view } = stage("wipe");
  view.fit();
  assert.equal(Math.round(view.zoom * 100), 139, "it is larger than its pixels when it is seen whole");
  view.zoomBy(4);
  assert.ok(view.zoom > 4);
  view.fit();
  assert.equal(Math.round(view.pictures[0].width), 889);
});

test("the line of a wipe is drawn along by a hand, a pen or a finger", () => {
  for (const pointerType of ["mouse", "pen", "touch"]) {
    const { view } = stage("wipe");
    view.root.setPointerCapture = () => {};
    const events = heard(view, "wipe");
    const hand = (name, clientX) => view.root.dispatchEvent(Object.assign(new PointerEvent(name, { pointerId: 1, pointerType }), { clientX, clientY: 200 }));
    hand("pointerdown", 495);
    hand("pointermove", 250);
    hand("pointerup", 250);
    hand("pointermove", 700);
    assert.deepEqual(events.map(([, { share }]) => share), [0.25], pointerType);
  }
});
