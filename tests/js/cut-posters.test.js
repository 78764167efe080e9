/** The list's pictures let the one that is looked at come first. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Posters } from "../../static/js/cuts/posters.js";

test("posters are asked for once the picture is there, and from then on at once", () => {
  const posters = new Posters();
  const [one, gone, later] = [{ src: "", isConnected: true }, { src: "", isConnected: false }, { src: "", isConnected: true }];
  posters.show(one, "one.webp");
  posters.show(gone, "gone.webp");
  assert.equal(one.src, "");
  posters.come();
  assert.equal(one.src, "one.webp");
  assert.equal(gone.src, "", "the list has been made anew since");
  posters.show(later, "later.webp");
  assert.equal(later.src, "later.webp");
});
