/** Light by hand: its arithmetic, and what a page knows of a draft's keys. Against numpy: test_parity.py. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { openPage, settled } from "./page.js";
import { around, isIdentity, lampsBetween, NO_LIGHT } from "../../static/js/light/between.js";
import { foldLight, LightBook } from "../../static/js/light/book.js";
import { curveOf, exposureAt, fit, movePoint, pushPoint, stopsOf, tableOf, takeTone, withPoint } from "../../static/js/light/curves.js";
import { COLUMNS, Field, fieldOf, simplify, WetField } from "../../static/js/light/field.js";
import { along, goneBy, movedBy, withPathPoint } from "../../static/js/light/follow.js";
import { LightEdits } from "../../static/js/light/edits.js";
import { LightHistory } from "../../static/js/light/history.js";
import { LightState } from "../../static/js/light/light-state.js";
import { maskChoice, PeoplePart } from "../../static/js/light/people-part.js";
import { BINS, histogram, toneAt, waveform } from "../../static/js/light/scopes.js";
import { Telling } from "../../static/js/light/telling.js";

openPage();

const near = (one, other, by = 1e-9) => assert.ok(Math.abs(one - other) <= by, `${one} is not ${other}`);
const POINTS = [[-4, -4.5], [0, 0.8], [4, 4]];

test("a curve goes through its points, never falls, and is straight beyond them", () => {
  const curve = curveOf(POINTS);
  for (const [x, y] of POINTS) near(curve(x), y);
  near(curve(-6), -6.5);
  near(curve(6), 6);
  const steep = curveOf([[-2, -2], [-1.9, 3], [0, 3], [0.1, 3.05], [3, 6]]);
  for (let x = -10; x < 6; x += 0.01) assert.ok(steep(x + 0.01) >= steep(x) - 1e-12, `it falls at ${x}`);
});

test("without points a curve is the straight line, with one it is moved whole", () => {
  assert.deepEqual([curveOf([])(1.5), curveOf([[0, 1]])(2)], [1.5, 3]);
  const table = tableOf([]);
  assert.deepEqual([table.length, table[0], table[2560], table[4096]], [4097, -10, 0, 6]);
});

test("middle grey is no stop, black the lowest there is", () => {
  near(stopsOf(0.18), 0);
  near(stopsOf(0.36), 1);
  assert.deepEqual([stopsOf(0), stopsOf(1000)], [-10, 6]);
});

test("exposure over time is level beyond its points and overshoots none", () => {
  const points = [[10, 0], [20, 1], [30, 1], [40, -2]];
  assert.deepEqual([exposureAt([], 5), exposureAt(points, 0), exposureAt(points, 99)], [0, 0, -2]);
  for (let frame = 10; frame <= 40; frame += 1) {
    const stops = exposureAt(points, frame);
    assert.ok(stops <= 1 && stops >= -2, `${stops} at ${frame}`);
  }
  near(exposureAt(points, 25), 1);
});

test("a hand's drawing becomes few points that lie close to it", () => {
  const drawn = Array.from({ length: 200 }, (_, n) => [-8 + n * 0.06, -8 + n * 0.06 + Math.sin(n / 40)]);
  const { points, mended } = fit(drawn);
  assert.equal(mended, false);
  assert.ok(points.length >= 3 && points.length <= 9, `${points.length} points`);
  const curve = curveOf(points);
  for (const [x, y] of drawn) near(curve(x), y, 0.121);
});

test("a drawing that turns back is made to rise, and it is said", () => {
  const { points, mended } = fit([[-2, 1], [-1, -1], [0, -2], [1, 2]]);
  assert.ok(mended);
  for (const [at, [x, y]] of points.entries()) if (at) assert.ok(x > points[at - 1][0] && y >= points[at - 1][1]);
  assert.equal(fit([]).points.length, 0);
});

test("points are set, moved between their neighbours, and a taken tone leaves the rest in place", () => {
  const set = withPoint([], 0);
  assert.deepEqual(set, { points: [[0, 0]], at: 0 });
  assert.equal(withPoint(set.points, 0.01).points, set.points);
  const full = Array.from({ length: 16 }, (_, n) => [n / 2 - 6, n / 2 - 6]);
  assert.equal(withPoint(full, 3.1).points.length, 16);
  assert.deepEqual(movePoint(POINTS, 1, [-9, 9])[1], [-3.95, 4]);
  const tone = takeTone([], -1);
  const lifted = curveOf(movePoint(tone.points, tone.at, [-1, 0]));
  near(lifted(-1), 0);
  near(lifted(-7), -7);
  near(lifted(5), 5);
});

test("a stroke is strongest in its middle, gone at its edge, and presses as the pen does", () => {
  const stroke = { points: [[0.25, 0.5, 1, 0], [0.75, 0.5, 0.5, 0]], width: 0.1, stops: 2, softness: 0.5, erase: false };
  const field = fieldOf([stroke], 9 / 16);
  const at = (x, y) => field[Math.floor(y * 270) * COLUMNS + Math.floor(x * COLUMNS)];
  near(at(0.2501, 0.5), 2, 0.02);
  near(at(0.75, 0.5), 1, 0.02);
  assert.ok(at(0.25, 0.58) > 0 && at(0.25, 0.58) < 2);
  assert.deepEqual([at(0.25, 0.7), at(0.9, 0.5)], [0, 0]);
});

test("strokes add up to four stops, and an eraser takes away what lies beneath it", () => {
  const dab = { points: [[0.5, 0.5, 1, 0]], width: 0.2, stops: 3, softness: 0, erase: false };
  const middle = 135 * COLUMNS + 240;
  assert.equal(fieldOf([dab, dab], 9 / 16)[middle], 4);
  const field = new Field(9 / 16);
  field.lay(dab);
  const before = field.copy();
  field.lay({ ...dab, erase: true });
  assert.deepEqual([field.values[middle], before.values[middle]], [0, 3]);
});

test("ten thousand points of a stroke become five hundred that keep its shape", () => {
  const long = Array.from({ length: 10_000 }, (_, n) => [n / 10_000, 0.5 + 0.3 * Math.sin(n / 900), 1, 0]);
  const kept = simplify(long);
  assert.equal(kept.length, 500);
  assert.deepEqual([kept[0], kept.at(-1)], [long[0], long.at(-1)]);
  assert.ok(kept.some(([, y]) => y > 0.799) && kept.some(([, y]) => y < 0.201));
});

const KEYS = [{ id: "a", frame: 10, how: "linear" }, { id: "b", frame: 20, how: "smooth" }, { id: "c", frame: 30, how: "hold" }, { id: "d", frame: 40, how: "linear" }];
for (const [frame, one, other, t] of [[0, "a", "a", 0], [10, "a", "a", 0], [15, "a", "b", 0.5], [22, "b", "c", 0.104], [35, "c", "c", 0], [90, "d", "d", 0]]) {
  test(`the light of frame ${frame}`, () => {
    const found = around(KEYS, frame);
    assert.deepEqual([found.a.id, found.b.id], [one, other]);
    near(found.t, t);
  });
}

test("lamps move between keys; one that only one key has goes out", () => {
  const lamp = (id, x, stops) => ({ id, kind: "lamp", x, y: 0, rx: 1, ry: 1, turn: 0, softness: 1, stops, warmth: 0 });
  const [moved, gone, come] = lampsBetween([lamp("1", 0, 1), lamp("2", 0, 2)], [lamp("1", 1, 3), lamp("3", 0, 4)], 0.25);
  assert.deepEqual([moved.x, moved.stops, gone.stops, come.stops], [0.25, 1.5, 1.5, 1]);
  assert.equal(around([], 3), null);
  assert.ok(isIdentity(NO_LIGHT) && isIdentity({ ...NO_LIGHT, r: [[0, 1]] }) && !isIdentity({ ...NO_LIGHT, luma: [[0, 1]] }));
});

test("a step is undone and done again in order, and what is new ends what was undone", () => {
  const history = new LightHistory();
  history.did([{ verb: "a", fields: {} }], [{ verb: "b", fields: {} }]);
  assert.deepEqual([history.undo()[0].verb, history.redo()[0].verb], ["a", "b"]);
  history.undo();
  history.did([], []);
  assert.deepEqual([history.canUndo, history.canRedo, history.redo()], [true, false, []]);
});

test("scopes count what is seen, and a hand takes the tone around it", () => {
  const sample = { width: 64, height: 8, tones: new Float32Array(512).fill(-1.2), bright: new Uint8Array(512).fill(128) };
  const bins = histogram(sample);
  assert.equal(bins[Math.floor((8.8 / 16) * BINS)], 512);
  const counts = waveform(sample);
  assert.deepEqual([counts[64], counts[63 * 128 + 64], counts[0]], [8, 8, 0]);
  sample.tones[3 * 64 + 10] = 1.5;
  near(toneAt(sample, [10.5 / 64, 3.5 / 8]), -0.9, 1e-6);
  near(toneAt(sample, [0, 0]), -1.2, 1e-6);
  assert.equal(toneAt(sample, [1.2, 0.5]), null);
});

test("a lifted tone takes along what is in its way, and keeps some contrast", () => {
  const pushed = pushPoint([[-4, -4], [-1, -1], [0, 0], [4, 4]], 1, 1);
  assert.deepEqual(pushed, [[-4, -4], [-1, 1], [0, 1.25], [4, 4]]);
  assert.deepEqual(pushPoint([[-2, -2], [0, 0]], 1, -3)[0], [-2, -3.5]);
});

test("a stroke under the hand is what it will be when it is laid", () => {
  const under = new Field(9 / 16);
  under.lay({ points: [[0.4, 0.5, 1, 0]], width: 0.2, stops: 2, softness: 0.5, erase: false });
  const stroke = { points: [[0.3, 0.4, 0.5, 0], [0.5, 0.5, 1, 0.2], [0.6, 0.3, 0.7, 0]], width: 0.1, stops: -1.5, softness: 0.3, erase: false };
  const wet = new WetField(under, 9 / 16, stroke);
  for (const [at] of stroke.points.entries()) wet.values(stroke.points.slice(0, at + 1));
  const laid = under.copy();
  laid.lay(stroke);
  assert.deepEqual(wet.values(stroke.points), laid.values);
});

// What slowfilm/media/light makes of the same numbers: tests/media/light_vectors.py wrote it.
const SAID = JSON.parse(readFileSync(new URL("../light_vectors.json", import.meta.url), "utf8"));

test("curves, exposure and places are those of the light pass", () => {
  for (const { points, at, table } of SAID.curves) {
    const curve = curveOf(points);
    for (const [x, y] of at) near(curve(x), y, 1e-6);
    const made = tableOf(points);
    for (const [place, y] of table) near(made[place], y, 1e-6);
  }
  for (const { points, at } of SAID.exposures) for (const [frame, stops] of at) near(exposureAt(points, frame), stops, 1e-6);
  const keys = SAID.places.keys.map(([frame, how], place) => ({ frame, how, place }));
  for (const [frame, before, after, share] of SAID.places.at) {
    const { a, b, t } = around(keys, frame);
    assert.deepEqual([a.place, t === 0 ? a.place : b.place], [before, share === 0 ? before : after]);
    near(t, share, 1e-6);
  }
});

test("painted fields are those of the light pass", () => {
  for (const { strokes, width, height, rows, cells } of SAID.fields) {
    const made = fieldOf(strokes.map((each) => SAID.strokes[each]), height / width);
    assert.equal(made.length, rows * COLUMNS);
    for (const [column, row, stops] of cells) near(made[row * COLUMNS + column], stops, 2e-4);
  }
});

/** A page's session, as far as light needs it. */
class Session extends EventTarget {
  film = "f";
  state = { pending: new Map() };
  give(id, verb, fields) {
    this.state.pending.set(id, { id, verb, fields });
    this.dispatchEvent(new CustomEvent("changes", { detail: [{ what: "light" }] }));
  }
  entry(seq, verb, id, payload) {
    this.state.pending.delete(id);
    this.dispatchEvent(new CustomEvent("entry", { detail: { seq, verb, id, payload } }));
  }
}

