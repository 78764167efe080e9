import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, button, openPage, press, settled, stopClock } from "./page.js";
import { Line, listen, paint } from "./line.js";
import { askFirst, confirmed } from "../../static/js/shared/confirm.js";
import { keepFresh, refresh } from "../../static/js/shared/fresh.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { keepPanels } from "../../static/js/room/panels.js";
import { Session } from "../../static/js/room/session.js";
import { chooseSurround } from "../../static/js/player/surround.js";
import { Tabs } from "../../static/js/room/tabs.js";

beforeEach(() => {
  openPage();
  listen();
});

let reads = 0;

/** Runs a page's own script, anew for each page. */
async function run(script, markup, address = "/films/f/") {
  openPage(markup, address);
  reads += 1;
  return import(`../../static/js/${script}.js?${reads}`);
}

/** An answer that comes when it is let. */
function later(text) {
  let come;
  const coming = new Promise((resolve) => (come = () => resolve(text)));
  return [() => coming, come];
}

// ── panels of other stages ───────────────────────────────────────────────────

const PANEL = `<section id="gate" data-panel="/gate" data-panel-verbs="shot-approved,shot-locked"></section>`;

/** A page with one panel, on the line. */
function panels(answers) {
  document.body.innerHTML = PANEL;
  const asked = answer(answers);
  const session = new Session(paint(), new Outbox("f me", null, []));
  session.socket.open();
  Line.latest.welcome(10, { members: [] });
  keepPanels(document, session);
  return { asked, session, gate: document.getElementById("gate") };
}

test("a panel is fetched, and again when an entry touches it", async (t) => {
  stopClock(t);
  const answers = { "/gate": "<p>Nobody</p>" };
  const { asked, gate } = panels(answers);
  await settled();
  assert.equal(gate.innerHTML, "<p>Nobody</p>");
  answers["/gate"] = "<p>Ada</p>";
  Line.latest.entry(11, "note-written", null);
  await settled();
  assert.equal(asked.length, 1, "not by others");
  Line.latest.entry(12, "shot-approved", {});
  await settled();
  assert.equal(gate.textContent, "Ada");
});

test("several entries while one is answered are asked for once more", async (t) => {
  stopClock(t);
  const [coming, come] = later("<p>first</p>");
  const answers = { "/gate": coming };
  const { asked, gate } = panels(answers);
  for (const seq of [11, 12, 13]) Line.latest.entry(seq, "shot-approved", {});
  answers["/gate"] = "<p>second</p>";
  come();
  await settled();
  assert.equal(asked.length, 2);
  assert.equal(gate.textContent, "second");
});

test("without an answer it stays as it was, and is asked for again", async (t) => {
  const tick = stopClock(t);
  const answers = { "/gate": "<p>Nobody</p>" };
  const { gate } = panels(answers);
  await settled();
  const broken = [new Error("no line"), 503];
  for (const each of broken) {
    if (each === 503) globalThis.fetch = async () => new Response("", { status: 503 });
    else answers["/gate"] = each;
    Line.latest.entry(each === 503 ? 12 : 11, "shot-approved", {});
    await settled();
    assert.equal(gate.textContent, "Nobody");
  }
  answer({ "/gate": "<p>Ada</p>" });
  tick(2999);
  await settled();
  assert.equal(gate.textContent, "Nobody");
  tick(1);
  await settled();
  assert.equal(gate.textContent, "Ada");
});

test("another shot's panel takes its place; an answer about the first comes too late; none is empty", async (t) => {
  stopClock(t);
  const [coming, come] = later("<p>first</p>");
  const { gate } = panels({ "/gate": coming, "/other": "<p>other</p>" });
  gate.dataset.panel = "/other";
  await settled();
  come();
  await settled();
  assert.equal(gate.textContent, "other");
  gate.dataset.panel = "/missing";
  await settled();
  assert.equal(gate.textContent, "");
  gate.dataset.panel = "/other";
  await settled();
  gate.dataset.panel = "";
  await settled();
  assert.equal(gate.textContent, "");
});

