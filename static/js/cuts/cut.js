/** A cut's page, put together: what each part says is carried to the others here. */

import { readComparison } from "../compare/state.js";
import { compareCuts } from "./compare.js";
import * as edit from "./edit.js";
import { flagsOf } from "./flags.js";
import { CutList } from "./list.js";
import { spokenIn } from "./notes.js";
import { timed } from "./paint.js";
import { CutPlayer } from "./player.js";
import { Posters } from "./posters.js";
import { ofDrafts, ofTracks } from "./sound-plan.js";
import { CutSounds } from "./sounds.js";
import { CutStrip } from "./strip.js";
import { CutTalk } from "./talk.js";
import { lengthOf, Timing } from "./timing.js";
import { Decoder } from "../player/decoder.js";
import { Drawer } from "../room/drawer.js";
import { button, byId, element } from "../shared/elements.js";
import { readFirstPaint } from "../room/first-paint.js";
import { Guides } from "../player/guides.js";
import { t } from "../shared/i18n.js";
import { newId } from "../shared/ids.js";
import { JoinView } from "./join-view.js";
import { bindPlainKeys } from "../shared/key-button.js";
import { writeOrHelp } from "../room/key-help.js";
import { bindKeys } from "../room/keys.js";
import { showLine } from "../room/line-bar.js";
import { lockedCutWords } from "../room/locked.js";
import { Overlays } from "../player/overlays.js";
import { keepPanels } from "../room/panels.js";
import { Session } from "../room/session.js";
import { Subtitles } from "../player/subtitles.js";
import { Tabs } from "../room/tabs.js";
import { Timeline } from "../timeline/timeline.js";
import { parseRate } from "../timeline/timecode.js";
import { Transport } from "../player/transport.js";
import { readLook, writeLook } from "../player/look.js";
import { PictureZoom } from "./zoom.js";

/** @typedef {import("./paint.js").CutPaint} CutPaint */
/** @typedef {import("../room/first-paint.js").Draft} Draft */

const root = byId("cut");
const base = String(root.dataset.base);
let paint = /** @type {CutPaint} */ (readFirstPaint());
void import("mediabunny"); // what reads clips comes while the line is opened
const session = await Session.open(paint);
const { state } = session;
takeUpDrafts(paint);
const rate = parseRate(paint.cut.rate);
const history = new edit.History({ clips: paint.clips, sounds: paint.sounds });
/** The newest version there is, and that which one's own changes are made from. */
const version = { shown: paint.version, from: paint.latest, own: "" };
let timing = new Timing([], rate);

const player = new CutPlayer(/** @type {HTMLCanvasElement} */ (byId("picture").querySelector("canvas")));
const timeline = new Timeline(byId("timeline"));
const over = element("div", {});
byId("timeline").after(over);
const posters = new Posters();
const strip = new CutStrip(over, posters);
const list = new CutList(byId("clips"), base, posters);
const sounds = new CutSounds(byId("sounds"), paint.heard, base);
const subtitles = new Subtitles(byId("spoken"), player);
const tabs = new Tabs(byId("column"), ["notes", "sounds", "versions", "gate"].map(byId));
const join = new JoinView(/** @type {HTMLDialogElement} */ (byId("join-view")), player);
const talk = new CutTalk({
  root: byId("notes"),
  count: byId("open-notes"),
  cut: paint.cut.id,
  session,
  player,
  timeline,
  drawer: new Drawer(byId("column"), byId("open-notes")),
  draft: (clip) => history.now.clips[clip]?.draft ?? "",
  writable: () => paint.rights.includes("mark"),
  reveal: () => tabs.open(byId("notes")),
  tell: (text) => tell(text),
  look: lookAtJoin,
});
const comparing = compareCuts({
  picture: byId("picture"),
  root: byId("looks"),
  player,
  paint: () => paint,
  own: () => (timing.frames ? { cut: playable(), name: `${paint.cut.title} ${versionText()}` } : null),
  address: String(root.dataset.paint),
  playable: (other) => playableOf(other.clips, other.sounds, new Map(other.drafts.map((draft) => [draft.id, draft]))),
  tell: tellAddress,
});
const guides = new Guides();
const overlays = new Overlays(byId("looks"), guides);
const zoom = new PictureZoom(byId("picture"), /** @type {HTMLCanvasElement} */ (byId("picture").querySelector("canvas")));
byId("picture").append(guides.layer);
for (const part of [zoom, comparing]) part.addEventListener("view", showGuides);
for (const part of [zoom, overlays]) part.addEventListener("change", settleAddress);
bindPlainKeys((key) => comparing.keyed(key) ?? overlays.keyed(key) ?? zoom.keyed(key) ?? writeOrHelp(key, () => talk.begin(), "cut"));
showLine({ bar: byId("line-lost"), state: byId("line"), session });
void new Transport(byId("transport"), player);
timeline.follow(player);
bindKeys(player, () => talk.marks, document, (frame) => talk.revealAt(frame));
keepPanels(document, session);

