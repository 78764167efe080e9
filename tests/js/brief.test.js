import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { button, openPage, press, stopClock, type } from "./page.js";
import { Line, listen } from "./line.js";

const MARKUP = `<form id="brief" name="brief"><input type="hidden" name="csrfmiddlewaretoken" value="token">
  <div class="tagging"><textarea id="id_text"></textarea></div>
  <div id="layout" data-endpoint="/layout" hidden><input type="hidden" id="id_layout" name="layout"><div id="layout-stage"></div></div><div id="levels" hidden><input type="hidden" id="id_levels" name="levels"><ol id="curves"></ol></div><p id="counts"></p><p id="needs"></p><input type="hidden" id="id_cite-TOTAL_FORMS" value="0"><ol id="citations"></ol><ol id="cast"></ol><input type="hidden" id="id_line-TOTAL_FORMS" value="0"><ol id="said"></ol><div id="say"></div><input type="checkbox" id="id_labels"><div id="cite"></div>
  <select id="id_size"><option value="1280x720">1280 × 720</option><option value="1920x1080">1920 × 1080</option></select>
  <select id="id_rate"><option value="24">24</option><option value="25">25</option></select>
  <input id="id_seconds" type="number"><div><input id="id_seed" type="number"></div>
  <select id="id_engine"><option value="animatic">Animatic</option><option value="wan">Wan</option></select>
  <div class="engine" data-engine="animatic"></div><div class="engine" data-engine="wan"></div></form>
  <div id="draft-upload" data-endpoint="/uploads/" data-room="/films/f/room/?draft="></div>`;

const choice = (id, kind, more = {}) => ({ id, name: `${id}.png`, kind, poster: kind === "sound" ? "" : `/${id}.jpg`, seconds: null, copy: null, proxy: "", waveform: "", about: "", why_not: "", forbids: [], ...more });
const REFERENCES = [
  choice("lamp", "picture", { about: "Ada, 1998", copy: [1280, 720] }),
  choice("rain on tin", "picture"),
  choice("neighbours", "picture", { why_not: "Nobody has said whether anybody is in it." }),
  choice("rain", "sound", { name: "rain.wav", seconds: 3 }),
  choice("street", "video", { name: "street.mov", seconds: 12.34 }),
];
const DATA = {
  film: "f",
  shot: "s",
  seq: 10,
  preparing: [],
  may_clear: true,
  member: "Lin",
  chosen: true,
  references: REFERENCES,
  rows: [],
  characters: [],
  lines: [],
  said: [],
  engines: {
    animatic: { labels: true, sizes: ["1280x720", "1920x1080"], rates: ["24", "25"], shortest: 1, longest: 15, layout: false, levels: false, limits: { picture: 2, video: 1, sound: 1 }, all: 3, needs: [], treats: { picture: { subject: "uses", style: "tints" }, sound: { sound: "uses" } } },
    wan: { labels: false, sizes: ["1280x720"], rates: ["24"], shortest: 2, longest: 5, layout: false, levels: false, limits: { picture: 1, video: 0, sound: 0 }, all: 1, needs: [{ roles: ["keyframe", "style"], sentence: "It needs a keyframe." }], treats: { picture: { subject: "ignores", style: "tints", keyframe: "uses" } } },
  },
  roles: { picture: [["subject", "Subject"], ["style", "Style"], ["keyframe", "Keyframe"]], video: [["motion", "Motion"]], sound: [["sound", "Sound"]] },
  names: { picture: "Image", video: "Video", sound: "Audio" },
  treatments: { uses: "The engine uses it.", tints: "It is tinted.", ignores: "The engine ignores it." },
  failures: { broken: "It could not be read.", "no-picture": "No picture could be found in it." },
};

let page = 0;

