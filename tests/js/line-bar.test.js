import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { button, openPage, stopClock } from "./page.js";
import { Line, listen, paint, words } from "./line.js";
import { showLine } from "../../static/js/room/line-bar.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Session } from "../../static/js/room/session.js";

beforeEach(() => {
  openPage(`<p id="bar" hidden></p><p id="state"></p>`);
  listen();
});

/** What a browser keeps commands in: stored when the test says so. Nothing is read from it here. */
class Base extends EventTarget {
  /** @type {EventTarget[]} */
  begun = [];

  transaction() {
    const transaction = new EventTarget();
    this.begun.push(transaction);
    return Object.assign(transaction, { objectStore: () => ({ put() {}, delete() {} }) });
  }

  store() {
    for (const transaction of this.begun.splice(0)) transaction.dispatchEvent(new Event("complete"));
  }
}

/** The bar of a session that was just opened. */
function shown(t, { lasting = true } = {}) {
  const tick = stopClock(t);
  const base = new Base();
  const session = new Session(paint(), new Outbox("f me", lasting ? base : null, []));
  const [bar, state] = ["bar", "state"].map((id) => document.getElementById(id));
  showLine({ bar, state, session });
  session.socket.open();
  const said = () => (bar.hidden ? "" : bar.querySelector("span").textContent);
  return { session, bar, state, said, tick, base };
}

test("a line that is being opened is not lost yet", (t) => {
  const { said, bar, tick } = shown(t);
  assert.equal(said(), "");
  assert.equal(bar.dataset.line, "opening");
  tick(1499);
  assert.equal(said(), "");
  tick(1);
  assert.equal(said(), "No line. What you draw is kept here and sent when it is back.");
  Line.latest.welcome();
  assert.equal(said(), "");
  assert.equal(bar.dataset.line, "here");
});

test("a lost line is said at once, with what waits", (t) => {
  const { said, session, bar, state, base } = shown(t);
  Line.latest.welcome();
  assert.equal(bar.hidden, true);
  Line.latest.lose();
  assert.equal(said(), "No line. What you draw is kept here and sent when it is back.");
  assert.equal(bar.dataset.line, "lost");
  for (let n = 0; n < 3; n += 1) session.command("write-note", words("A"));
  assert.equal(said(), "No line. What you draw is kept here and sent when it is back.", "not stored yet");
  base.store();
  assert.equal(said(), "No line. What you draw is kept here and sent when it is back. 3 waiting.");
  assert.equal(state.textContent, "");
});

test("what is being sent is counted while there is a line", (t) => {
  const { state, session } = shown(t);
  Line.latest.welcome();
  const id = session.command("write-note", words("A"));
  assert.equal(state.textContent, "Sending 1");
  Line.latest.say({ type: "ack", id, seq: 11 });
  assert.equal(state.textContent, "");
});

test("what a private window can't keep it does not promise, and asks before it closes", (t) => {
  const { said, session } = shown(t, { lasting: false });
  Line.latest.welcome();
  Line.latest.lose();
  session.command("write-note", words("A"));
  assert.equal(said(), "No line. What you draw is sent when it is back, if this page stays open until then.");
  const leaving = new Event("beforeunload", { cancelable: true });
  dispatchEvent(leaving);
  assert.equal(leaving.defaultPrevented, true);
});

test("a page left before its commands are stored asks first", (t) => {
  const { session, base } = shown(t);
  session.command("write-note", words("A"));
  const leaving = () => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.equal(leaving(), true);
  base.store();
  assert.equal(leaving(), false);
});

test("nothing is asked when nothing is lost", (t) => {
  for (const [lasting, waits] of [[true, true], [false, false]]) {
    openPage(`<p id="bar"></p><p id="state"></p>`);
    const { session, base } = shown(t, { lasting });
    if (waits) session.command("write-note", words("A"));
    base.store();
    const leaving = new Event("beforeunload", { cancelable: true });
    dispatchEvent(leaving);
    assert.equal(leaving.defaultPrevented, false);
    t.mock.timers.reset();
  }
});

test("refused ink is named until it is let go; refused notes are shown where notes are", (t) => {
  const { said, session, bar } = shown(t);
  Line.latest.welcome();
  for (const verb of ["write-note", "resolve-note", "reopen-note"]) {
    const id = session.command(verb, words("A"));
    Line.latest.say({ type: "refused", id, code: "locked", reason: "Locked." });
  }
  assert.equal(said(), "");
  const id = session.command("draw-stroke", { draft: "d", frame: 0 });
  Line.latest.say({ type: "refused", id, code: "locked", reason: "This shot is locked." });
  assert.equal(said(), "This could not be kept: This shot is locked.");
  assert.equal(bar.dataset.line, "here");
  button("Let it go").click();
  assert.equal(said(), "");
  assert.equal(session.state.pending.has(id), false);
  assert.equal(session.state.pending.size, 3, "the notes stay");
});

test("without a line nothing can be let go of yet", (t) => {
  const { session } = shown(t);
  Line.latest.welcome();
  const id = session.command("draw-stroke", { draft: "d", frame: 0 });
  Line.latest.say({ type: "refused", id, code: "locked", reason: "Locked." });
  assert.equal(button("Let it go").hidden, false);
  Line.latest.lose();
  assert.equal(button("Let it go").hidden, true);
});

for (const [code, waits, words_, way] of [
  [4401, 1, "You are signed out. What you drew is kept here until you sign in again.", "Sign in"],
  [4403, 0, "You are not on this film any more.", null],
  [4403, 1, "You are not on this film any more. 1 not sent, and kept in this browser.", null],
  [4404, 0, "You are not on this film any more.", null],
  [0, 0, "This page is older than the site.", "Load it anew"],
]) {
  test(`closed for good with ${code}, ${waits} waiting: it says why, and the way on`, (t) => {
    const { said, session, bar } = shown(t);
    if (code) Line.latest.welcome();
    else Line.latest.welcome(10, { protocol: 2 });
    for (let n = 0; n < waits; n += 1) session.command("write-note", words("A"));
    if (code) Line.latest.lose(code);
    assert.equal(said(), words_);
    const ways = [...bar.querySelectorAll("button")].filter((each) => !each.hidden).map((each) => each.textContent);
    assert.deepEqual(ways, way ? [way] : []);
  });
}

test("who draws on after the line is closed for good is told how much is not sent", (t) => {
  const { said, session } = shown(t);
  Line.latest.welcome();
  Line.latest.lose(4403);
  session.command("draw-stroke", { draft: "d", frame: 0 });
  assert.equal(said(), "You are not on this film any more. 1 not sent, and kept in this browser.");
});

test("who is signed out loads the page anew, and is led to the sign-in page", (t) => {
  shown(t);
  Line.latest.welcome();
  Line.latest.lose(4401);
  let loads = 0;
  Object.defineProperty(location, "reload", { value: () => (loads += 1) });
  button("Sign in").click();
  assert.equal(loads, 1);
});
