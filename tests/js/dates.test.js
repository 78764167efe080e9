import assert from "node:assert/strict";
import test from "node:test";

import { openPage } from "./page.js";

openPage();
const { day, moment, time } = await import("../../static/js/shared/dates.js");
const { showLocalTimes } = await import("../../static/js/shared/local-times.js");
const { lockedCutWords, lockedWords } = await import("../../static/js/room/locked.js");
const { unsay } = await import("../../static/js/brief/unsay.js");
const WHEN = new Date(2026, 8, 5, 7, 4);

test("days and times read as the server's pages write them, in each language", () => {
  openPage();
  document.documentElement.lang = "en";
  assert.deepEqual([day(WHEN), time(WHEN), moment(WHEN)], ["5 Sep 2026", "07:04", "5 Sep 2026, 07:04"]);
  document.documentElement.lang = "zh-hans";
  assert.deepEqual([day(WHEN), moment(WHEN)], ["2026年9月5日", "2026年9月5日 07:04"]);
});

test("a moment in the reader's own time has the same form", () => {
  openPage();
  document.documentElement.lang = "en";
  document.body.innerHTML = `<time data-local datetime="${WHEN.toISOString()}">x</time><time data-local="time" datetime="${WHEN.toISOString()}">x</time>`;
  showLocalTimes();
  assert.deepEqual(Array.from(document.querySelectorAll("time"), (each) => each.textContent), ["5 Sep 2026, 07:04", "07:04"]);
});

test("a lock says who locked, and the day", () => {
  openPage();
  document.documentElement.lang = "en";
  const at = WHEN.toISOString();
  assert.equal(lockedWords({ locked_at: null }, String), "");
  assert.equal(
    lockedWords({ locked_at: at, locked_by: "member:ada" }, () => "Ada"),
    "Locked by Ada on 5 Sep 2026. Nothing in this shot can change any more.",
  );
});

test("that a brief is queued is unsaid when its draft is there or will never be", () => {
  openPage();
  const said = () => document.querySelectorAll(".messages li").length;
  document.body.innerHTML = '<ul class="messages"><li data-about="g">a</li><li data-about="h">b</li><li>c</li></ul>';
  unsay({ verb: "generation-started", payload: { generation: "g" } });
  unsay({ verb: "draft-made", payload: { generation: null } });
  assert.equal(said(), 3);
  unsay({ verb: "draft-made", payload: { generation: "g" } });
  assert.equal(said(), 2);
  unsay({ verb: "generation-ended", payload: { generation: "h" } });
  assert.equal(said(), 1);
});

test("a locked cut says who locked which version, and when", () => {
  openPage();
  document.documentElement.lang = "en";
  const lock = { locked_at: WHEN.toISOString(), locked_by: "member:ada", locked_version: 3 };
  const nameOf = (/** @type {string} */ actor) => (actor === "member:ada" ? "Ada Bell" : actor);
  assert.equal(lockedCutWords(lock, nameOf), "v003 locked by Ada Bell on 5 Sep 2026. Nothing in this cut can change any more.");
  assert.equal(lockedCutWords({ ...lock, locked_at: null }, nameOf), "");
});