const changeable = () => paint.rights.includes("make") && !paint.cut.locked_at;

// ── what is shown ────────────────────────────────────────────────────────────

/** @param {{draft: string}} clip */
const draftOf = (clip) => state.drafts.get(clip.draft);
/** @param {import("./paint.js").CutClip} clip */
const asTimed = (clip) => timed(clip, state.drafts, parseRate);
/** @param {string} digest */
const media = (digest) => `${base}media/${digest}`;

/** Shows the cut as it is now; the picture too unless only what is beside it has changed. */
function show(picture = true) {
  const { clips } = history.now;
  timing = new Timing(clips.map(asTimed), rate);
  if (picture) void player.load(playable()).then(() => posters.come()); // first: it comes while the lists are made
  showList();
  showStrip();
  showBar();
  sounds.show({ sounds: history.now.sounds, rate, frame: player.frame, changeable: changeable() });
  if (!picture) return talk.show();
  void timeline.load({ rate: paint.cut.rate, frames: Math.max(1, timing.frames), filmstrip: null, waveform: null });
  subtitles.show(spokenIn(timing, (at) => state.onDraft.get(clips[at].draft)?.lines ?? []));
}

/** The cut as it is now. */
function playable() {
  return playableOf(history.now.clips, history.now.sounds, state.drafts);
}

/**
 * @param {import("./paint.js").CutClip[]} clips
 * @param {import("./paint.js").CutSound[]} laid
 * @param {Map<string, Draft>} drafts
 * @returns {import("./player.js").Playable}
 */
function playableOf(clips, laid, drafts) {
  const of = (/** @type {number} */ at) => drafts.get(clips[at].draft);
  const own = (/** @type {number} */ at) => {
    const draft = of(at);
    return draft?.waveform && !paint.frozen.includes(draft.id) ? media(draft.proxy) : null;
  };
  const heard = new Map(paint.heard.map(({ id, proxy }) => [id, media(proxy)]));
  const laidOut = new Timing(clips.map((clip) => timed(clip, drafts, parseRate)), rate);
  return {
    timing: laidOut,
    draft: (at) => {
      const draft = of(at);
      return { url: draft ? media(draft.proxy) : "", rate: parseRate(draft?.rate ?? "24"), frames: draft?.frames ?? 1 };
    },
    sounds: [
      ...ofDrafts(laidOut, own, (at) => clips[at].level),
      ...ofTracks(laid, rate, (id) => heard.get(id) ?? null),
    ],
    width: paint.cut.width,
    height: paint.cut.height,
  };
}

/** Guides lie on what is seen: the picture, or those that are compared. */
function showGuides() {
  guides.over(comparing.on ? comparing.pictures : [zoom.rect]);
}

let settling = 0;

/** Once the picture has stood a moment. */
function settleAddress() {
  clearTimeout(settling);
  settling = setTimeout(() => tellAddress(comparing.address), 400);
}

/** Says in the address what is compared, how one looks and where, so that a link leads there. @param {string} compared */
function tellAddress(compared) {
  const query = new URLSearchParams(location.search);
  const standing = new URLSearchParams();
  for (const name of ["version", "frame"]) if (query.has(name)) standing.set(name, String(query.get(name)));
  const look = writeLook({ ...overlays.on, into: zoom.into });
  if (compared || look) standing.set("frame", String(player.position));
  const address = `${location.pathname}?${standing}${compared}${look}`.replace(/\?$/, "").replace("?&", "?");
  globalThis.history.replaceState(null, "", address);
}

