import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { heard, openPage, stopClock } from "./page.js";
import { entry, Line, listen } from "./line.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { RoomSocket } from "../../static/js/room/socket.js";

const ALL = ["entry", "welcome", "passing", "ack", "refused", "line", "dismissed"];

beforeEach(() => {
  openPage();
  listen();
});

/** A socket that was opened, its events, and the clock. */
function opened(t, since = 10) {
  const tick = stopClock(t);
  const outbox = new Outbox("room", null, []);
  const socket = new RoomSocket({ url: "ws://studio/ws/films/f/", since, outbox });
  const events = heard(socket, ...ALL);
  const said = (name) => events.filter(([each]) => each === name).map(([, detail]) => detail);
  socket.open();
  t.after(() => socket.close());
  return { socket, outbox, events, said, tick };
}

const seqs = (said) => said("entry").map(({ seq }) => seq);

test("it says hello with the last entry it has, and is heard from the welcome on", (t) => {
  const { socket, said } = opened(t);
  assert.equal(Line.latest.url, "ws://studio/ws/films/f/");
  socket.pass("here", { draft: "d" });
  Line.latest.accept();
  assert.deepEqual(Line.latest.sent, [{ type: "hello", since: 10 }]);
  assert.equal(socket.online, false);
  Line.latest.welcome();
  assert.equal(socket.online, true);
  socket.pass("here", { draft: "d" });
  assert.deepEqual(Line.latest.of("here"), [{ type: "here", draft: "d" }], "what was said before is not said later");
  assert.deepEqual(said("line"), [{ online: false, waiting: 0 }, { online: true, waiting: 0 }]);
});

test("entries are handed on once and in order", (t) => {
  const { said } = opened(t);
  const line = Line.latest;
  line.welcome();
  for (const seq of [11, 11, 9, 12]) line.entry(seq, "a", {});
  assert.deepEqual(seqs(said), [11, 12]);
});

for (const [what, message] of [
  ["leaves something out", { type: "entry", ...entry(13, "a", {}) }],
  ["is behind its own pulse", { type: "pulse", seq: 13 }],
]) {
  test(`a line that ${what} is given up, and what is missing comes on a new one`, (t) => {
    const { said, tick } = opened(t);
    const line = Line.latest;
    line.welcome();
    line.say({ type: "entry", ...entry(11, "a", {}) }, message, { type: "entry", ...entry(12, "a", {}) });
    line.entry(12, "a", {});
    assert.deepEqual(seqs(said), [11], "the rest of it is not heard");
    assert.equal(line.readyState, 3);
    tick(8000);
    assert.equal(Line.all.length, 2, "one new line");
    Line.latest.accept();
    assert.deepEqual(Line.latest.sent, [{ type: "hello", since: 11 }]);
    Line.latest.welcome(11);
    for (const seq of [12, 13, 14]) Line.latest.entry(seq, "a", {});
    assert.deepEqual(seqs(said), [11, 12, 13, 14]);
  });
}

test("after a lost line it goes on from the last entry it handed on", (t) => {
  const { said, tick } = opened(t);
  Line.latest.welcome();
  for (const seq of [11, 12]) Line.latest.entry(seq, "a", {});
  Line.latest.lose();
  tick(600);
  Line.latest.accept();
  assert.deepEqual(Line.latest.sent, [{ type: "hello", since: 12 }]);
  Line.latest.welcome(14);
  for (const seq of [12, 13, 14]) Line.latest.entry(seq, "a", {});
  assert.deepEqual(seqs(said), [11, 12, 13, 14]);
});

test("what an old connection still says is not heard", (t) => {
  const { said, tick } = opened(t);
  const old = Line.latest;
  old.welcome();
  old.lose();
  tick(600);
  Line.latest.welcome();
  old.entry(11, "a", {});
  old.lose();
  assert.deepEqual(seqs(said), []);
  assert.equal(Line.all.length, 2, "nor is its end");
});