test("a form in a panel is given as its command, after its question if it has one", async (t) => {
  stopClock(t);
  const { gate } = panels({
    "/gate": `<form data-command="approve-shot"><input name="csrfmiddlewaretoken" value="x"><input name="shot" value="s">
      <button name="role" value="director">Yes</button></form>
      <form data-command="lock-shot" data-confirm="For good?"><input name="shot" value="s"><button>Lock</button></form>
      <form id="plain"><button>Elsewhere</button></form>`,
  });
  await settled();
  button("Yes", gate).click();
  await settled();
  assert.deepEqual({ ...Line.latest.of("approve-shot")[0], id: "" }, { type: "approve-shot", id: "", shot: "s", role: "director" });
  button("Lock", gate).click();
  await settled();
  button("Cancel").click();
  await settled();
  assert.deepEqual(Line.latest.of("lock-shot"), []);
  button("Lock", gate).click();
  await settled();
  button("Yes", document.querySelector("dialog")).click();
  await settled();
  assert.equal(Line.latest.of("lock-shot").length, 1);
  let left;
  document.getElementById("plain").addEventListener("submit", (event) => {
    left = !event.defaultPrevented;
    event.preventDefault();
  });
  document.body.addEventListener("submit", (event) => (left = !event.defaultPrevented), { capture: true });
  button("Elsewhere").click();
  assert.equal(left, true, "one without a command is the browser's");
});

// ── questions ────────────────────────────────────────────────────────────────

test("a question is answered by its buttons; closed without an answer it is no", async () => {
  for (const [close, yes] of [[() => button("Yes").click(), true], [() => button("Cancel").click(), false], [() => document.querySelector("dialog").close(), false]]) {
    const asked = confirmed("Leave this film?");
    assert.equal(document.querySelector("dialog").ariaLabel, "Leave this film?");
    assert.equal(document.querySelector("dialog").open, true);
    close();
    assert.equal(await asked, yes);
    assert.equal(document.querySelector("dialog"), null);
  }
});

test("a form with a question is sent after it only, and says that it was asked", async () => {
  openPage(`<form data-confirm="Leave?"><button>Leave</button></form>`);
  const form = document.querySelector("form");
  let sent = 0;
  form.submit = () => (sent += 1);
  askFirst(document.body);
  button("Leave").click();
  button("Cancel").click();
  await settled();
  assert.equal(sent, 0);
  button("Leave").click();
  button("Yes").click();
  await settled();
  assert.equal(sent, 1);
  assert.equal(form.querySelector("[name=asked]").value, "yes");
});

// ── parts kept as the film stands ────────────────────────────────────────────

const STAND = `<div id="stand" data-film="f" data-seq="10" data-from="/stand"><p>old</p></div>`;

test("a part is fetched anew when an entry touches it, and what is typed stays", async (t) => {
  stopClock(t);
  openPage(STAND);
  const stand = document.getElementById("stand");
  const asked = answer({ "/stand": `<input id="a"><input id="b" value="theirs">` });
  const socket = keepFresh(stand, ["shot-approved"]);
  assert.equal(Line.latest.url, "ws://studio/ws/films/f/");
  Line.latest.welcome();
  assert.deepEqual(Line.latest.of("hello"), [{ type: "hello", since: 10 }]);
  Line.latest.entry(11, "note-written", null);
  await settled();
  assert.equal(asked.length, 0);
  Line.latest.entry(12, "shot-approved", {});
  await settled();
  document.getElementById("a").value = "As slow";
  document.getElementById("b").value = "";
  Line.latest.entry(13, "shot-approved", {});
  await settled();
  assert.deepEqual(["a", "b"].map((id) => document.getElementById(id).value), ["As slow", "theirs"]);
  socket.close();
});

test("an answer overtaken by a later one comes too late; without one it stays", async () => {
  openPage(STAND);
  const stand = document.getElementById("stand");
  const [coming, come] = later("<p>first</p>");
  const answers = { "/stand": coming };
  answer(answers);
  const first = refresh(stand);
  answers["/stand"] = "<p>second</p>";
  await refresh(stand);
  come();
  await first;
  assert.equal(stand.textContent, "second");
  for (const broken of [new Error("no line"), undefined]) {
    answers["/stand"] = broken;
    await refresh(stand);
    assert.equal(stand.textContent, "second");
  }
});