const DAB = { points: [[0.5, 0.5, 1, 0]], width: 0.2, stops: 3, softness: 0, erase: false };
const PAINT = { seq: 5, exposure: [[0, 1]], keys: [{ id: "k", frame: 4, how: "smooth", light: NO_LIGHT, strokes: 1 }] };

async function opened(paint = PAINT, strokes = { strokes: [{ id: "s", key: "k", ...DAB }], next: null }) {
  const session = new Session();
  const book = new LightBook(session, async (path) => Response.json(path.includes("strokes") ? strokes : paint));
  await book.open("d");
  return { session, book };
}

test("a hand's own key is shown at once, and stays when its entry comes", async () => {
  const { session, book } = await opened();
  const light = { ...NO_LIGHT, luma: [[0, 1]] };
  session.give("n", "set-light-key", { draft: "d", frame: 9, how: "hold", light });
  assert.deepEqual(book.keys.map(({ id, frame, pending }) => [id, frame, pending]), [["k", 4, undefined], ["n", 9, true]]);
  session.entry(6, "light-key-set", "n", { key: "n", draft: "d", frame: 9, how: "hold", light });
  assert.equal(book.keyOn(9).pending, false);
  session.entry(7, "light-key-set", "o", { key: "n", draft: "d", frame: 9, how: "hold", light: NO_LIGHT });
  assert.deepEqual([book.keyOn(9).id, book.keyOn(9).light], ["n", NO_LIGHT], "the last write counts");
  session.entry(8, "light-key-set", "p", { key: "q", draft: "another", frame: 1, how: "hold", light });
  assert.equal(book.keys.length, 2);
});