test("a command is sent at once, kept until it is acknowledged, and sent again on each new line", (t) => {
  const { socket, outbox, said, tick } = opened(t);
  const id = socket.command("write-note", { text: "Slower." });
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(said("line").at(-1), { online: false, waiting: 1 });
  Line.latest.welcome();
  assert.deepEqual(Line.latest.of("write-note"), [{ type: "write-note", id, text: "Slower." }]);
  socket.command("add-scene", { title: "Rain" }, "mine", "2026-01-01T00:00:00Z");
  assert.deepEqual(Line.latest.of("add-scene"), [{ type: "add-scene", id: "mine", title: "Rain" }]);
  assert.equal(outbox.get("mine").at, "2026-01-01T00:00:00Z");
  Line.latest.lose();
  tick(600);
  Line.latest.welcome();
  assert.deepEqual(Line.latest.sent.map(({ type }) => type), ["hello", "write-note", "add-scene"], "in the order they were given");
  Line.latest.say({ type: "ack", id, seq: 11 }, { type: "ack", id: "mine", seq: 12 });
  assert.deepEqual(said("ack").map(({ seq }) => seq), [11, 12]);
  assert.deepEqual(said("line").at(-1), { online: true, waiting: 0 });
  Line.latest.lose();
  tick(600);
  Line.latest.welcome();
  assert.deepEqual(Line.latest.sent.map(({ type }) => type), ["hello"]);
});

test("a refused command is told, kept, and not sent again; a stranger's is not told", (t) => {
  const { socket, outbox, said, tick } = opened(t);
  Line.latest.welcome();
  const id = socket.command("write-note", {});
  Line.latest.say({ type: "refused", id, code: "locked", reason: "Locked." }, { type: "refused", id: "other", code: "x", reason: "" });
  Line.latest.say({ type: "refused", code: "too-large", reason: "" });
  assert.deepEqual(said("refused"), [{ id, code: "locked", reason: "Locked." }]);
  assert.equal(outbox.get(id).refused.code, "locked");
  Line.latest.lose();
  tick(600);
  Line.latest.welcome();
  assert.deepEqual(Line.latest.of("write-note"), []);
});

test("what can't be done just now is sent again later, and what was given meanwhile after it", (t) => {
  const { socket, said, tick } = opened(t);
  Line.latest.welcome();
  const first = socket.command("draw-stroke", {}, "first");
  Line.latest.say({ type: "refused", id: first, code: "unavailable", reason: "" });
  socket.command("erase-stroke", {}, "second");
  assert.deepEqual(Line.latest.of("erase-stroke"), [], "it would overtake what it builds on");
  tick(1499);
  assert.equal(Line.latest.of("draw-stroke").length, 1);
  tick(1);
  assert.deepEqual(Line.latest.sent.slice(-2).map(({ id }) => id), ["first", "second"]);
  assert.deepEqual(said("refused"), []);
  socket.command("restore-stroke", {}, "third");
  assert.equal(Line.latest.of("restore-stroke").length, 1, "at once again");
});

test("passing messages come singly, a pulse is answered within two seconds", (t) => {
  const { said, tick } = opened(t);
  Line.latest.welcome();
  Line.latest.say({ type: "passing", batch: [{ type: "here", member: "ada" }, { type: "ink", member: "ada" }] });
  assert.deepEqual(said("passing").map(({ type }) => type), ["here", "ink"]);
  Line.latest.entry(11, "a", {});
  Line.latest.say({ type: "pulse", seq: 11 });
  assert.deepEqual(Line.latest.of("hello").length, 1);
  tick(2000);
  assert.deepEqual(Line.latest.of("seen"), [{ type: "seen", seq: 11 }]);
});

test("it is tried again sooner at first, then at most every eight seconds, until it is welcomed", (t) => {
  t.mock.method(Math, "random", () => 1);
  const { tick } = opened(t);
  for (const wait of [500, 1000, 2000, 4000, 8000, 8000]) {
    const before = Line.all.length;
    Line.latest.lose();
    tick(wait - 1);
    assert.equal(Line.all.length, before, `not before ${wait}`);
    tick(1);
    assert.equal(Line.all.length, before + 1, `after ${wait}`);
  }
  Line.latest.welcome();
  Line.latest.lose();
  const before = Line.all.length;
  tick(500);
  assert.equal(Line.all.length, before + 1, "a welcome makes it hopeful again");
});

