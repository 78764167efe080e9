import assert from "node:assert/strict";
import { test } from "node:test";

const words = { "Frame %(n)s": "第 %(n)s 帧", Empty: "" };
globalThis.document = { getElementById: () => ({ textContent: JSON.stringify(words) }) };
const { t } = await import("../../static/js/shared/i18n.js");

test("a text is said in the page's language, its values filled in", () => {
  assert.equal(t("Frame %(n)s", { n: 12 }), "第 12 帧");
});

test("what has no translation is said in English", () => {
  assert.equal(t("Draft %(name)s", { name: "v007" }), "Draft v007");
  assert.equal(t("Empty"), "Empty");
});

test("a value that was not given leaves its place visible", () => {
  assert.equal(t("Frame %(n)s"), "第 %(n)s 帧");
  assert.equal(t("Frame %(toString)s", { n: 1 }), "Frame %(toString)s");
});