test("what is painted is read when it is looked at, and goes on from there", async () => {
  const { session, book } = await opened();
  assert.equal(book.lit(4, 9 / 16).fieldsA[0], null);
  await settled();
  const middle = 135 * COLUMNS + 240;
  assert.equal(book.lit(4, 9 / 16).fieldsA[0][middle], 3);
  assert.equal(book.lit(4, 9 / 16).exposure, 1);
  session.entry(6, "light-painted", "t", { key: "k", draft: "d", ...DAB, stops: -1 });
  assert.equal(book.lit(4, 9 / 16).fieldsA[0][middle], 2);
  session.give("u", "take-back-light-stroke", { stroke: "s" });
  assert.equal(book.lit(4, 9 / 16).fieldsA[0][middle], -1);
  session.entry(7, "light-stroke-taken-back", "u", { key: "k", draft: "d", stroke: "s" });
  session.entry(8, "light-stroke-given-back", "v", { key: "k", draft: "d", stroke: "s" });
  assert.deepEqual(book.key("k").strokes.map(({ id }) => id), ["s", "t"], "in the order they were painted");
});

test("what comes while the light is read is folded in once", async () => {
  let answer;
  const session = new Session();
  const book = new LightBook(session, () => new Promise((resolve) => (answer = resolve)));
  const open = book.open("d");
  session.entry(5, "light-key-removed", "x", { key: "k", draft: "d", frame: 4 });
  session.entry(6, "exposure-set", "y", { draft: "d", points: [[0, -2]] });
  answer(Response.json(PAINT));
  await open;
  assert.deepEqual([book.keys.length, book.exposure], [1, [[0, -2]]], "the answer held the fifth entry already");
});