function showList() {
  /** @type {Map<string, Draft[]>} */
  const byShot = new Map();
  for (const draft of state.drafts.values()) byShot.set(draft.shot, [...(byShot.get(draft.shot) ?? []), draft]);
  const rows = history.now.clips.map((clip) => {
    const draft = draftOf(clip);
    const drafts = (byShot.get(draft?.shot ?? "") ?? []).toSorted((a, b) => a.version - b.version);
    const shot = state.shots.get(draft?.shot ?? "")?.name ?? "";
    return { clip, draft, drafts, shot, length: lengthOf(asTimed(clip), rate), said: flagsOf(draft, { drafts, shot: state.shots.get(draft?.shot ?? ""), cut: paint.cut, frozen: paint.frozen }) };
  });
  const shots = [...state.shots.values()].flatMap(({ id, name, selected }) => {
    const drafts = byShot.get(id) ?? [];
    const draft = state.drafts.get(selected ?? "") ?? drafts.at(-1);
    return draft ? [{ name, drafts, draft }] : [];
  });
  const chosen = timing.frames ? timing.clipAt(Math.min(player.position, timing.frames - 1)) : -1;
  list.show({ rows, shots, rate, chosen, changeable: changeable() });
}

function showStrip() {
  const { clips, sounds: laid } = history.now;
  const names = new Map(paint.heard.map(({ id, name }) => [id, name]));
  const fps = rate.n / rate.d;
  strip.show({
    timing,
    draft: (at) => {
      const draft = draftOf(clips[at]);
      return draft ? { name: draft.name, poster: media(draft.poster) } : null;
    },
    sounds: laid.map(({ track, at, start_ms, end_ms, reference }) => ({
      track,
      first: at,
      last: at + Math.round(((end_ms - start_ms) / 1000) * fps),
      name: names.get(reference) ?? "",
    })),
    changeable: changeable(),
  });
}

function versionText() {
  const shown = version.shown ? `v${String(version.shown).padStart(3, "0")}` : t("Not saved yet");
  return history.changed ? t("%(version)s, changed", { version: shown }) : shown;
}

function showBar() {
  byId("cut-version").textContent = versionText();
  for (const name of ["undo", "redo", "save"]) byId(name).hidden = !changeable();
  control("undo").disabled = !history.canUndo;
  control("redo").disabled = !history.canRedo;
  control("save").disabled = !history.changed && version.shown === version.from;
}

/** @param {string} id */
function control(id) {
  return /** @type {HTMLButtonElement} */ (byId(id));
}

/**
 * Says something over the picture, with what can be done about it.
 * @param {string} text
 * @param {...HTMLButtonElement} ways
 */
function tell(text, ...ways) {
  const message = byId("cut-said");
  message.hidden = !text;
  const close = button("quiet", t("Close"), () => (message.hidden = true));
  message.replaceChildren(element("span", { textContent: text }), ...ways, close);
}

// ── what is changed ──────────────────────────────────────────────────────────

/** @param {import("./paint.js").CutClip[]} clips */
function put(clips) {
  history.put({ clips: edit.settled(clips, asTimed, rate) });
  show();
}

/**
 * @template T
 * @param {EventTarget} part
 * @param {string} name
 * @param {(detail: T) => void} act
 */
function on(part, name, act) {
  part.addEventListener(name, (event) => act(/** @type {CustomEvent<T>} */ (event).detail));
}

/** @typedef {{at: number}} At */