/** The page on which a brief is written; its script is read anew for each. */
async function written(more = {}) {
  openPage(MARKUP, "/films/f/shots/s/brief/");
  listen();
  const data = document.createElement("script");
  Object.assign(data, { id: "brief-data", type: "application/json", textContent: JSON.stringify({ ...DATA, ...more }) });
  document.body.append(data);
  page += 1;
  await import(`../../static/js/brief/brief.js?${page}`);
  return document.getElementById("id_text");
}

beforeEach((t) => stopClock(t));

const list = () => document.getElementById("tag-list");
const options = () => [...list().querySelectorAll("[role=option]")];
const offered = () => options().map((each) => each.querySelector("b").textContent);
const marked = () => options().find((each) => each.ariaSelected === "true")?.querySelector("b").textContent;
const rows = () => [...document.querySelectorAll("#citations .citation")];
const tags = () => rows().map((row) => row.querySelector(".tag").textContent);
const named = (name) => document.querySelector(`[name="${name}"]`);
const counts = () => [...document.querySelectorAll("#counts span")].map((each) => each.textContent + (each.classList.contains("over") ? "!" : ""));
const choose = (id, value) => {
  const select = document.getElementById(id);
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
};

/** Cites a reference by keyboard. */
function cite(text, wanted) {
  type(text, `@${wanted}`);
  press("Enter");
}

test("an @ offers the references that fit, by name, part of a name or kind", async () => {
  const text = await written();
  assert.equal(list().hidden, true);
  type(text, "The lamp, @");
  assert.equal(offered().length, 5);
  type(text, "rain");
  assert.deepEqual(offered(), ["rain on tin.png", "rain.wav"]);
  assert.equal(document.querySelector("[role=status]").textContent, "2 references");
  for (const [wanted, names] of [["audio1", ["rain.wav"]], ["vid", ["street.mov"]], ["LAMP", ["lamp.png"]]]) {
    text.value = "";
    type(text, `@${wanted}`);
    assert.deepEqual(offered(), names, wanted);
  }
  text.value = "";
  type(text, "@nothing");
  assert.equal(list().hidden, true);
});

test("what may not be cited is shown with its reason, and neither reached nor picked", async () => {
  const text = await written();
  type(text, "@");
  const barred = options()[2];
  assert.equal(barred.ariaDisabled, "true");
  assert.match(barred.textContent, /Nobody has said/);
  assert.match(options()[0].textContent, /Ada, 1998/);
  const seen = [marked()];
  for (let n = 0; n < 4; n += 1) {
    press("ArrowDown");
    seen.push(marked());
  }
  assert.deepEqual(seen, ["lamp.png", "rain on tin.png", "rain.wav", "street.mov", "lamp.png"]);
  press("ArrowUp");
  assert.equal(marked(), "street.mov");
  assert.equal(text.getAttribute("aria-activedescendant"), options()[4].id);
  barred.click();
  assert.deepEqual([rows().length, text.value], [0, "@"]);
  text.value = "";
  type(text, "@neigh");
  assert.equal(marked(), undefined);
  assert.equal(press("Enter"), false, "it writes no line");
  assert.match(document.querySelector("[role=status].visually-hidden").textContent, /Nobody has said/);
});

test("what is picked is cited, and its tag stands in the text", async () => {
  const text = await written();
  type(text, "The lamp, ");
  cite(text, "la");
  assert.equal(text.value, "The lamp, @Image1 ");
  assert.equal(list().hidden, true);
  type(text, "and then @rain");
  press("ArrowDown");
  press("Tab");
  type(text, "falls.");
  assert.equal(text.value, "The lamp, @Image1 and then @Audio1 falls.");
  assert.deepEqual(tags(), ["@Image1", "@Audio1"]);
  assert.deepEqual([named("cite-0-reference").value, named("cite-1-reference").value], ["lamp", "rain"]);
  assert.equal(document.getElementById("id_cite-TOTAL_FORMS").value, "2");
});