test("a key is copied with what is painted on it, moved, taken away and brought back", () => {
  const standing = { keys: new Map(), gone: new Map(), back: new Map(), exposure: [] };
  const say = (verb, id, payload) => foldLight(standing, { verb, id, payload });
  say("light-key-set", "k", { key: "k", frame: 1, how: "hold", light: NO_LIGHT });
  say("light-painted", "s", { key: "k", ...DAB });
  say("light-key-copied", "c", { key: "k", frame: 8, how: "hold", light: NO_LIGHT, strokes: [{ id: "z", ...DAB }] });
  say("light-key-moved", "m", { key: "c", frame: 6 });
  say("light-key-removed", "r", { key: "c" });
  assert.equal(standing.keys.size, 1);
  say("light-key-restored", "b", { key: "c", frame: 6 });
  assert.deepEqual([standing.keys.get("c").frame, standing.keys.get("c").strokes.length], [6, 1]);
});

const frames = () => new Promise((resolve) => setTimeout(resolve, 70));
class Room extends EventTarget {
  film = "f";
  said = [];
  state = { pending: new Map() };
  pass(kind, fields) {
    this.said.push({ type: kind, ...structuredClone(fields) });
  }
  nameOf = (who) => who;
}

test("a stroke is told by its tails, and whoever hears them has all of it", async () => {
  const [room, far] = [new Room(), new Room()];
  const [hand, other] = [new Telling(room, () => {}), new Telling(far, () => {})];
  const wet = { id: "s", width: 0.1, stops: 1, softness: 0.5, erase: false, mask: "on", points: [] };
  for (let n = 0; n < 90; n += 1) {
    wet.points.push([n / 100, 0.5, 1, 0]);
    hand.paint("d", 3, { ...wet, points: wet.points.slice() });
    if (n % 30 === 29) await frames();
  }
  assert.ok(room.said.length >= 3 && room.said.length < 20, `${room.said.length} words`);
  for (const said of room.said) other.hear({ ...said, member: "m" });
  assert.deepEqual(other.strokeOn("d", 3).points, wet.points);
  assert.deepEqual([other.strokeOn("d", 3).mask, other.whoOn("d", 3), other.strokeOn("d", 4)], ["on", "member:m", null]);
  far.dispatchEvent(new CustomEvent("entry", { detail: { verb: "light-painted", actor: "member:m" } }));
  assert.equal(other.strokeOn("d", 3), null, "once it lies it is not wet");
  hand.done();
});