on(list, "choose", (/** @type {At} */ { at }) => void player.seek(timing.starts[at]));
on(list, "move", (/** @type {{from: number, to: number}} */ { from, to }) => put(edit.moved(history.now.clips, from, to)));
on(list, "remove", (/** @type {At} */ { at }) => put(edit.without(history.now.clips, at)));
on(list, "trim", (/** @type {At & {first?: number, last?: number}} */ { at, ...span }) =>
  put(edit.trimmed(history.now.clips, at, span, framesOf(at))),
);
on(list, "join", (/** @type {At & {join: import("./timing.js").Kind, frames: number}} */ detail) =>
  put(edit.joined(history.now.clips, detail.at, detail.join, detail.frames, asTimed, rate)),
);
on(list, "level", (/** @type {At & {level: number}} */ { at, level }) => {
  const { clips } = history.now;
  put(clips.with(at, { ...clips[at], level }));
});
on(list, "draft", async (/** @type {At & {draft: string}} */ { at, draft: id }) => {
  const { clips } = history.now;
  const draft = await known(id);
  if (draft) put(edit.exchanged(clips, at, draft, draftOf(clips[at])));
});
on(list, "add", async (/** @type {{draft: string}} */ { draft: id }) => {
  const at = timing.frames ? timing.clipAt(Math.min(player.position, timing.frames - 1)) + 1 : 0;
  const draft = await known(id);
  if (draft) put(edit.inserted(history.now.clips, at, draft));
});
on(list, "look", (/** @type {At} */ { at }) => lookAtJoin(at));
on(strip, "trim", (/** @type {At & {end: "first" | "last", frames: number}} */ { at, end, frames }) => {
  const clip = history.now.clips[at];
  const own = asTimed(clip).rate;
  const by = Math.round((frames * own.n * rate.d) / (own.d * rate.n)) || Math.sign(frames);
  put(edit.trimmed(history.now.clips, at, { [end]: clip[end] + by }, framesOf(at)));
});
on(sounds, "change", (/** @type {{sounds: import("./paint.js").CutSound[]}} */ change) => {
  history.put(change);
  show();
});
on(join, "write", (/** @type {{frame: number}} */ { frame }) => {
  player.loop.set(frame - 1, frame + 1);
  void player.seek(frame - 1);
  talk.begin();
});
byId("undo").addEventListener("click", () => {
  history.undo();
  show();
});
byId("redo").addEventListener("click", () => {
  history.redo();
  show();
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
  if (/** @type {Element} */ (event.target).closest("input, textarea")) return;
  event.preventDefault();
  if (event.shiftKey) history.redo();
  else history.undo();
  show();
});
addEventListener("beforeunload", (event) => {
  if (history.changed) event.preventDefault();
});

/** @param {number} at */
function framesOf(at) {
  return draftOf(history.now.clips[at])?.frames ?? history.now.clips[at].last;
}

/** @param {number} at the clip after the join */
function lookAtJoin(at) {
  const { clips } = history.now;
  if (at < 1 || at >= clips.length) return;
  void join.open(timing.starts[at], side(clips[at - 1], clips[at - 1].last - 1), side(clips[at], clips[at].first));
}

/**
 * @param {import("./paint.js").CutClip} clip
 * @param {number} frame of its draft
 * @returns {import("./join-view.js").Side}
 */
function side(clip, frame) {
  const draft = /** @type {Draft} */ (draftOf(clip));
  const { name, frames, width, height } = draft;
  return { name, frames, width, height, frame, url: media(draft.proxy), rate: parseRate(draft.rate) };
}

/**
 * A draft's row, with its notes.
 * @param {string} id
 * @returns {Promise<Draft | null>}
 */
async function known(id) {
  if (!state.onDraft.has(id)) {
    const answer = await fetch(`${base}drafts/${id}/`).catch(() => null);
    if (answer?.ok) session.takeUp(await answer.json());
  }
  return state.drafts.get(id) ?? null;
}

// ── what is kept ─────────────────────────────────────────────────────────────

byId("save").addEventListener("click", () => void save());

