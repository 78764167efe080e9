import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, heard, openPage, settled, stopClock } from "./page.js";
import { draft, Line, listen, paint, words } from "./line.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Session } from "../../static/js/room/session.js";
import { notesOn, strokesOn } from "../../static/js/room/state.js";

const INK = { draft: "d", frame: 7, tool: "pen", colour: "#e8b04b", width: 40, points: [[1, 2, 512, 0, 0]] };
const MEMBERS = paint().members;

beforeEach(() => {
  openPage();
  listen();
});

/** A session whose line is there. */
async function welcomed(t, more = {}) {
  const session = await Session.open(paint(more));
  const events = heard(session, "changes", "passing", "line", "refused", "dismissed", "stale");
  const said = (name) => events.filter(([each]) => each === name).map(([, detail]) => detail);
  t.after(() => session.socket.close());
  Line.latest.welcome(10, { members: MEMBERS });
  return { session, said };
}

test("it opens the line of its film, as the page came", async (t) => {
  const { session, said } = await welcomed(t);
  assert.equal(Line.latest.url, "ws://studio/ws/films/f/");
  assert.deepEqual(Line.latest.of("hello"), [{ type: "hello", since: 10 }]);
  assert.deepEqual([session.online, session.waiting, session.lasting, session.you], [true, 0, false, "me"]);
  assert.deepEqual(said("changes"), [[{ what: "member" }, { what: "ink" }]]);
});

test("an entry is folded in and said", async (t) => {
  const { session, said } = await welcomed(t);
  Line.latest.entry(11, "note-written", words("Slower."), { id: "n" });
  assert.deepEqual(said("changes").at(-1), [{ what: "note", draft: "d", id: "n" }]);
  assert.equal(notesOn(session.state, "d")[0].text, "Slower.");
  Line.latest.entry(12, "year-declared", { year: 2026 });
  assert.equal(said("changes").length, 2, "what the room does not show is not said");
});

test("a command is shown at once and waits until its entry is there", async (t) => {
  const { session, said } = await welcomed(t);
  const id = session.command("write-note", words("Slower."));
  assert.equal(notesOn(session.state, "d")[0].pending, true);
  assert.equal(session.waiting, 1);
  assert.deepEqual(said("changes").at(-1), [{ what: "note", draft: "d", id }]);
  Line.latest.say({ type: "ack", id, seq: 11 });
  assert.equal(session.waiting, 0);
  assert.equal(notesOn(session.state, "d").length, 1, "its entry is still to come");
  Line.latest.entry(11, "note-written", words("Slower."), { id, actor: "member:me" });
  assert.deepEqual(notesOn(session.state, "d").map(({ pending }) => pending), [undefined]);
});

test("acknowledged as what came long before, it waits no more", async (t) => {
  const { session } = await welcomed(t);
  const id = session.command("write-note", words("Slower."));
  Line.latest.say({ type: "ack", id, seq: 9 });
  assert.deepEqual(notesOn(session.state, "d"), []);
});

test("what was refused is said with its words and stays until it is let go", async (t) => {
  const { session, said } = await welcomed(t);
  const id = session.command("write-note", words("Too late."));
  Line.latest.say({ type: "refused", id, code: "locked", reason: "This shot is locked." });
  const [refused] = said("refused");
  assert.deepEqual([refused.verb, refused.fields.text, refused.code], ["write-note", "Too late.", "locked"]);
  assert.equal(notesOn(session.state, "d")[0].refused.reason, "This shot is locked.");
  session.forget(id);
  assert.deepEqual(notesOn(session.state, "d"), []);
  assert.deepEqual(said("changes").at(-1), [{ what: "note", draft: "d", id }]);
});

test("ink that another tab took off or brought back first is as one wished", async (t) => {
  const { session, said } = await welcomed(t);
  for (const [verb, code] of [["erase-stroke", "erased-already"], ["restore-stroke", "not-erased"]]) {
    const id = session.command(verb, { stroke: "x" });
    Line.latest.say({ type: "refused", id, code, reason: "" });
    assert.equal(session.state.pending.size, 0);
  }
  assert.deepEqual(said("refused"), []);
});

test("what waited in the outbox is shown when the page opens again", () => {
  const outbox = new Outbox("f me", null, []);
  outbox.add({ id: "n", verb: "write-note", fields: words("Kept."), at: "2026-01-01T00:00:00Z" });
  outbox.add({ id: "r", verb: "write-note", fields: words("Refused."), at: "2026-01-01T00:00:01Z" });
  outbox.refuse("r", { code: "locked", reason: "Locked." });
  const session = new Session(paint(), outbox);
  assert.deepEqual(
    notesOn(session.state, "d").map(({ text, pending, refused }) => [text, pending, refused?.reason]),
    [["Kept.", true, undefined], ["Refused.", false, "Locked."]],
  );
  assert.equal(session.waiting, 1);
});

