/** A sitting's page as it is put together: waiting, following, presenting, taking over. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, button, openPage, press, settled, stopClock } from "./page.js";
import { draft, Line, listen, paint } from "./line.js";

const MARKUP = `<header><span id="showing"></span><p id="line"></p><span id="presenting"></span><button id="open-notes"></button>
  <input name="csrfmiddlewaretoken" value="token"></header><p id="line-lost" hidden></p>
  <main id="sitting" data-base="/films/f/" data-attending="/films/f/sittings/x/attending"><nav id="agenda"></nav>
  <section id="stage"><div id="picture" class="player" hidden><canvas></canvas></div>
  <div id="waiting" hidden><p id="until"></p><ul id="expected"></ul><button id="open" hidden>Open</button></div>
  <div id="follow-bar" hidden></div><div id="spoken" hidden></div></section><div id="tools"><div id="pens"></div></div>
  <aside id="column"><section id="desk" aria-label="Decisions"></section><section id="notes" aria-label="Notes"></section>
  <section id="gate" aria-label="Approval" data-panel-verbs="shot-approved"></section><section id="people" aria-label="Who is here"></section></aside>
  <div id="timeline"></div><div id="transport"></div></main>`;
const NOW = Date.UTC(2026, 0, 1);
const OTHER = { ...paint().shots[0], id: "t", number: 20, name: "S01_SH020", title: "Dusk" };
const SECOND = draft("g", { shot: "t", name: "S01_SH020_v001" });
const PLANNED = {
  id: "5a5a5a5a-1111-4111-8111-111111111111", title: "Dailies", state: "planned", begins_at: new Date(NOW + 300_000).toISOString(),
  minutes: 60, opened_at: null, ended_at: null, presenter: null, hold: null,
};
const OPEN = { ...PLANNED, state: "open", opened_at: new Date(NOW).toISOString(), presenter: "ada", hold: "h1" };
let pages = 0;

beforeEach(() => listen());

/** Somebody on the page of a sitting. */
async function enter(t, sitting = OPEN, more = {}, before = () => {}) {
  openPage(MARKUP, "/films/f/sittings/x/");
  before();
  const given = {
    ...paint({ shots: [...paint().shots, OTHER], drafts: [draft("d"), SECOND], shot: null, draft: null }),
    now: new Date(NOW).toISOString(), sitting, agenda: [{ shot: "s", cut: null }, { shot: "t", cut: null }],
    guests: [{ member: "ada", part: "presenter" }], may_present: true, cuts: [], decisions: [], tasks: [], ...more,
  };
  const carried = document.createElement("script");
  Object.assign(carried, { id: "first-paint", type: "application/json", textContent: JSON.stringify(given) });
  document.body.append(carried);
  const notes = { seq: 10, notes: [], marks: [] };
  const asked = answer({
    "/films/f/drafts/d/": { ...notes, draft: draft("d") },
    "/films/f/drafts/g/": { ...notes, draft: SECOND },
    "/films/f/sittings/x/attending": {},
  });
  const tick = stopClock(t, NOW);
  pages += 1;
  await import(`../../static/js/sittings/sitting.js?${pages}`);
  await settled();
  Line.latest.welcome(given.seq, { members: given.members });
  let seq = given.seq;
  const wait = async (ms) => {
    tick(ms);
    await settled();
    await settled();
  };
  const hear = async (said) => {
    Line.latest.say({ type: "passing", batch: [{ type: "presented", sitting: sitting.id, hold: "h1", member: "ada", speed: 0, window: 9, ...said }] });
    await wait(0);
  };
  const done = async (verb, payload, more_ = {}) => {
    seq += 1;
    if (more_.id) Line.latest.say({ type: "ack", id: more_.id, seq });
    Line.latest.entry(seq, verb, { sitting: sitting.id, ...payload }, more_);
    await wait(0);
  };
  return { asked, wait, hear, done };
}

const id = (name) => document.getElementById(name);
const stands = () => id("showing").textContent;
const shown = () => Line.latest.of("presented").at(-1);
const bar = () => (id("follow-bar").hidden ? "" : id("follow-bar").textContent);

test("before it is opened one waits; whoever opens it presents the first of the agenda", async (t) => {
  const { done, wait } = await enter(t, PLANNED);
  assert.equal(id("picture").hidden, true);
  assert.equal(id("until").textContent, "Begins in 5 min");
  id("open").click();
  const [asked] = Line.latest.of("open-sitting");
  await done("sitting-opened", { presenter: "me" }, { id: asked.id, actor: "member:me" });
  await wait(100);
  assert.equal(id("picture").hidden, false);
  assert.equal(stands(), "S01_SH010_v001");
  assert.equal(id("presenting").textContent, "You present");
  assert.deepEqual([shown().draft, shown().frame, shown().hold], ["d", 0, asked.id]);
});

test("one who follows sees the presenter's draft; what is old moves nothing", async (t) => {
  const { hear } = await enter(t);
  await hear({ n: 2, draft: "g", frame: 7 });
  assert.equal(stands(), "S01_SH020_v001");
  await hear({ n: 1, draft: "d", frame: 3 });
  await hear({ n: 3, draft: "d", frame: 3, hold: "h0" });
  await hear({ n: 3, draft: "d", frame: 3, member: "lin" });
  assert.equal(stands(), "S01_SH020_v001");
  await hear({ n: 3, draft: "d", frame: 3 });
  assert.equal(stands(), "S01_SH010_v001");
  assert.equal(shown(), undefined, "who follows presents nothing");
});

