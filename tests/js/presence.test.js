import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { openPage, stopClock } from "./page.js";
import { Line, listen, paint } from "./line.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Presence } from "../../static/js/room/presence.js";
import { Session } from "../../static/js/room/session.js";

const ADA = { type: "here", member: "ada", draft: "d" };

beforeEach(() => {
  openPage(`<div id="presence"></div>`);
  listen();
});

/** Somebody's presence in the room, its line there. */
function here(t) {
  const tick = stopClock(t);
  t.mock.method(Math, "random", () => 0.5);
  const session = new Session(paint(), new Outbox("f me", null, []));
  session.socket.open();
  const at = { draft: "d" };
  const presence = new Presence({ root: document.getElementById("presence"), session, draft: () => at.draft });
  Line.latest.welcome(10, { members: paint().members });
  const pass = (...batch) => Line.latest.say({ type: "passing", batch });
  return { tick, presence, pass, at, session };
}

const names = () => [...document.querySelectorAll(".presence li")].map((each) => each.querySelector(".visually-hidden").textContent);
const row = (place) => document.querySelectorAll(".presence li")[place];

test("one says that one is here as soon as there is a line, and every few seconds", (t) => {
  const { tick } = here(t);
  assert.deepEqual(Line.latest.of("here"), [{ type: "here", draft: "d", away: false }]);
  tick(8000);
  assert.equal(Line.latest.of("here").length, 3);
});

test("others come and are seen by initials, and gone when not heard of for twelve seconds", (t) => {
  const { tick, pass } = here(t);
  assert.deepEqual(names(), ["Director"]);
  pass(ADA);
  assert.deepEqual(names(), ["Director", "Ada Bell"]);
  assert.equal(row(1).firstChild.textContent, "AB");
  tick(12_000);
  assert.deepEqual(names(), ["Director", "Ada Bell"]);
  tick(1000);
  assert.deepEqual(names(), ["Director"]);
});

test("who leaves the page is gone at once", (t) => {
  const { pass } = here(t);
  pass(ADA);
  pass({ ...ADA, away: true });
  assert.deepEqual(names(), ["Director"]);
});

test("who is taken off the film is gone at once, and comes back only as a member", (t) => {
  const { pass } = here(t);
  pass(ADA);
  Line.latest.entry(11, "member-removed", { member: "ada" });
  assert.deepEqual(names(), ["Director"]);
  pass(ADA);
  assert.deepEqual(names(), ["Director"]);
});

test("a newcomer is answered within a moment, who is known is not", (t) => {
  const { tick, pass } = here(t);
  pass(ADA);
  assert.equal(Line.latest.of("here").length, 1);
  tick(400);
  assert.equal(Line.latest.of("here").length, 2);
  pass(ADA);
  tick(400);
  assert.equal(Line.latest.of("here").length, 2);
});

test("whether somebody looks at another draft is seen and said", (t) => {
  const { pass, at, presence } = here(t);
  pass({ ...ADA, draft: "other" });
  assert.equal(row(1).hasAttribute("data-elsewhere"), true);
  assert.equal(row(1).title, "Ada Bell, at another draft");
  at.draft = "other";
  presence.tell();
  assert.equal(row(1).hasAttribute("data-elsewhere"), false);
  assert.equal(row(1).title, "Ada Bell");
  assert.equal(Line.latest.of("here").at(-1).draft, "other");
});

test("who presents is marked until they stop or are silent", (t) => {
  const { tick, pass } = here(t);
  const playhead = { type: "playhead", member: "ada", draft: "d", presenting: true };
  pass(playhead);
  assert.equal(row(1).hasAttribute("data-presenting"), true);
  pass(ADA);
  assert.equal(row(1).hasAttribute("data-presenting"), true, "a sign of life says nothing about it");
  pass({ ...playhead, presenting: false });
  assert.equal(row(1).hasAttribute("data-presenting"), false);
  pass(playhead);
  tick(4000);
  assert.equal(row(1).hasAttribute("data-presenting"), false);
});

test("a worker's word is nobody's presence", (t) => {
  const { pass } = here(t);
  pass({ type: "progress", subject: "g", share: 0.5 });
  assert.deepEqual(names(), ["Director"]);
});

test("a page out of sight says that one is away", (t) => {
  here(t);
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(Line.latest.of("here").at(-1).away, true);
});

test("the list is left alone while it says the same", (t) => {
  const { tick, pass } = here(t);
  pass(ADA);
  const before = row(1);
  tick(3000);
  pass(ADA);
  assert.equal(row(1), before);
});