test("the archive's page follows the work that is asked for", async (t) => {
  stopClock(t);
  await run("films/archive", STAND);
  const answers = { "/stand": `<progress max="100"></progress>` };
  const asked = answer(answers);
  Line.latest.welcome();
  const told = (share, more = {}) => Line.latest.say({ type: "passing", batch: [{ type: "progress", kind: "export-archive", share, ...more }] });
  told(0.1);
  await settled();
  assert.equal(asked.length, 0, "the entry that says so is on its way");
  Line.latest.entry(11, "archive-asked", {});
  await settled();
  answers["/stand"] = `<progress max="100"></progress><p data-share></p>`;
  told(0.1);
  await settled();
  assert.equal(asked.length, 2, "it waited, and a worker has begun");
  told(0.254);
  told(0.9, { kind: "generate" });
  assert.equal(document.querySelector("progress").value, 25);
  assert.equal(document.querySelector("[data-share]").textContent, "Being written, 25 %");
  answers["/stand"] = `<p>No room</p>`;
  told(0.3, { waits: "no-room" });
  await settled();
  assert.equal(document.getElementById("stand").textContent, "No room");
  answers["/stand"] = `<a>Download</a>`;
  Line.latest.entry(12, "film-taken-out", {});
  await settled();
  assert.equal(document.getElementById("stand").textContent, "Download");
});

test("the gate's page stands as the film does, and is loaded anew when another draft is put forward", async (t) => {
  stopClock(t);
  openPage();
  await run("films/gate", `<main id="gate" data-film="f" data-seq="10" data-from="/gate" data-shot="s"><p>old</p></main>`);
  answer({ "/gate": "<p>Editor: approved</p>" });
  let loads = 0;
  Object.defineProperty(location, "reload", { value: () => (loads += 1) });
  Line.latest.welcome();
  Line.latest.entry(11, "shot-approved", {});
  await settled();
  assert.equal(document.getElementById("gate").textContent, "Editor: approved");
  Line.latest.entry(12, "draft-selected", { shot: "other" });
  assert.equal(loads, 0);
  Line.latest.entry(13, "draft-selected", { shot: "s" });
  assert.equal(loads, 1);
});

// ── the queue's page ─────────────────────────────────────────────────────────

const row = (id, words = "Waits") =>
  `<li class="generation" id="generation-${id}"><span class="state">${words}</span><progress max="100"></progress><img hidden>
   <a href="/brief/${id}">Brief</a><form action="/cancel/${id}"><button>Cancel</button></form></li>`;

/** The queue with two generations. */
async function queue() {
  await run("brief/queue", `<ol id="queue" data-film="f" data-seq="10" data-rows="/rows" data-media="/media/">${row("a")}${row("b")}</ol>`);
  Line.latest.welcome();
  return document.getElementById("queue");
}

test("rows made anew leave one standing on the same button", async (t) => {
  stopClock(t);
  const list = await queue();
  const answers = { "/rows": row("a", "Running") + row("b") };
  answer(answers);
  const cancel = () => list.querySelector("#generation-b button");
  const first = cancel();
  first.focus();
  Line.latest.entry(11, "generation-started", {});
  await settled();
  assert.equal(list.querySelector(".state").textContent, "Running");
  assert.notEqual(cancel(), first);
  assert.equal(document.activeElement, cancel());
  answers["/rows"] = row("a") + row("b").replace(/<form.*<\/form>/s, "");
  Line.latest.entry(12, "generation-ended", {});
  await settled();
  assert.equal(document.activeElement, list.querySelector("#generation-b a"), "that is left of its row");
  answers["/rows"] = row("a");
  Line.latest.entry(13, "draft-made", {});
  await settled();
  assert.equal(document.activeElement, document.body);
  Line.latest.entry(14, "note-written", null);
});

test("a button of a row is pressed without leaving the page", async (t) => {
  stopClock(t);
  const list = await queue();
  const asked = answer({ "http://studio/cancel/b": row("a") + row("b", "Cancelled") });
  list.querySelector("#generation-b button").click();
  await settled();
  assert.deepEqual(asked, ["POST http://studio/cancel/b"]);
  assert.equal(list.querySelector("#generation-b .state").textContent, "Cancelled");
});