test("of what waits to be told only the newest is told, and of two who set light both are kept", async () => {
  const room = new Room();
  const hand = new Telling(room, () => {});
  for (let n = 0; n < 50; n += 1) hand.tell("d", 0, { ...NO_LIGHT, luma: [[0, n / 50]] });
  await frames();
  const told = room.said.map(({ light }) => light.luma[0][1]);
  assert.ok(told.length < 20 && told[0] === 0 && told.at(-1) === 0.98, `${told}`);
  hand.done();
  for (const member of ["one", "two"]) hand.hear({ type: "light", member, draft: "d", frame: member === "one" ? 1 : 2, light: NO_LIGHT });
  assert.deepEqual([hand.whoOn("d", 1), hand.whoOn("d", 2)], ["member:one", "member:two"]);
});

test("light goes along with a path or a person, and lamps that are fixed stay", () => {
  const path = [[4, 0, 1], [8, 1, 0]];
  assert.deepEqual([along(path, 5), along(path, 0), along(path, 99)], [[0.25, 0.75], [0, 1], [1, 0]]);
  const where = (person, frame) => (person === 1 ? [frame / 10, 0.5] : null);
  assert.deepEqual(goneBy({ to: "path", since: 4, path }, 6, where), [0.5, -0.5]);
  assert.deepEqual(goneBy({ to: "person", since: 2, person: 1 }, 5, where).map((each) => Math.round(each * 100)), [30, 0]);
  assert.deepEqual([goneBy({ to: "person", since: 2 }, 5, where), goneBy(null, 5, where)], [[0, 0], [0, 0]]);
  const lamps = [{ id: "a", kind: "lamp", x: 0.1, y: 0.2 }, { id: "b", kind: "lamp", x: 0.1, y: 0.2, fixed: true }];
  assert.deepEqual(movedBy(lamps, [0.5, 0]).map(({ x }) => x), [0.6, 0.1]);
  assert.deepEqual(withPathPoint(path, 6, [0.5, 3]), [[4, 0, 1], [6, 0.5, 2], [8, 1, 0]]);
  assert.deepEqual(withPathPoint(path, 4, null), [[8, 1, 0]]);
});

