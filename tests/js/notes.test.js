import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, button, lay, openPage, press, settled, stopClock, type } from "./page.js";
import { draft, Line, listen, paint, words } from "./line.js";
import { film } from "./video.js";
import { Drawer } from "../../static/js/room/drawer.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Place } from "../../static/js/room/navigation.js";
import { Player } from "../../static/js/player/player.js";
import { Session } from "../../static/js/room/session.js";
import { Talk } from "../../static/js/notes/notes-controller.js";
import { Timeline } from "../../static/js/timeline/timeline.js";

const MARKUP = `<video></video><canvas></canvas><div id="axis"></div><button id="handle"></button>
  <aside id="column"><section id="notes"></section></aside>`;
const NOTE = { id: "n", ...words("Slower.", { first: 12, last: 13 }), actor: "member:ada", at: "2026-01-01T10:00:00Z", resolved_at: null, resolved_by: "" };
const OTHER = draft("e", { version: 2, name: "S01_SH010_v002" });

beforeEach(() => {
  openPage(MARKUP, "/films/f/room/?shot=s&draft=d&frame=0");
  listen();
});

/** The notes of a draft beside its picture; what is said goes to the room and comes back from it. */
async function room(t, { notes = [], writable = true, session = undefined, drawer = undefined } = {}) {
  const [video, canvas, axis] = ["video", "canvas", "#axis"].map((name) => document.querySelector(name));
  const clip = film(video);
  lay(axis, { width: 1000, height: 124 });
  const player = new Player({ video, canvas });
  await player.load({ url: "/c", rate: "24", frames: 100, width: 16, height: 9 });
  const tick = stopClock(t, Date.UTC(2026, 0, 1, 12));
  session ??= new Session(paint({ notes, drafts: [draft("d"), OTHER], marks: [[4, 2]] }), new Outbox("f me", null, []));
  session.socket.open();
  Line.latest.welcome(10, { members: paint().members });
  const place = new Place(session, { shot: "s", draft: "d" }, "/films/f/");
  const timeline = new Timeline(axis);
  timeline.follow(player);
  const may = { write: writable };
  let revealed = 0;
  const talk = new Talk({
    root: document.getElementById("notes"),
    count: document.getElementById("handle"),
    session,
    place,
    player,
    timeline,
    drawer: drawer ?? new Drawer(document.getElementById("column"), document.getElementById("handle")),
    writable: () => may.write,
    reveal: () => (revealed += 1),
  });
  session.addEventListener("changes", () => talk.show());
  place.addEventListener("change", () => talk.show());
  talk.show();
  t.after(() => session.socket.close());
  let seq = 10;
  /** The room does a command, or somebody else's. */
  const done = (verb, payload, more = {}) => {
    seq += 1;
    if (more.id) Line.latest.say({ type: "ack", id: more.id, seq });
    Line.latest.entry(seq, verb, payload, more);
  };
  return { player, clip, session, place, timeline, talk, may, done, tick, revealed: () => revealed };
}

const threads = () => [...document.querySelectorAll(".thread")];
const texts = () => threads().map((each) => each.querySelector(".note-text").textContent);
const composer = () => document.querySelector("#notes > .composer");
const writing = () => composer().querySelector("textarea");
const placed = () => document.querySelector(".composer-place").textContent;
const sent = (verb) => Line.latest.of(verb);
const filter = (place, value) => {
  const select = document.querySelectorAll(".notes-head select")[place];
  select.value = value;
  select.dispatchEvent(new Event("change"));
};

/** Writes a note as a hand does. */
function write(text) {
  type(writing(), text);
  button("Send", composer()).click();
}

test("a note lies on the frame that is seen, waits, and is there", async (t) => {
  const { player, done } = await room(t);
  await player.seek(1);
  assert.equal(placed(), "00:00:00:01");
  write("Slower, 慢一点。");
  const [said] = sent("write-note");
  assert.deepEqual({ ...said, id: "" }, {
    type: "write-note", id: "", draft: "d", first: 1, last: 2, kind: "change", text: "Slower, 慢一点。", reason: "", mentions: [],
  });
  assert.equal(document.querySelector(".note-waiting").textContent, "Waiting to be sent");
  assert.equal(document.querySelector(".thread-foot").textContent, "", "and is not answered yet");
  const { type: _, id, ...fields } = said;
  done("note-written", { ...fields, parent: null }, { id, actor: "member:me" });
  assert.equal(document.querySelector(".note-waiting"), null);
  assert.equal(document.querySelector(".note-by b").textContent, "Director");
});

