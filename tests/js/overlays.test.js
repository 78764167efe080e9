/** Guides and onion skin: where their lines lie, and whose ink is seen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { button, openPage } from "./page.js";

import { cropped, Guides, linesOf } from "../../static/js/player/guides.js";
import { paintSkins, skins } from "../../static/js/ink/onion.js";
import { Overlays } from "../../static/js/player/overlays.js";
import { readLook, writeLook } from "../../static/js/player/look.js";
import { View } from "../../static/js/player/view.js";

const picture = { left: 100, top: 50, width: 1600, height: 900 };
const rounded = (boxes) => boxes.map((box) => Object.values(box).map((value) => Math.round(value * 10) / 10));

test("guides lie where the standards have them", () => {
  assert.deepEqual(rounded(linesOf("thirds", { left: 0, top: 0, width: 900, height: 600 })), [[300, 0, 0, 600], [0, 200, 900, 0], [600, 0, 0, 600], [0, 400, 900, 0]]);
  assert.deepEqual(rounded(linesOf("safe", picture)), [[156, 81.5, 1488, 837], [180, 95, 1440, 810]]);
  assert.deepEqual(rounded(linesOf("scope", picture)), [[100, 165.3, 1600, 669.5]]);
  assert.deepEqual(rounded(linesOf("flat", picture)), [[100, 67.6, 1600, 864.9]]);
});

test("a frame that is narrower than the picture is cut at its sides", () => {
  const box = cropped({ left: 0, top: 0, width: 2390, height: 1000 }, 1.85);
  assert.deepEqual(rounded([box]), [[270, 0, 1850, 1000]]);
});

test("guides are drawn over every picture, and each by its key", () => {
  openPage(`<div id="looks"></div>`);
  const guides = new Guides();
  const told = [];
  const overlays = new Overlays(document.getElementById("looks"), guides, (reach) => told.push(reach));
  guides.over([picture, picture]);
  button("Thirds").click();
  assert.equal(guides.layer.children.length, 8);
  overlays.keyed("⇧8")();
  assert.deepEqual([guides.layer.children.length, button("2.39 : 1").ariaPressed], [10, "true"]);
  overlays.keyed("⇧6")();
  assert.equal(guides.layer.children.length, 2);
  for (let press = 0; press < 6; press += 1) overlays.keyed("b")();
  assert.deepEqual(told, [1, 2, 3, 4, 5, 0]);
  assert.equal(overlays.keyed("⇧5"), undefined);
});

test("where there is no ink there is no onion skin", () => {
  openPage(`<div id="looks"></div>`);
  assert.equal(new Overlays(document.getElementById("looks"), new Guides()).keyed("b"), undefined);
});

test("the ink of the frames around is seen, the nearest on top and least pale", () => {
  const found = skins(1, 100, 3);
  assert.deepEqual(found.map(({ frame, away }) => [frame, away]), [[4, 3], [3, 2], [0, -1], [2, 1]]);
  assert.deepEqual(found.map(({ share }) => share), [0.6 / 3, 0.6 / 2, 0.6, 0.6]);
  assert.deepEqual([skins(99, 100, 1).length, skins(5, 100, 0), skins(50, 100, 9).length], [1, [], 10]);
});

test("earlier ink has one colour, later ink another", () => {
  openPage(`<canvas></canvas>`);
  const canvas = document.querySelector("canvas");
  const stroke = (colour) => ({ id: colour, tool: "pen", colour, width: 40, points: [[0, 0, 500, 0, 0], [9000, 9000, 500, 0, 0]] });
  const inked = new Map([[9, [stroke("#ffffff")]], [11, [stroke("#ffffff")]]]);
  const view = new View();
  view.resize(160, 90);
  paintSkins(canvas, skins(10, 20, 2), (frame) => inked.get(frame) ?? [], view);
  assert.deepEqual(canvas.pen.acts.map(({ colour, alpha }) => [colour, alpha]), [["#dd6248", 0.6], ["#4fb39a", 0.6]]);
});

test("an address says how one looks, and nothing where one looks plainly", () => {
  const plain = { guides: [], onion: 0, into: null };
  assert.equal(writeLook(plain), "");
  assert.deepEqual(readLook("?shot=s&frame=4"), plain);
  const look = { guides: ["thirds", "scope"], onion: 3, into: { scale: 2.5, u: 0.25, v: 0.125 } };
  assert.equal(writeLook(look), "&guides=thirds.scope&onion=3&into=2.50_0.250_0.125");
  assert.deepEqual(readLook(`?shot=s${writeLook(look)}`), look);
  for (const wrong of ["guides=x&onion=x&into=x", "into=2_0.5", "into=0.5_0.5_0.5", "into=Infinity_0_0", "onion=-3"]) {
    assert.deepEqual(readLook(`?${wrong}`), plain, wrong);
  }
  assert.equal(readLook("?onion=99").onion, 5);
});

test("one goes into a picture to the place that another screen had in its middle", () => {
  const there = new View();
  there.resize(1600, 900);
  there.show(1920, 1080);
  assert.equal(there.into, null);
  there.pinch(4, { x: 500, y: 300 }, { x: 0, y: 0 });
  const here = new View();
  here.resize(800, 1000);
  here.show(1920, 1080);
  here.goInto(there.into);
  const { scale, u, v } = here.into;
  assert.equal(scale, 4);
  assert.ok(Math.abs(u - there.into.u) < 1e-9);
  here.goInto({ scale: 99, u: 0, v: 0 });
  assert.deepEqual([here.scale, here.rect.left], [12, 0], "nobody gets lost");
  assert.ok(v >= 0 && v <= 1);
});

test("overlays are put on as asked, and say when they change", () => {
  openPage(`<div id="looks"></div>`);
  const told = [];
  const overlays = new Overlays(document.getElementById("looks"), new Guides(), (reach) => told.push(reach));
  let changes = 0;
  overlays.addEventListener("change", () => (changes += 1));
  overlays.on = { guides: ["safe"], onion: 2 };
  assert.deepEqual(overlays.on, { guides: ["safe"], onion: 2 });
  assert.deepEqual([button("Safe areas").ariaPressed, told, changes], ["true", [2], 2]);
  overlays.on = { guides: [], onion: 0 };
  assert.deepEqual([overlays.on, button("Safe areas").ariaPressed], [{ guides: [], onion: 0 }, "false"]);
});