async function save() {
  const token = String(/** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"))?.value);
  const content = history.now;
  version.own = newId();
  control("save").disabled = true;
  const answer = await fetch(String(root.dataset.save), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ id: version.own, made_from: version.from, ...content }),
  }).catch(() => null);
  showBar();
  if (!answer) return tell(t("There is no line. What you changed stays here; save again in a moment."));
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) {
    history.saved = content;
    version.shown = version.from = body.number;
    tell("");
    plainAddress();
    return showBar();
  }
  if (body.code === "conflict") return offerNewer(body.reason);
  tell(body.reason ?? t("It could not be saved."));
}

/** The address leads to the newest version again. */
function plainAddress() {
  globalThis.history.replaceState(null, "", location.pathname);
}

/** @param {string} text */
function offerNewer(text) {
  const take = button("", t("Open the newer version"), () => void takeOver());
  const keep = button("", t("Save mine on top"), async () => {
    version.from = paint.latest = await latestNumber();
    await save();
  });
  tell(text, take, ...(changeable() && history.changed ? [keep] : []));
}

/** @returns {Promise<CutPaint | null>} */
async function newer() {
  const answer = await fetch(String(root.dataset.paint)).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

async function latestNumber() {
  return (await newer())?.latest ?? version.from;
}

/** Shows the newest version. One's own changes are one step back. */
async function takeOver() {
  const other = await newer();
  if (!other) return tell(t("There is no line. Try again in a moment."));
  paint = { ...paint, ...other };
  for (const draft of other.drafts) state.drafts.set(draft.id, draft);
  takeUpDrafts(other);
  history.put({ clips: other.clips, sounds: other.sounds });
  history.saved = history.now;
  version.shown = version.from = other.version;
  plainAddress();
  tell("");
  show();
}

/** @param {CutPaint} paint_ */
function takeUpDrafts(paint_) {
  for (const { draft: id, ...rest } of paint_.on_drafts) {
    const draft = state.drafts.get(id);
    if (draft) session.takeUp({ seq: paint_.seq, draft, ...rest });
  }
}

// ── what comes ───────────────────────────────────────────────────────────────

on(session, "entry", (/** @type {import("../room/state.js").Entry} */ { verb, id, at, actor, payload }) => {
  if (verb === "cut-locked" && payload?.cut === paint.cut.id) return lockedNow(at, session.nameOf(actor));
  if (verb !== "cut-saved" || payload?.cut !== paint.cut.id || id === version.own) return;
  const name = `v${String(payload?.number).padStart(3, "0")}`;
  offerNewer(t("%(who)s saved %(version)s of this cut.", { who: session.nameOf(actor), version: name }));
});
/**
 * Nothing here can be changed any more. What one had changed and not saved stays to be looked at.
 * @param {string} at
 * @param {string} who
 */
function lockedNow(at, who) {
  paint.cut = { ...paint.cut, locked_at: at };
  show(false);
  tell(history.changed ? t("%(who)s has locked this cut. What you had changed can't be saved any more.", { who }) : t("%(who)s has locked this cut.", { who }));
}

on(session, "changes", (/** @type {import("../room/session.js").Change[]} */ changes) => {
  const what = new Set(changes.map((change) => change.what));
  if (what.has("note") || what.has("member")) talk.show();
  if (what.has("shot") || what.has("draft")) showList();
  for (const { what: kind, id } of changes) {
    if (kind === "draft" && id && !state.drafts.has(id)) void known(id).then(showList);
  }
});
on(session, "stale", () => location.reload());
on(player, "frame", () => {
  if (timing.frames && player.speed === 0) list.chosen = timing.clipAt(Math.min(player.frame, timing.frames - 1));
});
on(player, "error", () => {
  if (!Decoder.available) return tell(t("This browser can't show a cut here. Open the site by https."));
  const clip = history.now.clips[timing.clipAt(Math.min(player.position, timing.frames - 1))];
  tell(t("%(name)s can't be shown: its picture is frozen or missing.", { name: (clip && draftOf(clip)?.name) ?? "" }));
});
byId("versions").addEventListener("click", (event) => {
  const address = /** @type {HTMLElement} */ (event.target).dataset.changes;
  if (address) byId("versions").dataset.panel = address;
});

if (paint.cut.locked_at) {
  tell(lockedCutWords(paint.cut, (actor) => session.nameOf(actor)));
} else if (paint.version !== paint.latest) {
  tell(t("This is an earlier version. Saving it makes it the newest."));
}
const standing = {
  frame: Number(new URLSearchParams(location.search).get("frame")),
  compared: readComparison(location.search),
  look: readLook(location.search),
};
show();
zoom.show(paint.cut.width, paint.cut.height);
overlays.on = standing.look;
if (standing.look.into) zoom.goInto(standing.look.into);
if (standing.frame > 0) void player.seek(standing.frame);
if (standing.compared) comparing.begin(standing.compared);
comparing.resume();
on(player, "frame", () => {
  if (player.speed === 0 && (comparing.on || location.search.includes("frame="))) settleAddress();
});