test("a note lies on the marked span, until in and out are cleared", async (t) => {
  const { player } = await room(t);
  await player.seek(1);
  player.loop.markIn(1);
  await player.seek(11);
  player.loop.markOut(11);
  assert.equal(placed(), "00:00:00:01 – 00:00:00:11");
  write("All of it.");
  assert.deepEqual([sent("write-note")[0].first, sent("write-note")[0].last], [1, 12]);
  player.loop.clear();
  assert.equal(placed(), "00:00:00:11");
});

test("the first letter stops what plays", async (t) => {
  const { player, clip } = await room(t);
  player.play();
  await settled();
  clip.run(3);
  type(writing(), "S");
  assert.equal(player.speed, 0);
});

test("another's note comes in, is gone to, answered and resolved", async (t) => {
  const { player, done } = await room(t);
  done("note-written", words("Slower.", { first: 30, last: 31 }), { id: "n" });
  const span = document.querySelector(".thread-span");
  assert.equal(span.textContent, "00:00:01:06");
  span.click();
  await settled();
  assert.equal(player.frame, 30);
  assert.equal(threads()[0].classList.contains("now"), true);
  button("Answer").click();
  const field = document.querySelector(".thread textarea");
  assert.equal(document.activeElement, field);
  type(field, "How slow?");
  press("Enter", { ctrlKey: true });
  const [said] = sent("write-note");
  assert.deepEqual([said.parent, said.kind, said.first, said.last, said.text], ["n", "change", 30, 31, "How slow?"]);
  assert.equal(document.querySelector(".answers .note-text").textContent, "How slow?");
  assert.equal(document.querySelector(".thread textarea"), null);
  button("Resolve").click();
  assert.equal(sent("resolve-note")[0].note, "n");
  done("note-resolved", { note: "n", draft: "d" }, { id: sent("resolve-note")[0].id, actor: "member:me" });
  assert.deepEqual(texts(), [], "the open ones are shown");
  filter(0, "resolved");
  assert.match(document.querySelector(".thread-resolved").textContent, /^Resolved by Director/);
  button("Reopen").click();
  assert.equal(sent("reopen-note")[0].note, "n");
  done("note-reopened", { note: "n", draft: "d" }, { id: sent("reopen-note")[0].id });
  filter(0, "open");
  assert.equal(document.querySelector(".thread-resolved"), null);
});

test("threads stand in the order of their frames, and show when the picture is on them", async (t) => {
  const { player } = await room(t, {
    notes: [{ ...NOTE, id: "late", first: 40, last: 60, text: "late" }, { ...NOTE, text: "early" }, { ...NOTE, id: "m", text: "after", at: "2026-01-01T11:00:00Z" }],
  });
  assert.deepEqual(texts(), ["early", "after", "late"]);
  const now = () => threads().map((each) => each.classList.contains("now"));
  assert.deepEqual(now(), [false, false, false]);
  await player.seek(12);
  assert.deepEqual(now(), [true, true, false]);
  await player.seek(59);
  assert.deepEqual(now(), [false, false, true]);
  await player.seek(60);
  assert.deepEqual(now(), [false, false, false]);
  assert.equal(threads()[2].querySelector(".thread-span").textContent, "00:00:01:16 – 00:00:02:11");
});

