/** A sitting's page, put together: the waiting room, then everyone on the presenter's frame. */

import { InkCanvas } from "../ink/canvas.js";
import { CutTalk } from "../cuts/talk.js";
import { Drawer } from "../room/drawer.js";
import { button, byId, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { newId } from "../shared/ids.js";
import { actFor, bindKeys } from "../room/keys.js";
import { showLine } from "../room/line-bar.js";
import { showLocalTimes } from "../shared/local-times.js";
import { keepPanels } from "../room/panels.js";
import { Pens } from "../ink/pens.js";
import { Session } from "../room/session.js";
import { Desk } from "./desk.js";
import { readSittingPaint } from "./paint.js";
import { SittingPeople } from "./people.js";
import { Presenting } from "./present.js";
import { SittingScreen } from "./screen.js";
import { Seen } from "./seen.js";
import { Stand } from "./stand.js";
import { Subtitles } from "../player/subtitles.js";
import { Tabs } from "../room/tabs.js";
import { Timeline } from "../timeline/timeline.js";
import { Transport } from "../player/transport.js";
import { untilText } from "./until.js";

/** @typedef {import("./paint.js").SittingPaint} SittingPaint */
/** @typedef {import("./screen.js").Subject} Subject */
/** @typedef {import("./stand.js").Presented} Presented */

const LATE = 0.08; // seconds that news of a playhead is old, about
const FAR = 6; // frames from which one jumps while it plays
const PROBE = 1300; // ms in which another window that presents would have been heard
const ENDING = 1000; // ms in which all tell what they have seen, before the end
const MOVED_BY = ".timeline, .transport";

const root = byId("sitting");
const base = String(root.dataset.base);
/** @type {SittingPaint} */
const paint = readSittingPaint();
const loadedAt = performance.now();
const session = await Session.open(paint);
const { state } = session;
const sitting = { ...paint.sitting };
const stand = new Stand(sitting.id, sitting, Date.now());
/** This window, among several of one member. */
const connection = Math.floor(Math.random() * 2 ** 50);
const holdKey = `sitting ${sitting.id}`;

const picture = byId("picture");
const screen = new SittingScreen(
  /** @type {HTMLCanvasElement} */ (picture.querySelector("canvas")),
  session,
  base,
  paint.cuts.filter(Boolean),
);
const { player } = screen;
const timeline = new Timeline(byId("timeline"));
const subtitles = new Subtitles(byId("spoken"), player);
const tabs = new Tabs(byId("column"), [byId("desk"), byId("notes"), byId("gate"), byId("people")]);
const drawer = new Drawer(byId("column"), byId("open-notes"));
const talk = new CutTalk({
  root: byId("notes"),
  count: byId("open-notes"),
  cut: sitting.id,
  session,
  player,
  timeline,
  drawer,
  draft: (clip) => screen.clips[clip]?.draft ?? "",
  writable: () => paint.rights.includes("mark"),
  reveal: () => tabs.open(byId("notes")),
  tell: (text) => tell(text),
  look: () => {},
});
const pens = new Pens(byId("pens"), { undo: () => surface.undo(), redo: () => surface.redo() });
const surface = new InkCanvas({ root: picture, player: /** @type {any} */ (player), session, pens });
/** @type {Presenting | null} */
let presenting = null;
let following = true;
let ending = false;
/** Whether it is still to be seen if another window of one's own presents. */
let probing = false;
let notice = "";
/** @type {Seen | null} */
let attendance = null;
/** Commands by which this window asked to present. @type {Set<string>} */
const requests = new Set();
let otherWindowAt = -Infinity;
let heardAt = 0;

const people = new SittingPeople({
  session,
  sitting: sitting.id,
  guests: paint.guests,
  following: () => following || presenting !== null,
});
void new Desk({ root: byId("desk"), session, paint, under, writable: paint.rights.includes("mark") });
showLine({ bar: byId("line-lost"), state: byId("line"), session });
void new Transport(byId("transport"), player);
timeline.follow(player);
bindKeys(player, () => talk.marks);
keepPanels(document, session);
const peopleList = element("ul", { className: "sitting-list" });
byId("people").append(peopleList);

/** The studio's time, whatever this machine's clock says. */
function now() {
  return Date.parse(paint.now) + performance.now() - loadedAt;
}

/** @returns {{draft?: string, frame?: number, version?: string}} */
function under() {
  const { version } = screen.subject;
  const at = screen.under;
  if (at) return version ? { ...at, version } : at;
  return version ? { version } : {};
}

// ── before, while and after ──────────────────────────────────────────────────

function showState() {
  const open = sitting.state === "open";
  picture.hidden = !open;
  byId("waiting").hidden = open;
  root.classList.toggle("waiting", !open);
  byId("open").hidden = open || !paint.may_present;
  if (open) attendance ??= new Seen(String(root.dataset.attending), token);
  if (open) void attendance?.tell();
  showWho();
}

function token() {
  return String(/** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"))?.value);
}

byId("open").addEventListener("click", () => {
  requests.add(session.command("open-sitting", { sitting: sitting.id }));
});

function showUntil() {
  if (sitting.state !== "planned") return;
  const text = untilText(Date.parse(sitting.begins_at) - now());
  if (byId("until").textContent !== text) byId("until").textContent = text;
}

showLocalTimes();
setInterval(showUntil, 1000);
showUntil();

// ── who presents ─────────────────────────────────────────────────────────────

/** Presents from this window on. */
function present() {
  following = false;
  sessionStorage.setItem(holdKey, String(stand.hold));
  presenting?.stop();
  presenting = new Presenting({
    look: () => (player.frames ? { ...named(screen.subject), frame: player.position, speed: player.speed } : null),
    tell: (shown, n) =>
      session.pass("presented", { sitting: sitting.id, hold: String(stand.hold), n, window: connection, ending, ...shown }),
    record: (steps) =>
      session.command("show-frames", {
        sitting: sitting.id,
        steps: steps.map(({ draft = null, version = null, ...step }) => ({ draft, version, ...step })),
      }),
    clock: () => now() - Date.parse(String(sitting.opened_at)),
    fps: player.rate.n / player.rate.d,
  });
  if (screen.clips.length === 0) showFirst();
  showWho();
}

function stopPresenting() {
  presenting?.stop();
  presenting = null;
  sessionStorage.removeItem(holdKey);
}

/** @param {Subject} subject */
function named({ draft, version }) {
  return version ? { version } : { draft: String(draft) };
}

/** Another, or oneself, presents by a new hold. @param {string | null} presenter @param {string} hold */
function changed(presenter, hold) {
  if (presenting) stopPresenting();
  stand.change({ presenter, hold }, Date.now());
  if (presenter !== session.you) {
    following = true;
    keepUp();
  } else if (requests.has(hold)) present();
  else adopt(Math.random() * 300);
  showWho();
}

/**
 * Presents by a hold one was given, or had before this page was loaded, unless another window of
 * one's own is heard to do so.
 * @param {number} wait ms
 */
function adopt(wait) {
  const { hold } = stand;
  const from = Date.now();
  probing = true;
  setTimeout(() => {
    probing = false;
    const still = stand.hold === hold && stand.presenter === session.you;
    if (still && !presenting && !document.hidden && otherWindowAt < from) present();
    showWho();
  }, wait);
}

function take() {
  requests.add(session.command("take-presenter", { sitting: sitting.id, hold: stand.hold }));
}

/** @param {string} member */
function handOver(member) {
  presenting?.flush();
  session.command("hand-over", { sitting: sitting.id, to: member });
}

/** What everybody's screen showed last is told before the record is made. */
function end() {
  if (ending) return;
  ending = true;
  presenting?.flush();
  presenting?.again();
  void attendance?.tell();
  setTimeout(() => session.command("end-sitting", { sitting: sitting.id }), ENDING);
}

/** @param {string} member */
function mayMark(member) {
  return state.members.get(member)?.roles.some((role) => role !== "viewer") ?? false;
}

function showWho() {
  const open = sitting.state === "open";
  const { presenter } = stand;
  people.show(byId("expected"), { presenter, open });
  people.show(peopleList, { presenter, open, give: presenting ? handOver : null, may: mayMark });
  if (!open) return;
  const name = presenter ? session.nameOf(presenter) : "";
  byId("presenting").textContent = presenting ? t("You present") : presenter ? t("%(name)s presents", { name }) : "";
  byId("agenda").toggleAttribute("data-presenting", presenting !== null);
  showBar(name);
}

/** What is to be said over the picture, and what one may do about it. @param {string} name */
function showBar(name) {
  /** @type {[string, HTMLElement[]]} */
  let shown = ["", []];
  const takeOver = () => (paint.may_present ? [button("primary", t("Present"), take)] : []);
  if (presenting) shown = ["", [button("", t("End the sitting"), end)]];
  else if (!stand.presenter) shown = [t("Nobody presents just now."), takeOver()];
  else if (stand.presenter === session.you && probing) shown = ["", []];
  else if (stand.presenter === session.you) {
    shown = [t("You present in another window."), [button("primary", t("Present here"), take)]];
  } else if (stand.silent(Date.now())) {
    shown = [t("No word from %(name)s for some seconds.", { name }), takeOver()];
  } else if (!following) {
    shown = [t("You are looking around."), [button("primary", t("Back to %(name)s (F)", { name }), comeBack)]];
  } else if (paint.may_present) shown = ["", [button("quiet", t("Take over"), take)]];
  const [text, ways] = shown;
  const key = JSON.stringify([text, ways.map((way) => way.textContent), notice]);
  const bar = byId("follow-bar");
  if (bar.dataset.key === key) return;
  bar.dataset.key = key;
  bar.hidden = !text && ways.length === 0 && !notice;
  bar.classList.toggle("said", Boolean(text || notice));
  const words = [text, notice].filter(Boolean).map((part) => element("span", { textContent: part }));
  bar.replaceChildren(...words, ...ways);
}

/** @param {string} text */
function tell(text) {
  notice = text;
  showWho();
  setTimeout(() => {
    if (notice === text) notice = "";
    showWho();
  }, 6000);
}

people.addEventListener("change", showWho);

// ── following ────────────────────────────────────────────────────────────────

function comeBack() {
  following = true;
  keepUp();
  people.tell();
  showWho();
}

/** One moves by oneself: that ends following. */
function act() {
  if (!following || presenting || sitting.state !== "open" || !stand.presenter) return;
  following = false;
  people.tell();
  showWho();
}

document.addEventListener("keydown", (event) => {
  if (!event.isTrusted) return;
  if (actFor(event)) return act();
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  const writes = /** @type {Element} */ (event.target).closest?.("input, textarea, select, [contenteditable]");
  if (plain && event.key.toLowerCase() === "f" && !writes && !presenting) comeBack();
}, true);
document.addEventListener("pointerdown", ({ target }) => {
  if (/** @type {Element} */ (target).closest(MOVED_BY)) act();
}, true);

function keepUp() {
  const last = stand.last;
  if (!last || !following || presenting || surface.drawing || sitting.state !== "open") return;
  if (!screen.shows(last)) return void screen.show(last, last.frame);
  if ((last.speed ?? 0) > 0) playAlong(last);
  else {
    if (player.speed !== 0) player.pause();
    if (player.position !== last.frame) void player.seek(last.frame);
  }
}

/** @param {Presented} last */
function playAlong({ frame, speed = 0 }) {
  const fps = player.rate.n / player.rate.d;
  const target = Math.round(frame + speed * fps * (LATE + (Date.now() - heardAt) / 1000));
  if (target >= player.frames - 1 && player.speed === 0) return void player.seek(player.frames - 1);
  if (player.speed === speed && Math.abs(player.position - target) <= FAR) return;
  if (player.speed !== 0) player.pause();
  void player.seek(target);
  player.play(speed);
}

/** The first thing on the agenda, for whoever presents. */
function showFirst() {
  const first = subjectOf(paint.agenda[0]);
  if (first) void screen.show(first, 0);
}

// ── the agenda ───────────────────────────────────────────────────────────────

/** @param {import("./paint.js").Item | undefined} item @returns {Subject | null} */
function subjectOf(item) {
  if (item?.cut) {
    const version = paint.cuts.find((row) => row?.cut.id === item.cut);
    return version ? { version: version.id } : null;
  }
  const draft = item?.shot ? draftFor(item.shot) : null;
  return draft ? { draft } : null;
}

/** @param {string} shot */
function draftFor(shot) {
  return state.shots.get(shot)?.selected ?? draftsOf(shot).at(-1)?.id ?? null;
}

/** @param {string} shot */
function draftsOf(shot) {
  return [...state.drafts.values()].filter((draft) => draft.shot === shot).toSorted((a, b) => a.version - b.version);
}

/** @param {Subject} subject */
function look(subject) {
  act();
  void screen.show(subject, 0);
}

function showAgenda() {
  const rows = paint.agenda.map((item) => {
    const shot = state.shots.get(item.shot ?? "");
    const cut = paint.cuts.find((row) => row?.cut.id === item.cut);
    const subject = subjectOf(item);
    const name = shot?.name ?? cut?.cut.title ?? "";
    const open = element("button", { type: "button", className: "agenda-open" });
    open.append(element("span", { className: "number", textContent: name }), element("span", { className: "muted", textContent: shot?.title ?? t("A cut") }));
    open.disabled = !subject;
    if (subject) open.addEventListener("click", () => look(subject));
    const row = element("li", {}, open);
    const current = shot ? shot.id === shownShot() : Boolean(subject && screen.shows(subject));
    if (current) open.ariaCurrent = "true";
    if (current && shot && draftsOf(shot.id).length > 1) row.append(versions(shot.id));
    return row;
  });
  byId("agenda").replaceChildren(element("ol", { className: "agenda-list" }, ...rows));
}

function shownShot() {
  return state.drafts.get(screen.subject.draft ?? "")?.shot ?? null;
}

/** The other drafts of a shot, to be looked at as well. @param {string} shot */
function versions(shot) {
  const buttons = draftsOf(shot).map(({ id, version }) => {
    const control = button("quiet number", `v${String(version).padStart(3, "0")}`, () => look({ draft: id }));
    control.ariaPressed = String(screen.shows({ draft: id }));
    return control;
  });
  return element("div", { className: "agenda-versions" }, ...buttons);
}

// ── what is shown ────────────────────────────────────────────────────────────

screen.addEventListener("subject", (event) => {
  const { lines, ...strip } = /** @type {CustomEvent} */ (event).detail;
  timeline.load(strip);
  subtitles.show(lines);
  byId("showing").textContent = screen.name;
  surface.show(null); // until its picture is there
  showAgenda();
});

player.addEventListener("ready", () => {
  const draft = state.drafts.get(screen.subject.draft ?? "") ?? null;
  surface.show(draft);
  const drawable = draft !== null && paint.rights.includes("mark") && !state.shots.get(draft.shot)?.locked_at;
  pens.disabled = !drawable;
  byId("pens").hidden = !drawable;
  presenting?.changed();
  keepUp();
});
player.addEventListener("frame", () => {
  presenting?.changed();
  if (sitting.state !== "open" || (!following && !presenting)) return;
  const at = screen.under;
  if (at) attendance?.add(at.draft, at.frame);
  showGate();
});
player.addEventListener("state", () => presenting?.changed());
player.addEventListener("error", () => tell(t("The picture can't be shown here. Open the site by https, in a browser of today.")));

let gateOf = "";

/** The approval of the shot under the playhead. */
function showGate() {
  const shot = state.drafts.get(screen.under?.draft ?? "")?.shot ?? "";
  if (shot === gateOf) return;
  gateOf = shot;
  byId("gate").dataset.panel = shot ? `${base}shots/${shot}/gate/panel` : "";
}

// ── what comes ───────────────────────────────────────────────────────────────

session.socket.addEventListener("passing", (event) => {
  const word = /** @type {CustomEvent} */ (event).detail;
  if (word.type !== "presented") return;
  if (word.member === session.you && word.window !== connection && word.hold === stand.hold) otherWindow(word.window);
  if (presenting || !stand.hear(word, Date.now())) return;
  heardAt = Date.now();
  if (word.ending) setTimeout(() => void attendance?.tell(), Math.random() * (ENDING / 2));
  keepUp();
});

/** Another window of one's own presents by the same hold: of two, one goes on. @param {number} window */
function otherWindow(window) {
  otherWindowAt = Date.now();
  if (presenting && window < connection) stopPresenting();
  showWho();
}

/** @type {Record<string, (entry: import("../room/state.js").Entry, said: any) => void>} */
const HEARD = {
  "sitting-opened": ({ id, at }, { presenter }) => {
    Object.assign(sitting, { state: "open", opened_at: at });
    showState();
    changed(presenter, id);
  },
  "presenter-changed": ({ id }, { presenter }) => changed(presenter, id),
  "sitting-changed": () => location.reload(),
  "sitting-called-off": () => location.reload(),
  "sitting-ended": () => {
    presenting?.stop();
    attendance?.stop();
    sitting.state = "ended";
    location.reload();
  },
};

session.addEventListener("entry", (event) => {
  const entry = /** @type {CustomEvent<import("../room/state.js").Entry>} */ (event).detail;
  const payload = /** @type {any} */ (entry.payload);
  if (payload?.sitting === sitting.id) HEARD[entry.verb]?.(entry, payload);
  if (entry.actor === `member:${session.you}`) beside(entry);
});

/** One's own approval or request while the sitting lasts is put down as its decision. @param {import("../room/state.js").Entry} entry */
function beside({ verb, id, payload }) {
  const kinds = /** @type {const} */ ({ "shot-approved": "approved", "changes-requested": "changes" });
  const kind = verb in kinds ? kinds[/** @type {keyof typeof kinds} */ (verb)] : null;
  if (!kind || sitting.state !== "open") return;
  const draft = String(payload?.draft);
  const at = screen.under;
  const fields = { sitting: sitting.id, kind, draft, frame: at?.draft === draft ? at.frame : null };
  const named_ = kind === "approved" ? { approval: id } : { request: id };
  // Always the same id: whichever window is first, it is put down once.
  session.command("note-decision", { ...fields, ...named_ }, besideId(id));
}

/** @param {string} id */
function besideId(id) {
  return `${sitting.id.slice(0, 8)}${id.slice(8)}` === id ? newId() : `${sitting.id.slice(0, 8)}${id.slice(8)}`;
}

session.addEventListener("changes", (event) => {
  const what = new Set(/** @type {CustomEvent<import("../room/state.js").Change[]>} */ (event).detail.map((change) => change.what));
  if (what.has("note") || what.has("member")) talk.show();
  if (what.has("shot") || what.has("draft")) showAgenda();
});
session.addEventListener("refused", (event) => {
  const { id, verb, reason } = /** @type {CustomEvent} */ (event).detail;
  if (verb === "end-sitting") ending = false;
  // Late words of a presenter who has been relieved, and a race that somebody else has won.
  if (!["show-frames", "take-presenter", "hand-over", "open-sitting", "end-sitting"].includes(verb)) return;
  session.forget(id);
  if (verb !== "show-frames") tell(reason);
});
session.addEventListener("stale", () => location.reload());

showState();
showAgenda();
if (sitting.state === "open") {
  if (stand.presenter === session.you && sessionStorage.getItem(holdKey) === stand.hold) adopt(PROBE);
  setTimeout(() => {
    if (screen.clips.length === 0 && !stand.last) showFirst();
  }, PROBE);
}