test("an answer that was overtaken, and a line that is gone, leave the rows", async (t) => {
  stopClock(t);
  const list = await queue();
  const [coming, come] = later(row("a", "first"));
  const answers = { "/rows": coming };
  answer(answers);
  Line.latest.entry(11, "generation-queued", {});
  answers["/rows"] = row("a", "second");
  Line.latest.entry(12, "generation-queued", {});
  await settled();
  come();
  await settled();
  assert.equal(list.querySelector(".state").textContent, "second");
  answers["/rows"] = new Error("no line");
  Line.latest.entry(13, "cancel-asked", {});
  await settled();
  assert.equal(list.querySelector(".state").textContent, "second");
});

test("how far a generation is, how it looks and when it is done is told in its row", async (t) => {
  stopClock(t, new Date(2026, 0, 1, 12, 0).getTime());
  const list = await queue();
  const say = (word) => Line.latest.say({ type: "passing", batch: [{ type: "progress", kind: "generate", ...word }] });
  say({ subject: "b", share: 0.4, eta: 120, poster: "abc" });
  say({ subject: "nowhere", share: 1, eta: 1 });
  say({ subject: "a", share: 0.2, eta: null, kind: "export-archive" });
  const [first, second] = list.querySelectorAll(".generation");
  assert.equal(first.querySelector("progress").value, 0);
  assert.equal(second.querySelector("progress").value, 40);
  assert.equal(second.querySelector(".state").textContent, "Running, done about 12:02");
  assert.deepEqual([second.querySelector("img").getAttribute("src"), second.querySelector("img").hidden], ["/media/abc", false]);
  answer({ "/rows": row("a") + row("b", "No room") });
  say({ subject: "b", share: 0.4, eta: null, waits: "no-room" });
  await settled();
  assert.equal(list.querySelector("#generation-b .state").textContent, "No room");
});

// ── the library's pages ──────────────────────────────────────────────────────

const card = (id, words, kind = "picture") => `<li id="reference-${id}" data-kind="${kind}">${words}<progress max="100"></progress><i data-share></i></li>`;

/** The library's page with one card. */
async function library(kind = "") {
  globalThis.IntersectionObserver = class {
    observe() {}
  };
  await run("library/references", `<main id="library" data-film="f" data-member="me" data-seq="10" data-references="/references/" data-kind="${kind}">
    <p id="notice" hidden></p><ol id="cards">${card("a", "old")}</ol><p id="empty" hidden></p>
    <form data-command="remove-reference"><input name="reference" value="a"><button>Remove</button></form></main>`);
  await settled();
  Line.latest.welcome();
}

test("cards follow the film's record", async (t) => {
  stopClock(t);
  await library();
  const answers = { "/references/a/card": card("a", "ready"), "/references/b/card": card("b", "new") };
  answer(answers);
  Line.latest.entry(11, "reference-prepared", { reference: "a" });
  Line.latest.entry(12, "reference-added", { reference: "b" });
  await settled();
  const cards = () => [...document.querySelectorAll("#cards li")].map((each) => each.firstChild.textContent);
  assert.deepEqual(cards(), ["new", "ready"]);
  Line.latest.say({ type: "passing", batch: [{ type: "progress", kind: "prepare-reference", subject: "b", share: 0.5 }] });
  assert.equal(document.querySelector("#reference-b progress").value, 50);
  assert.equal(document.querySelector("#reference-b [data-share]").textContent, "Being prepared, 50 %");
  Line.latest.say({ type: "passing", batch: [{ type: "progress", kind: "prepare-reference", subject: "b", share: 0.5, waits: "no-room" }] });
  assert.equal(document.querySelector("#reference-b [data-share]").textContent, "The studio's disk is full. This goes on by itself when there is room.");
  Line.latest.entry(13, "reference-removed", { reference: "b" });
  delete answers["/references/a/card"];
  Line.latest.entry(14, "nobody-declared", { reference: "a" });
  await settled();
  assert.deepEqual([cards(), document.getElementById("empty").hidden], [[], false], "one that is gone goes");
});