test("what others pass on is handed on, one's own is not", async (t) => {
  const { session, said } = await welcomed(t);
  Line.latest.say({ type: "passing", batch: [{ type: "here", member: "me" }, { type: "here", member: "ada" }] });
  assert.deepEqual(said("passing"), [{ type: "here", member: "ada" }]);
  session.pass("here", { draft: "d" });
  assert.deepEqual(Line.latest.of("here"), [{ type: "here", draft: "d" }]);
});

test("a welcome brings who is on the film now; one that begins earlier says the page is stale", async (t) => {
  const { session, said } = await welcomed(t);
  Line.latest.welcome(10, { members: [{ ...MEMBERS[0], name: "Lin" }] });
  assert.deepEqual([...session.state.members.keys()], ["me"]);
  Line.latest.entry(11, "member-joined", { member: "ada", name: "Ada", roles: [] });
  Line.latest.welcome(10, { members: [], since: 9 });
  assert.equal(said("stale").length, 1);
  assert.equal(session.state.members.size, 2, "and nothing of it is taken in");
});

test("names: members by name, engines and the site by what they are", async (t) => {
  const { session } = await welcomed(t);
  assert.deepEqual(
    ["member:ada", "ada", "engine:animatic", "system", "member:gone"].map((actor) => session.nameOf(actor)),
    ["Ada Bell", "Ada Bell", "engine", "system", "member"],
  );
});

test("a line closed for good is said", async (t) => {
  const { said } = await welcomed(t);
  Line.latest.lose(4403);
  assert.deepEqual(said("dismissed"), [{ code: 4403 }]);
  assert.deepEqual(said("line").at(-1), { online: false, waiting: 0 });
});

const stroke = (id, frame) => ({ id, ...INK, frame, actor: "member:ada", seq: 3 });
const at = (first, after = 0) => `/films/f/drafts/d/ink?first=${first}&last=${first + 24}&after=${after}`;

test("ink is asked for where one looks and on both sides, each window once", async (t) => {
  const { session, said } = await welcomed(t);
  const none = { seq: 10, strokes: [], next: null };
  const asked = answer({ [at(24)]: { ...none, strokes: [stroke("a", 30)] }, [at(48)]: none, [at(0)]: none, [at(96)]: none });
  session.wantInk("d", 30);
  session.wantInk("d", 31);
  await settled();
  session.wantInk("d", 47);
  assert.deepEqual(asked, [at(24), at(48), at(0)]);
  assert.deepEqual(strokesOn(session.state, "d", 30).map(({ id }) => id), ["a"]);
  assert.deepEqual(said("changes").at(-1), [{ what: "ink", draft: "d" }]);
  session.wantInk("d", 99);
  assert.deepEqual(asked.slice(3), [at(96), at(72)], "nothing after the draft's last frame");
  await settled();
  session.wantInk("unknown", 0);
  assert.equal(asked.length, 5);
});

test("much ink comes in pages, and what was drawn while they were read is not lost", async (t) => {
  const { session } = await welcomed(t);
  answer({
    [at(0)]: { seq: 10, strokes: [stroke("a", 7)], next: 3 },
    [at(0, 3)]: () => {
      Line.latest.entry(11, "stroke-drawn", INK, { id: "meanwhile" });
      return { seq: 11, strokes: [stroke("b", 7)], next: null };
    },
  });
  session.wantInk("d", 7);
  await settled();
  assert.deepEqual(strokesOn(session.state, "d", 7).map(({ id }) => id), ["a", "b", "meanwhile"]);
});

test("ink that could not be had is asked for again", async (t) => {
  const { session } = await welcomed(t);
  answer({});
  session.wantInk("d", 7);
  await settled();
  const asked = answer({ [at(0)]: { seq: 10, strokes: [stroke("a", 7)], next: null } });
  session.wantInk("d", 7);
  await settled();
  assert.equal(asked[0], at(0));
  assert.equal(strokesOn(session.state, "d", 7).length, 1);
});

test("a draft taken up says what is new about it", async (t) => {
  const { session, said } = await welcomed(t);
  session.takeUp({ seq: 10, draft: draft("e", { version: 2 }), notes: [], marks: [[3, 1]] });
  assert.deepEqual(said("changes").at(-1), [{ what: "draft", id: "e", shot: "s" }, { what: "ink", draft: "e" }, { what: "note", draft: "e" }]);
  assert.equal(session.state.drafts.get("e").version, 2);
});

test("a gap is filled before what came after it is shown", async (t) => {
  const tick = stopClock(t);
  const { session } = await welcomed(t);
  Line.latest.entry(12, "note-written", words("second"), { id: "b" });
  assert.deepEqual(notesOn(session.state, "d"), []);
  tick(500);
  Line.latest.welcome(10, { members: MEMBERS });
  Line.latest.entry(11, "note-written", words("first"), { id: "a" });
  Line.latest.entry(12, "note-written", words("second"), { id: "b" });
  assert.deepEqual(notesOn(session.state, "d").map(({ text }) => text), ["first", "second"]);
});