test("open, resolved or all, of one kind or every", async (t) => {
  await room(t, {
    notes: [
      NOTE,
      { ...NOTE, id: "q", kind: "question", text: "Why?", first: 20, last: 21 },
      { ...NOTE, id: "k", kind: "keep", text: "His hand.", reason: "It shook.", first: 30, last: 31, resolved_at: "2026-01-01T11:00:00Z", resolved_by: "member:me" },
    ],
  });
  assert.deepEqual(texts(), ["Slower.", "Why?"]);
  filter(0, "resolved");
  assert.deepEqual(texts(), ["His hand."]);
  assert.equal(document.querySelector(".note-reason").textContent, "Kept because It shook.");
  filter(0, "all");
  assert.deepEqual(texts(), ["Slower.", "Why?", "His hand."]);
  filter(1, "question");
  assert.deepEqual(texts(), ["Why?"]);
  filter(0, "resolved");
  assert.deepEqual(texts(), []);
  assert.equal(document.querySelector(".notes-nothing").textContent, "No notes of this kind.");
  write("Mine is seen whatever is filtered.");
  assert.deepEqual(texts(), ["Mine is seen whatever is filtered."]);
});

test("how many threads are open stands on the handle, and marks stand on the time axis", async (t) => {
  const { timeline, done } = await room(t, { notes: [NOTE] });
  const handle = document.getElementById("handle");
  assert.equal(handle.textContent, "Notes 1");
  let marks;
  Object.defineProperty(timeline, "marks", {
    set(put) {
      marks = put;
    },
  });
  done("note-written", words("B", { first: 20, last: 25, kind: "keep" }), { id: "b", at: "2026-01-01T11:00:00Z" });
  assert.equal(handle.textContent, "Notes 2");
  assert.deepEqual(marks, [
    { id: "ink-4", first: 4, last: 5, kind: "ink" },
    { id: "n", first: 12, last: 13, kind: "change" },
    { id: "b", first: 20, last: 25, kind: "keep" },
  ]);
  for (const note of ["n", "b"]) done("note-resolved", { note, draft: "d" });
  assert.equal(handle.textContent, "Notes");
  assert.deepEqual(marks.map(({ id }) => id), ["ink-4"]);
});

test("a mark that is touched brings its thread into sight, whatever is filtered", async (t) => {
  const { timeline, revealed } = await room(t, { notes: [NOTE, { ...NOTE, id: "q", kind: "question", text: "Why?" }] });
  filter(1, "question");
  assert.deepEqual(texts(), ["Why?"]);
  timeline.dispatchEvent(new CustomEvent("mark", { detail: { id: "n" } }));
  assert.deepEqual(texts(), ["Slower.", "Why?"]);
  assert.equal(revealed(), 1);
});

test("a refused note keeps its words: taken back they are in the field again", async (t) => {
  await room(t);
  write("Too late.");
  Line.latest.say({ type: "refused", id: sent("write-note")[0].id, code: "locked", reason: "This shot is locked." });
  assert.match(document.querySelector(".note-refused").textContent, /^Not done: This shot is locked\./);
  assert.equal(document.querySelector(".note-waiting"), null);
  button("Take back").click();
  assert.equal(writing().value, "Too late.");
  assert.equal(document.activeElement, writing());
  assert.deepEqual(texts(), []);
});

test("words taken back leave those begun since", async (t) => {
  const { session } = await room(t);
  composer().querySelector("input[value=keep]").click();
  type(writing(), "Too late.");
  type(composer().querySelectorAll("textarea")[1], "It shook.");
  button("Send", composer()).click();
  Line.latest.say({ type: "refused", id: sent("write-note")[0].id, code: "locked", reason: "Locked." });
  type(writing(), "Begun.");
  button("Take back").click();
  const [text, reason] = composer().querySelectorAll("textarea");
  assert.deepEqual([text.value, reason.value], ["Begun.\nToo late.", "It shook."]);
  assert.equal(composer().querySelector("input:checked").value, "keep");
  assert.equal(session.state.pending.size, 0);
});

test("a refused answer taken back is in its thread's field", async (t) => {
  await room(t, { notes: [NOTE] });
  button("Answer").click();
  type(document.querySelector(".thread textarea"), "How slow?");
  press("Enter", { metaKey: true });
  Line.latest.say({ type: "refused", id: sent("write-note")[0].id, code: "locked", reason: "Locked." });
  button("Take back").click();
  assert.equal(document.querySelector(".thread textarea").value, "How slow?");
  assert.equal(writing().value, "");
  assert.equal(document.querySelector(".answers"), null);
});