test("what is used and what is left is shown anew when a reference comes or goes", async (t) => {
  stopClock(t);
  await library();
  const standing = document.createElement("p");
  Object.assign(standing, { id: "standing", textContent: "old" });
  standing.dataset.from = "/standing";
  document.body.append(standing);
  reads += 1;
  await import(`../../static/js/library/references.js?${reads}`);
  await settled();
  Line.latest.welcome();
  answer({ "/standing": "3 GB left", "/references/a/card": card("a", "ready") });
  Line.latest.entry(11, "reference-prepared", { reference: "a" });
  await settled();
  assert.equal(standing.textContent, "3 GB left");
  answer({ "/standing": "4 GB left" });
  Line.latest.entry(12, "reference-removed", { reference: "a" });
  await settled();
  assert.equal(standing.textContent, "4 GB left");
});

test("a card of another kind than is shown does not come, or goes", async (t) => {
  stopClock(t);
  await library("picture");
  answer({ "/references/a/card": card("a", "sound", "sound"), "/references/b/card": card("b", "sound", "sound") });
  Line.latest.entry(11, "reference-prepared", { reference: "a" });
  Line.latest.entry(12, "reference-added", { reference: "b" });
  await settled();
  assert.equal(document.querySelectorAll("#cards li").length, 0);
});

test("of two answers about one card the later counts", async (t) => {
  stopClock(t);
  await library();
  const [coming, come] = later(card("a", "first"));
  const answers = { "/references/a/card": coming };
  answer(answers);
  Line.latest.entry(11, "reference-prepared", { reference: "a" });
  answers["/references/a/card"] = card("a", "second");
  Line.latest.entry(12, "reference-described", { reference: "a" });
  await settled();
  come();
  await settled();
  assert.equal(document.querySelector("#cards li").firstChild.textContent, "second");
});

test("a form that is a command goes over the line, and what was refused is said", async (t) => {
  stopClock(t);
  await library();
  button("Remove").click();
  const [said] = Line.latest.of("remove-reference");
  assert.equal(said.reference, "a");
  Line.latest.say({ type: "refused", id: said.id, code: "used", reason: "A brief cites it." });
  const notice = document.getElementById("notice");
  assert.deepEqual([notice.hidden, notice.textContent], [false, "A brief cites it."]);
});

test("a lost line is said after a moment, until it is back; one that is closed for good is said", async (t) => {
  const tick = stopClock(t);
  await library();
  const notice = document.getElementById("notice");
  Line.latest.lose();
  tick(1999);
  assert.equal(notice.hidden, true);
  tick(1);
  assert.equal(notice.textContent, "No line. What changes is shown when it is back.");
  tick(8000);
  Line.latest.welcome();
  assert.equal(notice.hidden, true);
  for (const lost of [true, false]) {
    await library();
    if (lost) {
      Line.latest.lose();
      tick(600);
    }
    Line.latest.lose(4403);
    tick(5000);
    assert.equal(document.getElementById("notice").textContent, "This film is not there for you any more.");
  }
});

test("one reference's page is loaded anew when another changes it, but not over words being written", async (t) => {
  stopClock(t);
  globalThis.IntersectionObserver = class {
    observe() {}
  };
  answer({ "/uses": "<p>S01_SH010</p>" });
  const fetch = globalThis.fetch;
  openPage();
  const markup = `<main id="reference" data-film="f" data-member="me" data-seq="10" data-reference="a"><p id="notice" hidden></p>
    <progress max="100"></progress><i data-share></i><form id="description"><input></form><section id="uses" data-from="/uses" hidden></section></main>`;
  openPage(markup, "/films/f/references/a/");
  globalThis.fetch = fetch;
  const done = [];
  for (const name of ["reload", "assign"]) Object.defineProperty(location, name, { value: (to) => done.push([name, to]) });
  reads += 1;
  await import(`../../static/js/library/reference.js?${reads}`);
  await settled();
  assert.equal(document.getElementById("uses").textContent, "S01_SH010");
  Line.latest.welcome();
  Line.latest.say({ type: "passing", batch: [{ type: "progress", kind: "prepare-reference", subject: "a", share: 0.5 }] });
  assert.equal(document.querySelector("[data-share]").textContent, "Being prepared, 50 %");
  Line.latest.entry(11, "reference-described", { reference: "other" });
  assert.deepEqual(done, []);
  Line.latest.entry(12, "reference-described", { reference: "a" });
  assert.deepEqual(done, [["reload", undefined]]);
  document.querySelector("input").dispatchEvent(new InputEvent("input", { bubbles: true }));
  Line.latest.entry(13, "reference-described", { reference: "a" });
  assert.equal(done.length, 1);
  assert.match(document.getElementById("notice").textContent, /^Somebody has changed this reference/);
  Line.latest.entry(14, "reference-removed", { reference: "a" });
  assert.deepEqual(done.at(-1), ["assign", "../"]);
});