test("what its people have forbidden stands beside what is cited", async () => {
  const forbids = ["Zhou: Not beside a grave."];
  const references = [choice("lamp", "picture", { forbids })];
  await written({ references, rows: [{ reference: "lamp", role: "subject", start: "", end: "", errors: {} }] });
  const said = [...document.querySelectorAll("#citations .forbids")].map(({ textContent }) => textContent);
  assert.deepEqual(said, ["Not: Zhou: Not beside a grave."]);
});

test("what is cited already keeps its row, and its tag stands wherever it is named", async () => {
  const text = await written();
  cite(text, "lamp");
  type(text, "and ");
  cite(text, "lamp");
  assert.equal(text.value, "@Image1 and @Image1 ");
  assert.equal(rows().length, 1);
});

test("before a sign the tag needs no space, before a letter it does", async () => {
  const text = await written();
  for (const [after, value] of [["。", "看@Image1。"], ["x", "看@Image1 x"]]) {
    text.value = `看@lamp${after}`;
    text.setSelectionRange(6, 6);
    text.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Enter", {}, text);
    assert.equal(text.value, value);
  }
});

test("a composition keeps its keys, and Escape leaves the list", async () => {
  const text = await written();
  type(text, "@l");
  for (const more of [{ isComposing: true }, { keyCode: 229 }]) press("Enter", more);
  assert.deepEqual([rows().length, list().hidden], [0, false]);
  press("Escape");
  assert.equal(list().hidden, true);
  type(text, "a");
  text.blur();
  assert.equal(list().hidden, true);
});

test("a finger opens the list by a button, and picks from it", async () => {
  const text = await written();
  type(text, "Rain");
  button("Cite a reference").click();
  assert.equal(text.value, "Rain @");
  const down = new PointerEvent("pointerdown", { bubbles: true, cancelable: true });
  options()[3].dispatchEvent(down);
  assert.equal(down.defaultPrevented, true, "the field keeps the focus");
  options()[3].click();
  assert.equal(text.value, "Rain @Audio1 ");
  button("Cite a reference").click();
  assert.equal(text.value, "Rain @Audio1 @");
});

test("a film without references says so", async () => {
  const text = await written({ references: [] });
  type(text, "@");
  assert.deepEqual([list().hidden, list().textContent], [false, "This film has no references yet."]);
  assert.equal(press("Enter"), true);
});

test("moving and taking away keeps the text true", async () => {
  const text = await written();
  for (const wanted of ["lamp", "tin"]) cite(text, wanted);
  assert.equal(text.value, "@Image1 @Image2 ");
  button("Move Image2 up").click();
  assert.equal(text.value, "@Image2 @Image1 ");
  assert.equal(named("cite-0-reference").value, "rain on tin");
  assert.equal(document.activeElement.ariaLabel, "Take Image1 away", "the pressed button is at its end");
  assert.equal(button("Move Image1 up").disabled, true);
  assert.equal(button("Move Image2 down").disabled, true);
  button("Move Image1 down").click();
  assert.equal(text.value, "@Image1 @Image2 ");
  button("Take Image1 away").click();
  assert.equal(text.value, "lamp.png @Image1 ");
  assert.deepEqual([tags(), document.getElementById("id_cite-TOTAL_FORMS").value], [["@Image1"], "1"]);
  assert.equal(document.activeElement.ariaLabel, "Take Image1 away");
});

test("who moves a row by keyboard goes on with the same button", async () => {
  const text = await written({ engines: { ...DATA.engines, animatic: { ...DATA.engines.animatic, limits: { picture: 9, video: 9, sound: 9 }, all: 27 } } });
  for (const wanted of ["lamp", "tin", "rain.w"]) cite(text, wanted);
  button("Move Audio1 up").click();
  assert.equal(document.activeElement.ariaLabel, "Move Audio1 up");
  assert.deepEqual(tags(), ["@Image1", "@Audio1", "@Image2"]);
  assert.equal(text.value, "@Image1 @Image2 @Audio1 ", "of another kind: nothing is renamed");
});