test("a resolution that was refused is taken back, and the note stays where it is", async (t) => {
  const { session } = await room(t, { notes: [NOTE] });
  button("Resolve").click();
  Line.latest.say({ type: "refused", id: sent("resolve-note")[0].id, code: "locked", reason: "Locked." });
  button("Take back").click();
  assert.equal(session.state.pending.size, 0);
  assert.deepEqual([texts(), writing().value], [["Slower."], ""]);
  assert.ok(button("Resolve"));
});

test("where nothing can be written what was refused can be read, and let go", async (t) => {
  const { may, talk } = await room(t);
  write("Too late.");
  Line.latest.say({ type: "refused", id: sent("write-note")[0].id, code: "locked", reason: "Locked." });
  type(writing(), "And this.");
  may.write = false;
  talk.show();
  assert.deepEqual([writing().value, writing().readOnly, button("Send", composer()).disabled], ["And this.", true, true]);
  assert.equal(document.body.textContent.includes("Take back"), false);
  button("Let it go").click();
  assert.deepEqual(texts(), []);
});

test("where nothing can be written and nothing was, there is no field and no button", async (t) => {
  await room(t, { notes: [NOTE], writable: false });
  assert.equal(composer().hidden, true);
  assert.deepEqual([...threads()[0].querySelectorAll(".thread-foot button")], []);
  assert.deepEqual(texts(), ["Slower."]);
  filter(0, "resolved");
  assert.equal(document.querySelector(".notes-nothing").textContent, "No notes of this kind.");
});

test("an empty panel says what to do, or that there is nothing", async (t) => {
  const { may, talk } = await room(t);
  const nothing = document.querySelector(".notes-nothing");
  assert.equal(nothing.textContent, "No notes yet. Stop on a frame and say what you see.");
  may.write = false;
  talk.show();
  assert.equal(nothing.textContent, "No notes.");
});

test("who reads by keyboard stays where they are when more comes in", async (t) => {
  const { done } = await room(t, { notes: [NOTE] });
  const span = document.querySelector(".thread-span");
  span.focus();
  const list = document.querySelector(".threads");
  const moved = new Set();
  list.insertBefore = function insertBefore(thread, before) {
    moved.add(thread); // a browser takes the focus from what is moved, if only to where it was
    return Object.getPrototypeOf(this).insertBefore.call(this, thread, before);
  };
  done("note-written", words("Before it", { first: 1, last: 2 }), { id: "b" });
  done("note-written", words("After it", { first: 50, last: 51 }), { id: "c" });
  assert.deepEqual(texts(), ["Before it", "Slower.", "After it"]);
  assert.equal(document.activeElement, span);
  assert.equal(moved.has(span.closest(".thread")), false);
});

test("an answer that is being written stays when its thread says something new", async (t) => {
  const { done } = await room(t, { notes: [NOTE] });
  button("Answer").click();
  const field = document.querySelector(".thread textarea");
  type(field, "How");
  done("note-written", words("So slow.", { first: 12, last: 13, parent: "n" }), { id: "b" });
  assert.equal(document.querySelector(".answers .note-text").textContent, "So slow.");
  assert.equal(document.querySelector(".thread textarea"), field);
  assert.equal(field.value, "How");
});

test("words not sent survive a reload where they were typed", async (t) => {
  const { session } = await room(t, { notes: [NOTE] });
  composer().querySelector("input[value=keep]").click();
  type(writing(), "His hand sh");
  type(composer().querySelectorAll("textarea")[1], "It shook th");
  button("Answer").click();
  type(document.querySelector(".thread textarea"), "Much");
  session.socket.close();
  t.mock.timers.reset();
  const kept = sessionStorage;
  openPage(MARKUP, "/films/f/room/?shot=s&draft=d&frame=0");
  globalThis.sessionStorage = kept;
  const { place } = await room(t, { notes: [NOTE] });
  const [text, reason] = composer().querySelectorAll("textarea");
  assert.deepEqual([text.value, reason.value, reason.parentElement.hidden], ["His hand sh", "It shook th", false]);
  assert.equal(document.querySelector(".thread textarea").value, "Much");
  answer({ "/films/f/drafts/e/": { seq: 10, draft: OTHER, notes: [], marks: [] } });
  await place.toDraft("e");
  assert.equal(writing().value, "", "on another draft nothing was begun");
  await place.toDraft("d");
  assert.equal(writing().value, "His hand sh");
  button("Send", composer()).click();
  button("Cancel").click();
  assert.equal(sessionStorage.length, 0, "sent and cancelled ones are not kept");
});