test("what is painted on people lies apart from what lies beside them", async () => {
  const matte = new Uint8Array(COLUMNS * 270).fill(255);
  const packed = await new Response(new Blob([matte]).stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer();
  const key = { id: "k", frame: 0, how: "hold", light: NO_LIGHT, strokes: 2 };
  const dab = { points: [[0.5, 0.5, 1, 0]], width: 0.2, stops: 1, softness: 0, erase: false };
  const strokes = [{ ...dab, id: "1", key: "k" }, { ...dab, id: "2", key: "k", erase: true, mask: "on" }];
  const ways = { people: [{ first: 0, last: 1, way: [[0.5, 0.5]] }], columns: COLUMNS, rows: 270 };
  const book = new LightBook(new Room(), async (path) => {
    if (path.endsWith("people/0")) return new Response(packed);
    if (path.includes("people/")) return new Response("", { status: 404 });
    if (path.endsWith("people")) return Response.json(ways);
    return Response.json(path.includes("strokes") ? { strokes, next: null } : { seq: 1, exposure: [], keys: [key], figures: { mattes: "x", people: 1 } });
  });
  await book.open("d");
  let lit = book.lit(0, 9 / 16);
  for (const end = Date.now() + 15000; !lit.mattes && Date.now() < end; lit = book.lit(0, 9 / 16)) {
    await new Promise((go) => setTimeout(go, 5)); // unpacking is a thread's work
  }
  const middle = 135 * COLUMNS + 240;
  assert.deepEqual([...lit.fieldsA.map((each) => each[middle]), lit.mattes[0][middle]], [1, 0, 255]);
  assert.equal(book.lit(0, 9 / 16).mattes[0], lit.mattes[0], "the same array: nothing is sent twice");
});

test("of two people each has a grid and a name, and what is painted on one lies on no other", async () => {
  const pack = async (/** @type {number} */ code) => new Response(await new Response(new Blob([new Uint8Array(COLUMNS * 270).fill(code)]).stream().pipeThrough(new CompressionStream("deflate"))).arrayBuffer());
  const lamp = { id: "l", kind: "lamp", x: 0.5, y: 0.5, rx: 1, ry: 1, turn: 0, softness: 1, stops: 1, warmth: 0, mask: "off", who: 1 };
  const key = { id: "k", frame: 0, how: "hold", light: { ...NO_LIGHT, lamps: [lamp] }, strokes: 1 };
  const strokes = [{ id: "1", key: "k", points: [[0.5, 0.5, 1, 0]], width: 0.2, stops: 2, softness: 0, erase: false, mask: "on", who: 2 }];
  const person = (/** @type {number} */ x, name = "") => ({ first: 0, last: 1, way: [[x, 0.5]], name });
  const ways = { people: [person(0.2), person(0.8, "林遥")], columns: COLUMNS, rows: 270, apart: true };
  const book = new LightBook(new Room(), async (path) => {
    if (path.includes("people/0")) return pack(path.endsWith("who=1") ? 10 : path.endsWith("who=2") ? 20 : 30);
    if (path.includes("people/")) return new Response("", { status: 404 });
    if (path.endsWith("people")) return Response.json(ways);
    return Response.json(path.includes("strokes") ? { strokes, next: null } : { seq: 1, exposure: [], keys: [key], figures: { mattes: "x", people: 2 } });
  });
  await book.open("d");
  let lit = book.lit(0, 9 / 16);
  for (const end = Date.now() + 15000; !(lit.mattes && lit.fieldsA.length === 4) && Date.now() < end; lit = book.lit(0, 9 / 16)) {
    await new Promise((go) => setTimeout(go, 5)); // unpacking is a thread's work
  }
  const middle = 135 * COLUMNS + 240;
  assert.deepEqual([lit.meant, lit.mattes.map((each) => each[middle])], [[1, 2], [30, 10, 20]]);
  assert.deepEqual(lit.fieldsA.map((each) => each?.[middle] ?? null), [null, null, null, 2], "off people, on others, on one, on two");
  assert.deepEqual(book.figures.names, ["Person 1, left", "林遥"]);
  assert.equal(book.lit(0, 9 / 16).mattes[2], lit.mattes[2], "the same array: nothing is sent twice");
});

test("whom a light means is chosen once people are told apart", () => {
  const told = [];
  const mask = maskChoice((masked) => told.push({ ...masked }));
  const [who] = mask.element.querySelectorAll("select");
  mask.show({ mask: "" }, true, ["Person 1, left", "林遥"]);
  assert.equal(who.hidden, true, "of nobody it is not asked");
  mask.element.querySelector('[data-choice="on"]').click();
  mask.show({ mask: "on" }, true, ["Person 1, left", "林遥"]);
  assert.deepEqual([who.hidden, Array.from(who.querySelectorAll("option"), ({ textContent }) => textContent)], [false, ["Everybody", "Person 1, left", "林遥"]]);
  who.value = "2";
  who.dispatchEvent(new Event("change"));
  assert.deepEqual(told, [{ mask: "on", who: 0 }, { mask: "on", who: 2 }]);
  mask.show({ mask: "on", who: 2 }, true, []);
  assert.equal(who.hidden, true, "where they are not told apart all are meant");
});

test("whom light may not cross is known at every frame, with a key or without", async () => {
  const told = { seq: 1, exposure: [], keys: [], figures: null, spared: ["Video1"] };
  const book = new LightBook(new Room(), async () => Response.json(told));
  assert.equal(book.lit(0, 9 / 16).spared, false);
  await book.open("d");
  assert.deepEqual([book.lit(0, 9 / 16).spared, book.lit(0, 9 / 16, { light: NO_LIGHT }).spared], [true, true]);
  assert.equal(book.lit(0, 9 / 16).mattes, null, "until people are traced all of it is spared");
});

test("what the light may follow is offered in order: nothing, people, a path", () => {
  const asked = [];
  const part = new PeoplePart({ trace() {}, draw() {}, drop() {}, follow: (to) => asked.push(to) });
  part.show({ traced: { mattes: "m", people: 2 }, names: ["林遥（1998）"], spared: ["Video1"], follow: { to: "person", person: 1, since: 0 }, frame: 0, writable: true, drawing: false });
  const buttons = Array.from(part.element.querySelectorAll("[data-choice]"));
  assert.deepEqual(buttons.map(({ dataset }) => dataset.choice), ["none", "person-0", "person-1", "path"]);
  assert.deepEqual(buttons.map(({ textContent }) => textContent).slice(1, 3), ["林遥（1998）", "Person 2"], "by name where that is known");
  assert.equal(buttons.find(({ ariaPressed }) => ariaPressed === "true").dataset.choice, "person-1");
  for (const each of buttons) each.click();
  assert.deepEqual(asked, ["", 0, 1, "path"]);
  assert.match(part.element.textContent, /@Video1 stays as it is/);
});

/** A hand before a draft whose frame 4 has a key with a stroke on it: what it holds, and what it gives. */
async function atHand(t) {
  const { session, book } = await opened();
  const commands = [];
  const player = { frame: 4 };
  session.pass = () => {};
  session.command = (verb, fields) => {
    const id = `c${commands.push({ verb, fields })}`;
    session.give(id, verb, fields);
    return id;
  };
  const telling = new Telling(session, () => {});
  t.after(() => telling.done());
  const place = { draft: { id: "d", width: 1920, height: 1080 } };
  const state = new LightState({ book, telling, player, place, may: () => true });
  const nothing = () => {};
  const chooseTool = (tool) => (state.tool = tool);
  const edits = new LightEdits({ state, book, telling, session, refresh: nothing, redraw: nothing, say: nothing, chooseTool });
  return { book, commands, edits, player, state };
}

test("light that is held is shown on its frame alone, and is a command once it is set", async (t) => {
  const { commands, edits, player, state } = await atHand(t);
  edits.holdCurve([[0, 1]]);
  assert.deepEqual([state.light.luma, state.moving, commands.length], [[[0, 1]], true, 0]);
  player.frame = 5;
  assert.deepEqual(state.light.luma, []);
  player.frame = 4;
  assert.equal(edits.save(), "k");
  assert.deepEqual([commands[0].verb, commands[0].fields.light.luma, state.held], ["set-light-key", [[0, 1]], null]);
  edits.undo();
  assert.deepEqual(commands[1].fields.light.luma, []);
});

test("a new key takes along what is painted on the nearest one, and is undone as one step", async (t) => {
  const { commands, edits, player } = await atHand(t);
  player.frame = 9;
  edits.save({ ...NO_LIGHT, luma: [[0, 2]] });
  edits.undo();
  assert.deepEqual(commands.map(({ verb }) => verb), ["copy-light-key", "set-light-key", "remove-light-key"]);
  assert.equal(commands[2].fields.key, "c1");
});

test("a light that follows a path begins it where its lamp stands, with the tool in hand", async (t) => {
  const { edits, state } = await atHand(t);
  edits.hold({ ...NO_LIGHT, lamps: [{ id: "l", kind: "lamp", x: 0.2, y: 0.3, rx: 0.1, ry: 0.1, turn: 0, softness: 1, stops: 1, warmth: 0 }] });
  edits.follow("path");
  assert.deepEqual([state.light.follow.path, state.tool], [[[4, 0.2, 0.3]], "path"]);
  edits.follow("");
  assert.deepEqual([state.light.follow, state.tool], [null, "tone"]);
});