test("how many of each kind are cited is said, and no more than the engine takes are offered", async () => {
  const text = await written();
  assert.deepEqual(counts(), ["Pictures 0 / 2", "Videos 0 / 1", "Sounds 0 / 1", "In all 0 / 3"]);
  cite(text, "lamp");
  cite(text, "tin");
  assert.deepEqual(counts(), ["Pictures 2 / 2", "Videos 0 / 1", "Sounds 0 / 1", "In all 2 / 3"]);
  cite(text, "rain.w");
  type(text, "@rain.w");
  assert.equal(options()[0].ariaDisabled, "false", "cited already: it may be named again");
  text.value = "";
  type(text, "@street");
  assert.match(options()[0].textContent, /No more can be cited/, "three are all that it takes");
  text.value = "";
  choose("id_engine", "wan");
  assert.deepEqual(counts(), ["Pictures 2 / 1!", "Videos 0 / 0", "Sounds 1 / 0!", "In all 3 / 1!"]);
  type(text, "@street");
  assert.equal(options()[0].ariaDisabled, "true");
  assert.match(options()[0].textContent, /No more of this kind can be cited/);
});

test("the chosen engine offers its sizes, rates and lengths, and says what it does", async () => {
  const text = await written();
  cite(text, "lamp");
  const shown = () => [...document.querySelectorAll(".engine")].map((each) => each.hidden);
  assert.deepEqual(shown(), [false, true]);
  choose("id_engine", "wan");
  assert.deepEqual(shown(), [true, false]);
  const closed = (id) => [...document.getElementById(id).options].map((each) => each.disabled);
  assert.deepEqual([closed("id_size"), closed("id_rate")], [[false, true], [false, true]]);
  const seconds = document.getElementById("id_seconds");
  assert.deepEqual([seconds.min, seconds.max], ["2", "5"]);
  assert.equal(document.getElementById("id_labels").disabled, true, "it burns none in");
  assert.equal(rows()[0].querySelector(".treatment").textContent, "The engine ignores it.");
  assert.equal(rows()[0].classList.contains("ignored"), true);
});

test("only a keyframe stands at a frame", async () => {
  const text = await written();
  cite(text, "lamp");
  const frame = () => named("cite-0-frame");
  assert.deepEqual([frame().disabled, frame().closest("label").hidden], [true, true]);
  named("cite-0-role").value = "keyframe";
  named("cite-0-role").dispatchEvent(new Event("change"));
  assert.deepEqual([frame().disabled, frame().closest("label").hidden, frame().value], [false, false, "0"]);
});

test("a keyframe that came back stands where it stood", async () => {
  await written({ rows: [{ reference: "lamp", role: "keyframe", start: "", end: "", frame: "40", errors: {} }] });
  assert.deepEqual([named("cite-0-frame").value, named("cite-0-frame").disabled], ["40", false]);
});

test("what an engine can't do without is said until it is there", async () => {
  const text = await written();
  const said = () => document.getElementById("needs").textContent;
  assert.equal(said(), "");
  choose("id_engine", "wan");
  assert.equal(said(), "It needs a keyframe.");
  cite(text, "lamp");
  assert.equal(said(), "It needs a keyframe.", "as a subject it is ignored");
  named("cite-0-role").value = "style";
  named("cite-0-role").dispatchEvent(new Event("change"));
  assert.equal(said(), "");
});

const YOUNG = { id: "c98", title: "林遥（1998）", name: "林遥", about: "2 references", poster: "", material: [{ reference: "lamp", role: "subject" }, { reference: "rain", role: "sound" }] };
const OLD = { id: "c24", title: "林遥（2024）", name: "林遥", about: "1 reference", poster: "", material: [{ reference: "rain on tin", role: "subject" }] };
const cast = () => [...document.querySelectorAll("#cast .names")].map((each) => each.textContent);