test("what one member typed is not another's in the same browser", async (t) => {
  await room(t);
  type(writing(), "Mine");
  t.mock.timers.reset();
  const kept = sessionStorage;
  openPage(MARKUP);
  globalThis.sessionStorage = kept;
  await room(t, { session: new Session(paint({ you: "ada" }), new Outbox("f ada", null, [])) });
  assert.equal(writing().value, "");
});

test("where the column is a drawer, a note opens it; Escape and the handle close it", async (t) => {
  const narrow = Object.assign(new EventTarget(), { matches: true });
  const [column, handle] = ["column", "handle"].map((id) => document.getElementById(id));
  const drawer = new Drawer(column, handle, narrow);
  const shut = () => [column.inert, column.classList.contains("shut"), handle.ariaExpanded];
  assert.deepEqual(shut(), [true, true, "false"]);
  await room(t, { drawer });
  write("Slower.");
  assert.deepEqual(shut(), [false, false, "true"]);
  press("Escape", { isComposing: true }, column);
  assert.deepEqual(shut(), [false, false, "true"]);
  press("Escape", {}, column);
  assert.deepEqual(shut(), [true, true, "false"]);
  assert.equal(document.activeElement, handle);
  handle.click();
  assert.deepEqual(shut(), [false, false, "true"]);
  handle.click();
  narrow.matches = false;
  narrow.dispatchEvent(new Event("change"));
  assert.deepEqual(shut(), [false, false, "true"], "on a desk it simply stands there");
});

test("a name of a member who has left is shown, one's of no member is the site's", async (t) => {
  await room(t, { notes: [{ ...NOTE, actor: "system" }, { ...NOTE, id: "b", text: "Look, @Ada Bell", mentions: ["ada"] }] });
  assert.deepEqual([...document.querySelectorAll(".note-by b")].map((each) => each.textContent), ["Slowfilm", "Ada Bell"]);
  assert.equal(document.querySelector(".mention").textContent, "@Ada Bell");
});

test("the time of day is said, and the day when it was another one", async (t) => {
  document.documentElement.lang = "en";
  await room(t, { notes: [NOTE, { ...NOTE, id: "b", first: 20, last: 21, at: "2025-12-24T10:30:00Z" }] });
  const [today, before] = [...document.querySelectorAll(".note-by time")];
  assert.match(today.textContent, /^\d\d:\d\d$/);
  assert.match(before.textContent, /24/);
  assert.equal(before.getAttribute("datetime"), "2025-12-24T10:30:00Z");
});

test("what people write is text, never markup", async (t) => {
  const { done } = await room(t);
  done("note-written", words("<img src=x onerror=alert(1)>", { reason: "<b>" }), { id: "n" });
  assert.deepEqual(texts(), ["<img src=x onerror=alert(1)>"]);
  assert.equal(document.querySelector(".thread img"), null);
});

test("the picture that stands says in the address where, once it has stood a moment", async (t) => {
  const { player, tick } = await room(t);
  await player.seek(42);
  tick(399);
  assert.match(location.search, /frame=0/);
  tick(1);
  assert.match(location.search, /frame=42/);
});

test("who resolves with the keyboard goes on at the next note, or at the list", async (t) => {
  const { done, talk } = await room(t, { notes: [NOTE, { ...NOTE, id: "m", text: "Later.", first: 30, last: 31 }] });
  const resolve = () => threads()[0].querySelector(".thread-foot button:last-of-type");
  for (const id of ["n", "m"]) {
    resolve().focus();
    assert.ok(document.activeElement.closest(".thread"));
    done("note-resolved", { note: id, draft: "d" });
    await settled();
    const here = document.activeElement;
    assert.ok(id === "n" ? here.matches(".thread-span") : here.matches(".threads"), here.outerHTML);
  }
  talk.write();
  assert.equal(document.activeElement, writing(), "N goes to where a note is written");
});
