import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { answer, heard, openPage, settled, stopClock } from "./page.js";
import { draft, Line, listen, paint } from "./line.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Place } from "../../static/js/room/navigation.js";
import { Session } from "../../static/js/room/session.js";

const SECOND = draft("e", { version: 2, name: "S01_SH010_v002" });
const SHOT = paint().shots[0];
const OTHER = { ...SHOT, id: "t", number: 20, name: "S01_SH020" };
const answers = (...ids) => Object.fromEntries(ids.map((id) => [`/films/f/drafts/${id}/`, { seq: 10, draft: id === "e" ? SECOND : draft(id), notes: [], marks: [] }]));

beforeEach(() => {
  openPage("", "/films/f/room/?shot=s&draft=d&frame=7");
  listen();
});

/** Where one stands in a film of two shots, the first with two drafts. */
function standing(more = {}, standingAt = { shot: "s", draft: "d" }) {
  const session = new Session(paint({ drafts: [SECOND, draft("d")], shots: [SHOT, OTHER], ...more }), new Outbox("f me", null, []));
  const place = new Place(session, standingAt, "/films/f/");
  const events = heard(place, "change", "unreachable");
  return { session, place, events };
}

/** The way back, as the browser's button goes it. */
async function back() {
  const gone = new Promise((resolve) => addEventListener("popstate", resolve, { once: true }));
  history.back();
  await gone;
  await settled();
}

test("it stands where the page came, and the address says so", () => {
  const { place } = standing();
  assert.deepEqual([place.shot.name, place.draft.name, place.frame], ["S01_SH010", "S01_SH010_v001", 7]);
  assert.equal(location.search, "?shot=s&draft=d&frame=7");
});

test("an address without a frame, or with none that is one, means the first", () => {
  for (const [search, frame] of [["", 0], ["?frame=x", 0], ["?frame=-5", 0], ["?frame=7.9", 7]]) {
    openPage("", `/films/f/room/${search}`);
    assert.equal(standing().place.frame, frame);
  }
});

test("a shot has its drafts in order, and one that stands for it: the selected, else the latest", () => {
  const { place, session } = standing();
  assert.deepEqual(place.drafts().map(({ id }) => id), ["d", "e"]);
  assert.deepEqual(place.drafts("t"), []);
  assert.equal(place.standsFor(SHOT).id, "e");
  assert.equal(place.standsFor({ ...SHOT, selected: "d" }).id, "d");
  assert.equal(place.standsFor(OTHER), null);
  assert.equal(session.state.drafts.size, 2);
});

test("another draft is asked for, looked at on the same frame, and the way back leads here", async () => {
  const { place, events } = standing();
  const asked = answer(answers("e"));
  await place.toDraft("e");
  assert.deepEqual(asked, ["/films/f/drafts/e/"]);
  assert.deepEqual(events, [["change", { frame: undefined }]]);
  assert.equal(place.draft.id, "e");
  assert.equal(location.search, "?shot=s&draft=e&frame=7");
  await back();
  assert.equal(location.search, "?shot=s&draft=d&frame=7");
  assert.equal(place.draft.id, "d");
  assert.deepEqual(events.at(-1), ["change", { frame: 7 }]);
  await place.toDraft("e");
  assert.equal(asked.length, 1, "what was taken up is not asked for again");
});

test("following somebody leaves no way back", async () => {
  const { place } = standing();
  answer(answers("e"));
  await place.toDraft("e", 30, false);
  assert.equal(place.draft.id, "e");
  assert.equal(location.search, "?shot=s&draft=d&frame=7");
});

test("the draft one is at already is no new place", async () => {
  const { place } = standing();
  const { length } = history;
  await place.toDraft("d", 3);
  assert.equal(history.length, length);
});

test("of two drafts asked for the later is looked at, whichever comes first", async () => {
  const { place, events } = standing({ drafts: [draft("d"), SECOND, draft("g", { version: 3 })] });
  let late;
  answer({ ...answers("g"), "/films/f/drafts/e/": () => new Promise((resolve) => (late = () => resolve(answers("e")["/films/f/drafts/e/"]))) });
  const first = place.toDraft("e");
  await place.toDraft("g");
  late();
  await first;
  assert.equal(place.draft.id, "g");
  assert.equal(events.length, 1);
});

test("a draft that can't be had is said, and one stays", async () => {
  const { place, events } = standing();
  answer({ "/films/f/drafts/e/": new Error("no line") });
  await place.toDraft("e");
  answer({});
  await place.toDraft("e");
  assert.deepEqual(events, [["unreachable", { draft: "e" }], ["unreachable", { draft: "e" }]]);
  assert.equal(place.draft.id, "d");
  assert.equal(location.search, "?shot=s&draft=d&frame=7");
});

test("going to a shot goes to the draft that stands for it, or to the shot alone", async () => {
  const { place, events } = standing();
  answer(answers("e"));
  await place.toShot("t");
  assert.deepEqual([place.shot.id, place.draft], ["t", null]);
  assert.equal(location.search, "?shot=t");
  assert.deepEqual(events, [["change", { frame: 0 }]]);
  await place.toShot("s");
  assert.deepEqual([place.shot.id, place.draft.id], ["s", "e"]);
  await place.toShot("nowhere");
  assert.equal(place.shot.id, "s");
  await back();
  assert.deepEqual([place.shot.id, place.draft], ["t", null]);
  await back();
  assert.equal(place.draft.id, "d", "where one came in");
});

test("one who came in at a shot without a draft comes back to it", async () => {
  openPage("", "/films/f/room/");
  const { place } = standing({ draft: null, drafts: [] }, { shot: "s", draft: null });
  assert.equal(location.search, "?shot=s");
  await place.toShot("t");
  await back();
  assert.equal(place.shot.id, "s");
});

test("in a film without a shot the address says nothing", () => {
  openPage("", "/films/f/room/");
  const { place } = standing({ shots: [], drafts: [], draft: null }, { shot: null, draft: null });
  assert.deepEqual([place.shot, place.draft, location.search], [null, null, ""]);
});

test("the frame one stands on is in the address after a moment, and not that of another draft", async (t) => {
  const tick = stopClock(t);
  const { place } = standing();
  place.settle(40);
  tick(300);
  place.settle(41);
  tick(399);
  assert.equal(location.search, "?shot=s&draft=d&frame=7");
  tick(1);
  assert.equal(location.search, "?shot=s&draft=d&frame=41");
  place.settle(50);
  answer(answers("e"));
  await place.toDraft("e", 3);
  tick(1000);
  assert.equal(location.search, "?shot=s&draft=e&frame=3");
});

test("what was told of a draft while its row was asked for is in it", async () => {
  const { place, session } = standing();
  session.socket.open();
  Line.latest.welcome(10, { members: [] });
  const ink = { draft: "e", frame: 7, tool: "pen", colour: "#fff", width: 40, points: [] };
  answer({
    "/films/f/drafts/e/": () => {
      Line.latest.entry(11, "stroke-drawn", ink);
      return { seq: 10, draft: SECOND, notes: [], marks: [] };
    },
  });
  await place.toDraft("e");
  session.socket.close();
  assert.deepEqual([...session.state.onDraft.get("e").marks], [[7, 1]]);
});