test("a character that the text names is expanded, counted and judged; widths and spaces make no difference", async () => {
  const text = await written({ characters: [YOUNG, OLD] });
  type(text, "@林遥 (1998) waits.");
  assert.deepEqual(cast(), ["@Image1 林遥（1998） · Subject · lamp.png", "@Audio1 林遥（1998） · Sound · rain.wav"]);
  assert.deepEqual(counts(), ["Pictures 1 / 2", "Videos 0 / 1", "Sounds 1 / 1", "In all 2 / 3"]);
  choose("id_engine", "wan");
  assert.equal(document.querySelector("#cast .citation").classList.contains("ignored"), true);
  assert.deepEqual(counts(), ["Pictures 1 / 1", "Videos 0 / 0", "Sounds 1 / 0!", "In all 2 / 1!"]);
  text.value = "";
  type(text, "@林遥 alone may be either.");
  assert.deepEqual(cast(), []);
});

test("a character is picked by name, and what is cited already in that role is not cited twice", async () => {
  const text = await written({ characters: [YOUNG, OLD] });
  cite(text, "lamp");
  type(text, "with @2024");
  assert.deepEqual(offered(), ["林遥（2024）"]);
  press("Enter");
  assert.equal(text.value, "@Image1 with @林遥（2024） ");
  type(text, "and @林遥（1998）");
  assert.deepEqual(cast(), ["@Image2 林遥（2024） · Subject · rain on tin.png", "@Audio1 林遥（1998） · Sound · rain.wav"]);
});

const LINES = [
  { id: "l1", title: "林遥（1998）", words: "落雨咯。", dialect: "闽南语", translation: "It rains.", take: true },
  { id: "l2", title: "林遥（2024）", words: "着。", dialect: "", translation: "", take: false },
];
const saidRows = () => [...document.querySelectorAll("#said .brief-line")];

test("lines are said in order, each after a pause", async () => {
  await written({ lines: LINES, said: [{ line: "l2", pause: "1.5", errors: { pause: "Too long." } }, { line: "gone", pause: "", errors: {} }] });
  assert.deepEqual(saidRows().map((row) => row.querySelector("b").textContent), ["林遥（2024）"]);
  assert.equal(saidRows()[0].querySelector(".refusal").textContent, "Too long.");
  assert.match(saidRows()[0].textContent, /No take/);
  button("Add this line").click();
  assert.deepEqual([named("line-0-line").value, named("line-0-pause").value, named("line-1-line").value], ["l2", "1.5", "l1"]);
  assert.equal(document.getElementById("id_line-TOTAL_FORMS").value, "2");
  assert.deepEqual([...saidRows()[1].querySelectorAll(".spoken p")].map((each) => each.textContent), ["落雨咯。", "It rains."]);
  button("Move line 2 up").click();
  assert.deepEqual([named("line-0-line").value, named("line-1-pause").value], ["l1", "1.5"]);
  assert.equal(document.activeElement.ariaLabel, "Take line 1 away");
  button("Take line 1 away").click();
  assert.deepEqual([saidRows().length, named("line-0-line").value], [1, "l2"]);
});

test("a film without lines offers none", async () => {
  await written();
  assert.equal(document.getElementById("say").childElementCount, 0);
});

test("a copy that would be enlarged is told, in the role in which it is used", async () => {
  const text = await written();
  cite(text, "lamp");
  const treatment = () => rows()[0].querySelector(".treatment").textContent;
  assert.equal(treatment(), "The engine uses it.");
  choose("id_size", "1920x1080");
  assert.equal(treatment(), "The engine uses it. Its copy is 1280 × 720: at this size it will look soft.");
  named("cite-0-role").value = "style";
  named("cite-0-role").dispatchEvent(new Event("change"));
  assert.equal(treatment(), "It is tinted.");
});

test("what has a length may be cited in part, and what has none may not", async () => {
  const text = await written();
  cite(text, "street");
  const [start, end] = ["start", "end"].map((name) => named(`cite-0-${name}`));
  assert.deepEqual([start.placeholder, end.placeholder, end.max], ["0", "12.3", "12.34"]);
  cite(text, "lamp");
  assert.equal(named("cite-1-start")?.isConnected ?? false, false);
});