// ── small things ─────────────────────────────────────────────────────────────

test("a form that came back is stood in at the first field to mend, else at what is said of the whole", async () => {
  await run("shared/to-mend", `<main><p class="refusal" tabindex="-1">No.</p><p class="field"><input id="good"></p>
    <p class="field"><span class="refusal">Too long.</span><input type="hidden"><textarea id="bad"></textarea></p></main>`);
  assert.equal(document.activeElement.id, "bad");
  await run("shared/to-mend", `<main><p class="refusal" tabindex="-1" id="whole">No.</p><input></main>`);
  assert.equal(document.activeElement.id, "whole");
  await run("shared/to-mend", `<main><input></main>`);
  assert.equal(document.activeElement, document.body);
});

test("a link is copied where the browser allows it, else selected", async () => {
  const markup = `<input id="link" value="https://studio/i/abc"><button data-copy="link" hidden>Copy</button><button data-copy="nothing" hidden>?</button>`;
  const copied = [];
  const clipboard = { writeText: async (text) => copied.push(text) };
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true, writable: true });
  await run("shared/copy", markup);
  const [copy, none] = document.querySelectorAll("button");
  assert.deepEqual([copy.hidden, none.hidden], [false, true]);
  copy.click();
  await settled();
  assert.deepEqual([copied, copy.textContent], [["https://studio/i/abc"], "Copied"]);
  globalThis.navigator = {};
  await run("shared/copy", markup);
  document.querySelector("button").click();
  await settled();
  const link = document.getElementById("link");
  assert.deepEqual([link.selectionStart, link.selectionEnd], [0, link.value.length]);
  assert.equal(document.querySelector("button").textContent, "Copy");
});

test("tabs appear when there is more than one panel, and follow clicks and arrows", async () => {
  openPage(`<aside id="column"><section id="notes" aria-label="Notes"><p></p></section><section id="gate" aria-label="Approval"></section></aside>`);
  const [column, notes, gate] = ["column", "notes", "gate"].map((id) => document.getElementById(id));
  const tabs = new Tabs(column, [notes, gate]);
  const list = document.querySelector("[role=tablist]");
  assert.deepEqual([list.hidden, notes.hidden, notes.role, gate.hidden], [true, false, "region", true]);
  gate.append(document.createElement("p"));
  await settled();
  assert.deepEqual([list.hidden, notes.role, gate.hidden], [false, "tabpanel", true]);
  button("Approval").click();
  assert.deepEqual([notes.hidden, gate.hidden], [true, false]);
  button("Approval").focus();
  press("ArrowRight");
  assert.deepEqual([notes.hidden, gate.hidden, document.activeElement.textContent], [false, true, "Notes"]);
  assert.deepEqual([...list.children].map((tab) => [tab.ariaSelected, tab.tabIndex]), [["true", 0], ["false", -1]]);
  press("ArrowLeft");
  assert.equal(document.activeElement.textContent, "Approval");
  assert.equal(press("a"), true);
  gate.replaceChildren();
  await settled();
  assert.deepEqual([list.hidden, notes.hidden], [true, false], "a panel that is empty now gives way");
  tabs.open(notes);
  assert.equal(notes.hidden, false);
});

test("the surround one chose is there again", () => {
  openPage(`<div id="surround"></div><div id="stage"></div>`);
  const [root, stage] = ["surround", "stage"].map((id) => document.getElementById(id));
  chooseSurround(root, stage);
  assert.equal(stage.style.getPropertyValue("--surround"), "#1a1a1a");
  button("Light surround").click();
  assert.equal(stage.style.getPropertyValue("--surround"), "#767676");
  assert.deepEqual([...root.querySelectorAll("button")].map((each) => each.ariaPressed), ["false", "false", "true"]);
  const kept = localStorage;
  openPage(`<div id="surround"></div><div id="stage"></div>`);
  globalThis.localStorage = kept;
  chooseSurround(document.getElementById("surround"), document.getElementById("stage"));
  assert.equal(document.getElementById("stage").style.getPropertyValue("--surround"), "#767676");
  kept.setItem("slowfilm-surround", "red");
  chooseSurround(document.getElementById("surround"), document.getElementById("stage"));
  assert.equal(document.getElementById("stage").style.getPropertyValue("--surround"), "#1a1a1a", "what is none of them is not taken");
});