test("pages do not come back all at once", (t) => {
  t.mock.method(Math, "random", () => 0);
  const { tick } = opened(t);
  Line.latest.lose();
  tick(250);
  assert.equal(Line.all.length, 2);
});

test("a line that is silent for ten seconds is given up", (t) => {
  const { socket, tick } = opened(t);
  Line.latest.welcome();
  for (let pulse = 0; pulse < 4; pulse += 1) {
    tick(5000);
    Line.latest.say({ type: "pulse", seq: 10 });
  }
  assert.equal(socket.online, true);
  tick(10_000);
  assert.equal(socket.online, true);
  tick(1000);
  assert.equal(socket.online, false);
  assert.equal(Line.all[0].readyState, 3, "and closed");
  tick(1000);
  assert.equal(Line.all.length, 2);
});

test("a connection that never answers is given up too", (t) => {
  const { tick } = opened(t);
  tick(11_000);
  tick(1000);
  assert.equal(Line.all.length, 2);
});

test("when the browser believes the network gone, three seconds of silence are enough", (t) => {
  const { socket, tick } = opened(t);
  Line.latest.welcome();
  dispatchEvent(new Event("offline"));
  assert.equal(Line.latest.of("hello").length, 2, "asked, for on one machine the line may live on");
  tick(3000);
  assert.equal(socket.online, true);
  tick(1000);
  assert.equal(socket.online, false);
});

test("an answer shows that the network is there after all", (t) => {
  const { socket, tick } = opened(t);
  Line.latest.welcome();
  dispatchEvent(new Event("offline"));
  Line.latest.welcome();
  tick(9000);
  assert.equal(socket.online, true);
});

test("when the network is back, or the page is looked at again, it is tried at once", (t) => {
  t.mock.method(Math, "random", () => 1);
  const { tick } = opened(t);
  for (const wait of [500, 1000, 2000]) {
    Line.latest.lose();
    tick(wait);
  }
  Line.latest.lose();
  dispatchEvent(new Event("online"));
  assert.equal(Line.all.length, 5);
  Line.latest.lose();
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(Line.all.length, 6);
  Line.latest.welcome();
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(Line.all.length, 6, "a line that is there is left alone");
});

test("a page that nobody looks at waits its turn", (t) => {
  const { tick } = opened(t);
  Line.latest.lose();
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(Line.all.length, 1);
  tick(500);
  assert.equal(Line.all.length, 2);
});

test("signed out, removed or a film that is gone: it stays closed and says so", (t) => {
  const { socket, said, tick } = opened(t);
  for (const code of [4401, 4403, 4404]) {
    socket.open();
    Line.latest.welcome();
    const count = Line.all.length;
    Line.latest.lose(code);
    assert.deepEqual(said("dismissed").at(-1), { code });
    assert.equal(socket.online, false);
    tick(60_000);
    dispatchEvent(new Event("online"));
    assert.equal(Line.all.length, count, "nor is it tried again");
  }
});

test("another protocol is none it speaks", (t) => {
  const { said } = opened(t);
  Line.latest.welcome(10, { protocol: 2 });
  assert.deepEqual(said("dismissed"), [{ code: 0 }]);
  assert.deepEqual(said("welcome"), []);
});

test("closed by the page it says no more; opened twice it has one connection", (t) => {
  const { socket, said, tick } = opened(t);
  socket.open();
  assert.equal(Line.all.length, 1);
  Line.latest.welcome();
  socket.close();
  Line.latest.entry(11, "a", {});
  Line.latest.lose();
  tick(60_000);
  assert.equal(Line.all.length, 1);
  assert.deepEqual(seqs(said), []);
});
