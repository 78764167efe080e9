import assert from "node:assert/strict";
import test from "node:test";

import { openPage } from "./page.js";

const { keysOf, writeOrHelp } = await import("../../static/js/room/key-help.js");

test("N goes to where a note is written, and nothing else is taken", () => {
  const write = () => {};
  assert.equal(writeOrHelp("n", write, "room"), write);
  for (const key of ["b", "/", "Enter"]) assert.equal(writeOrHelp(key, write, "room"), undefined);
});

test("a question mark of either width lists the keys, once", () => {
  openPage();
  for (const key of ["?", "？"]) writeOrHelp(key, () => {}, "room")();
  const [dialog, second] = document.querySelectorAll("dialog");
  assert.equal(second, undefined);
  const keys = new Set(Array.from(dialog.querySelectorAll("kbd"), (each) => each.textContent));
  for (const key of ["J", "N", "P", "B", "?"]) assert.ok(keys.has(key), key);
  dialog.querySelector("button").click();
  assert.equal(document.querySelector("dialog"), null);
});

test("on the cut page no key is listed that does nothing there", () => {
  const keys = new Set(keysOf("cut").flatMap(({ rows }) => rows.flatMap(([each]) => each)));
  for (const key of ["P", "M", "E", "B"]) assert.ok(!keys.has(key), key);
});