// ── files dropped on the page ────────────────────────────────────────────────

const entryOf = (name, inside) =>
  inside
    ? { name, isDirectory: true, isFile: false, createReader: () => ({ left: [...inside], readEntries(take) { take(this.left.splice(0, 2)); } }) }
    : { name, isDirectory: false, isFile: true, file: (take) => take({ name }) };

/** A drag of files, folders or text over the page. */
function drag(name, { types = ["Files"], entries = [] } = {}) {
  const event = new Event(name, { cancelable: true });
  event.dataTransfer = {
    types,
    files: entries.filter(({ isFile }) => isFile).map((each) => ({ name: each.name })),
    items: entries.map((each) => ({ webkitGetAsEntry: () => each })),
  };
  dispatchEvent(event);
  return event.defaultPrevented;
}

test("files may be dropped anywhere; text and links are left alone", async () => {
  const { takeDrops } = await import("../../static/js/library/drop.js");
  openPage(`<div id="drop" hidden></div>`);
  const cover = document.getElementById("drop");
  const taken = [];
  takeDrops(cover, (files) => taken.push(files.map(({ name }) => name)));
  drag("dragenter");
  drag("dragenter"); // over an element in it
  assert.equal(cover.hidden, false);
  drag("dragleave");
  assert.equal(cover.hidden, false);
  drag("dragleave");
  assert.equal(cover.hidden, true);
  assert.equal(drag("dragover"), true);
  drag("dragenter");
  assert.equal(drag("drop", { entries: [entryOf("a.mov"), entryOf("b.mov")] }), true);
  await settled();
  assert.deepEqual([taken, cover.hidden], [[["a.mov", "b.mov"]], true]);
  for (const name of ["dragenter", "dragover", "drop"]) assert.equal(drag(name, { types: ["text/plain"] }), false);
  assert.equal(cover.hidden, true);
});

test("folders are opened, however deep, without hidden files", async () => {
  const { takeDrops } = await import("../../static/js/library/drop.js");
  openPage(`<div id="drop" hidden></div>`);
  const taken = [];
  takeDrops(document.getElementById("drop"), (files) => taken.push(...files.map(({ name }) => name)));
  const many = ["1", "2", "3", ".DS_Store"].map((name) => entryOf(name));
  drag("drop", { entries: [entryOf("a.mov"), entryOf("day", [...many, entryOf("night", [entryOf("4")])])] });
  for (let n = 0; n < 5; n += 1) await settled();
  assert.deepEqual(taken, ["a.mov", "1", "2", "3", "4"]);
});

test("waveforms are drawn when they come into sight, once", async () => {
  let look;
  const watched = new Set();
  globalThis.IntersectionObserver = class {
    constructor(told) {
      look = told;
    }
    observe = (canvas) => watched.add(canvas);
    unobserve = (canvas) => watched.delete(canvas);
  };
  const { drawWaveforms } = await import("../../static/js/timeline/waveforms.js?anew");
  openPage(`<canvas data-waveform="/w"></canvas><canvas></canvas>`);
  answer({ "/w": "\u0000\u007f\u0000\u0000" });
  drawWaveforms(document);
  const [canvas] = watched;
  Object.defineProperties(canvas, { clientWidth: { value: 4 }, clientHeight: { value: 100 } });
  assert.equal(watched.size, 1);
  look([{ isIntersecting: false, target: canvas }]);
  await settled();
  assert.equal(watched.size, 1);
  look([{ isIntersecting: true, target: canvas }]);
  await settled();
  assert.equal(watched.size, 0);
  const heights = canvas.pen.acts.filter(({ act }) => act === "rect").map(({ box }) => Math.round(box[3]));
  assert.deepEqual(heights, [46, 46, 1, 1], "loud, then silence");
});