test("what is said again while a draft is on its way takes it up once", async (t) => {
  const { hear, asked } = await enter(t);
  const word = { type: "presented", sitting: OPEN.id, hold: "h1", member: "ada", speed: 0, window: 9, draft: "g" };
  for (const n of [1, 2, 3]) Line.latest.say({ type: "passing", batch: [{ ...word, n, frame: n }] });
  await hear({ n: 4, draft: "g", frame: 4 });
  assert.equal(asked.filter((each) => each === "/films/f/drafts/g/").length, 1);
  assert.equal(stands(), "S01_SH020_v001");
});

test("one looks around, and F leads back", async (t) => {
  const { hear, wait } = await enter(t);
  await hear({ n: 1, draft: "d", frame: 3 });
  button("S01_SH020Dusk").click();
  await wait(0);
  assert.equal(stands(), "S01_SH020_v001");
  assert.match(bar(), /You are looking around/);
  await hear({ n: 2, draft: "d", frame: 9 });
  assert.equal(stands(), "S01_SH020_v001");
  document.body.dispatchEvent(Object.defineProperty(new KeyboardEvent("keydown", { key: "f", bubbles: true }), "isTrusted", { value: true }));
  await wait(0);
  assert.equal(stands(), "S01_SH010_v001");
});

test("a presenter who vanishes is missed after some seconds; whoever may takes over", async (t) => {
  const { hear, wait, done } = await enter(t);
  await hear({ n: 1, draft: "d", frame: 3 });
  await wait(3000);
  assert.doesNotMatch(bar(), /No word/);
  await wait(3000);
  assert.match(bar(), /No word from Ada Bell/);
  button("Present").click();
  const [asked] = Line.latest.of("take-presenter");
  assert.equal(asked.hold, "h1");
  await done("presenter-changed", { presenter: "me", before: "ada" }, { id: asked.id, actor: "member:me" });
  assert.equal(id("presenting").textContent, "You present");
  assert.equal(shown().hold, asked.id);
  await hear({ n: 99, draft: "g", frame: 5 });
  assert.equal(stands(), "S01_SH010_v001", "who was relieved leads nobody");
});

test("who loses a race is told so, and follows whoever won", async (t) => {
  const { hear, done, wait } = await enter(t, { ...OPEN, presenter: null });
  button("Present").click();
  const [asked] = Line.latest.of("take-presenter");
  await done("presenter-changed", { presenter: "ada", before: null }, { id: "h2" });
  Line.latest.say({ type: "refused", id: asked.id, code: "conflict", reason: "Somebody else has just begun." });
  await wait(0);
  assert.match(bar(), /Somebody else has just begun/);
  await hear({ n: 1, hold: "h2", draft: "g", frame: 4 });
  assert.equal(stands(), "S01_SH020_v001");
});

test("after a reload one goes on presenting; a window that never did asks first", async (t) => {
  const mine = { ...OPEN, presenter: "me" };
  const { wait } = await enter(t, mine, {}, () => sessionStorage.setItem(`sitting ${OPEN.id}`, "h1"));
  await wait(1500);
  assert.equal(id("presenting").textContent, "You present");
  assert.equal(shown().hold, "h1");
});

test("a second window of whoever presents asks before it does so instead", async (t) => {
  const { wait } = await enter(t, { ...OPEN, presenter: "me" });
  await wait(1500);
  assert.match(bar(), /You present in another window/);
  button("Present here").click();
  assert.equal(Line.latest.of("take-presenter")[0].hold, "h1");
});

test("handed over to, one presents at once; two windows of one do not both", async (t) => {
  const { done, wait } = await enter(t);
  await done("presenter-changed", { presenter: "me", before: "ada" }, { id: "h2" });
  await wait(400);
  assert.equal(id("presenting").textContent, "You present");
  const word = { type: "presented", sitting: OPEN.id, hold: "h2", member: "me", n: 5, draft: "d", frame: 1, speed: 0, window: -1 };
  Line.latest.say({ type: "passing", batch: [word] });
  await wait(1000);
  assert.match(bar(), /You present in another window/);
});

test("one's own approval is put down beside the sitting, always by the same id", async (t) => {
  const { done } = await enter(t);
  const about = { sitting: undefined, shot: "s", draft: "d", role: "director", digest: "0", remark: "" };
  await done("shot-approved", about, { id: "77777777-2222-4222-8222-222222222222", actor: "member:me" });
  const [noted] = Line.latest.of("note-decision");
  assert.deepEqual([noted.kind, noted.approval, noted.draft], ["approved", "77777777-2222-4222-8222-222222222222", "d"]);
  assert.equal(noted.id, "5a5a5a5a-2222-4222-8222-222222222222");
  await done("shot-approved", about, { id: "88888888-2222-4222-8222-222222222222", actor: "member:ada" });
  assert.equal(Line.latest.of("note-decision").length, 1, "everybody their own");
});

test("before the end everybody is asked to tell what they saw", async (t) => {
  const { hear, wait, asked } = await enter(t);
  const before = asked.filter((each) => each.startsWith("POST")).length;
  await hear({ n: 1, draft: "d", frame: 3, ending: true });
  await wait(600);
  assert.ok(asked.filter((each) => each.startsWith("POST")).length > before);
  assert.equal(press("x"), false, "a key of the player's, and nobody's letter");
});