test("a brief that came back has its rows as they were filled in, and what is wrong beside them", async () => {
  const text = await written({
    rows: [
      { reference: "rain", role: "sound", start: "2", end: "9", errors: { end: "It ends too late.", start: "It ends too late." } },
      { reference: "gone", role: "subject", start: "", end: "", errors: {} },
      { reference: "lamp", role: "style", start: "", end: "", errors: {} },
    ],
  });
  assert.deepEqual(tags(), ["@Audio1", "@Image1"]);
  assert.deepEqual([named("cite-0-start").value, named("cite-0-end").value, named("cite-1-role").value], ["2", "9", "style"]);
  assert.deepEqual([...rows()[0].querySelectorAll(".refusal")].map((each) => each.textContent), ["It ends too late."]);
  assert.equal(text.value, "", "and the text is left as it came");
});

test("another seed is a number the engines take", async () => {
  await written();
  const seed = document.getElementById("id_seed");
  button("Another").click();
  const first = seed.value;
  assert.match(first, /^\d+$/);
  assert.ok(BigInt(first) < 2n ** 63n);
  button("Another").click();
  assert.notEqual(seed.value, first);
});

// ── drafts made elsewhere, on the same page ──────────────────────────────────

const prepared = () => [...document.querySelectorAll("#draft-upload .upload")];

test("a draft that is being prepared is followed to its end", async () => {
  await written({ preparing: [{ id: "u", filename: "street.mov" }] });
  assert.equal(Line.latest.url, "ws://studio/ws/films/f/");
  Line.latest.welcome();
  Line.latest.entry(11, "draft-upload-started", { shot: "s", filename: "b.mov" }, { id: "v" });
  Line.latest.entry(12, "draft-upload-started", { shot: "other", filename: "c.mov" }, { id: "w" });
  assert.deepEqual(prepared().map((row) => row.querySelector(".upload-name").textContent), ["street.mov", "b.mov"]);
  Line.latest.say({ type: "passing", batch: [{ type: "progress", subject: "u", share: 0.5 }, { type: "progress", subject: "w", share: 1 }] });
  assert.equal(prepared()[0].querySelector("progress").value, 0.5);
  const words = () => prepared()[0].querySelector(".upload-state").textContent;
  Line.latest.say({ type: "passing", batch: [{ type: "progress", subject: "u", share: 0.5, waits: "no-room" }] });
  assert.equal(words(), "The studio's disk is full. This goes on by itself when there is room.");
  Line.latest.say({ type: "passing", batch: [{ type: "progress", subject: "u", share: 0.6 }] });
  assert.equal(words(), "Being prepared");
  Line.latest.entry(13, "draft-made", { upload: "u", draft: "new", name: "S01_SH010_v003", shot: "s" });
  const link = prepared()[0].querySelector("a");
  assert.deepEqual([link.getAttribute("href"), link.textContent], ["/films/f/room/?draft=new", "Look at S01_SH010_v003"]);
  assert.equal(prepared()[0].querySelector("progress"), null);
  Line.latest.entry(14, "draft-upload-failed", { upload: "v", shot: "s", filename: "b.mov", error: "no-picture" });
  assert.equal(prepared()[1].querySelector(".refusal").textContent, "No picture could be found in it.");
  Line.latest.entry(15, "draft-made", null);
});

test("who may clear may say that nobody is in it", async () => {
  await written();
  assert.equal(document.querySelector("#draft-upload .tick").textContent, "Nobody is seen or heard in it");
  await written({ may_clear: false });
  assert.equal(document.querySelector("#draft-upload .tick"), null);
});

test("a page without a brief to write does nothing", async () => {
  openPage(`<p>You may only look.</p>`);
  page += 1;
  await import(`../../static/js/brief/brief.js?${page}`);
  assert.equal(document.body.textContent, "You may only look.");
});
