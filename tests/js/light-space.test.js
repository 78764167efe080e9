/** A light space as a hand changes it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { MOST } from "../../static/js/light-space/shader.js";
import { few, LightSpaceState, stateAt } from "../../static/js/light-space/state.js";

const DARK = /** @type {[number, number, number]} */ ([0, 0, 0]);

function begun() {
  const air = { top: DARK, middle: DARK, bottom: DARK, horizon: 0.6, haze: 0.5 };
  const veil = { curtain: 0, folds: 6, leaves: 0, patches: 5, water: 0 };
  const first = { air, veil, lamps: [], apertures: [], strokes: [], exposure: 0 };
  return new LightSpaceState({ seed: 1, grain: 0.35, first, last: null, seconds: 4 });
}

test("a lamp is set, taken hold of, moved, warmed and dimmed, and all of it undone", () => {
  const light = begun();
  light.addLamp(0.5, 0.5);
  assert.deepEqual(light.at(0.51, 0.5, 16 / 9), { kind: "lamps", index: 0 });
  light.keep();
  light.move(0.1, -0.1);
  light.warmer(1);
  light.brighter(-1);
  const [lamp] = light.state.lamps;
  assert.deepEqual([lamp.x, lamp.y, lamp.power], [0.6, 0.4, 1.5]);
  assert.ok(lamp.colour[2] < 0.24 && lamp.colour[0] === 1);
  for (let n = 0; n < 4; n++) light.undo();
  assert.deepEqual(light.state.lamps, []);
});

test("at two keys the parts stay the same parts, and between them they move", () => {
  const light = begun();
  light.addLamp(0.2, 0.5);
  light.setChanging(true);
  light.at(0.2, 0.5, 16 / 9);
  light.move(0.4, 0);
  light.addStroke([[0, 0], [1, 1]], -2, 0.1);
  const { space } = light;
  assert.deepEqual([space.first.lamps[0].x, space.last?.strokes.length, space.first.strokes.length], [0.2, 1, 1]);
  assert.ok(Math.abs(stateAt(space, 0.5).lamps[0].x - 0.4) < 1e-9);
  light.chosen = { kind: "lamps", index: 0 };
  light.removeChosen();
  assert.deepEqual([space.first.lamps.length, light.space.last?.lamps.length], [0, 0]);
});

test("no more lamps than a shader can hold, no more points than a description", () => {
  const light = begun();
  for (let n = 0; n < 20; n++) light.addLamp(n / 20, 0.5);
  assert.equal(light.state.lamps.length, MOST.lamps);
  const long = Array.from({ length: 500 }, (_each, n) => /** @type {[number, number]} */ ([n / 500, Math.sin(n)]));
  const kept = few(long);
  assert.ok(kept.length === MOST.points && kept.at(-1)?.[0] === 499 / 500);
});
