import assert from "node:assert/strict";
import { setTimeout as after } from "node:timers/promises";
import test from "node:test";

import { openPage } from "./page.js";

const { entriesOf, hold, keep, rowsOf, same, standing } = await import("../../static/js/shared/kept-words.js");

const FORM = `<form method="post" id="story"><input type="hidden" name="csrfmiddlewaretoken" value="x">
  <textarea name="text"></textarea><input type="checkbox" name="loud" value="on"></form>`;

/** A page of one browser: what is kept there before is there again. */
function open(markup = FORM, kept = {}) {
  openPage(markup, "/films/f/shots/s/brief");
  document.head.innerHTML = `<meta name="you" content="7">`;
  for (const [key, value] of Object.entries(kept)) localStorage.setItem(key, value);
  return document.querySelector("form");
}

const stored = () => Object.fromEntries(Array.from({ length: localStorage.length }, (_, at) => [localStorage.key(at), localStorage.getItem(localStorage.key(at))]));

async function type(form, text) {
  form.querySelector("textarea").value = text;
  form.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
  await after(5);
}

test("words that were typed stand there again, once they are sent no more", async () => {
  let form = open();
  assert.equal(keep(form), null);
  await type(form, "雨里，她转身。");
  form = open(FORM, stored());
  assert.deepEqual(keep(form), [["text", "雨里，她转身。"]]);
  assert.equal(form.querySelector("textarea").value, "雨里，她转身。");
  assert.ok(form.querySelector("[role=status]"), "it is said");
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  form = open(FORM, stored());
  assert.equal(keep(form), null);
  assert.equal(form.querySelector("textarea").value, "");
});

test("a refused form keeps its words for the next visit", async () => {
  let form = open();
  keep(form);
  await type(form, "@");
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  form = open(FORM.replace("></textarea", ">@</textarea"), stored());
  assert.equal(keep(form), null, "the page shows them already");
  form = open(FORM, stored());
  keep(form);
  assert.equal(form.querySelector("textarea").value, "@");
});

test("a page of confirmation that is left sends nothing", async () => {
  let form = open();
  keep(form);
  await type(form, "night");
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  hold(open(`<form method="post"></form>`, stored()), "story");
  form = open(FORM, stored());
  keep(form);
  assert.equal(form.querySelector("textarea").value, "night");
});

test("nobody's words are another's, and no secret is kept", async () => {
  let form = open();
  keep(form);
  await type(form, "mine");
  assert.ok(!JSON.stringify(stored()).includes("csrf"));
  form = open(FORM, stored());
  document.head.innerHTML = `<meta name="you" content="8">`;
  assert.equal(keep(form), null);
  form = open(`<form><input type="password" name="p" value="secret"><input name="q" value="1"></form>`);
  assert.deepEqual(entriesOf(form), [["q", "1"]]);
});

test("older words give way to what was changed since, and to time", () => {
  const kept = { base: [["text", "a"]], now: [["text", "b"]], sent: false, at: 0 };
  assert.equal(standing(kept, [["text", "a"]], 1), "back");
  assert.equal(standing(kept, [["text", "c"]], 1), "gone");
  assert.equal(standing(kept, [["text", "a"]], 31 * 24 * 3600 * 1000), "gone");
  assert.equal(standing({ ...kept, sent: true }, [["text", "b"]], 1), "there");
  assert.ok(same([["t", "a\r\nb"], ["cite-0-role", "x"]], [["t", "a\nb"]]));
});

test("rows of a script are read out of the form's names", () => {
  const entries = [["text", "x"], ["cite-0-role", "place"], ["cite-0-start", "1"], ["line-0-pause", ""], ["cite-1-role", "voice"]];
  assert.deepEqual(rowsOf(entries, "cite"), [{ role: "place", start: "1" }, { role: "voice" }]);
  assert.deepEqual(rowsOf(entries, "line"), [{ pause: "" }]);
});
