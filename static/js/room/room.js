/** The review room, put together: what each part says is carried to the others here. */

import { InkCanvas } from "../ink/canvas.js";
import { Drawer } from "./drawer.js";
import { readComparison } from "../compare/state.js";
import { byId } from "../shared/elements.js";
import { readFirstPaint } from "./first-paint.js";
import { followPresenter } from "./follow.js";
import { Guides } from "../player/guides.js";
import { t } from "../shared/i18n.js";
import { bindPlainKeys } from "../shared/key-button.js";
import { bindKeys } from "./keys.js";
import { lightInRoom } from "../light/room-light.js";
import { showLine } from "./line-bar.js";
import { readLook, writeLook } from "../player/look.js";
import { lockedWords } from "./locked.js";
import { Overlays } from "../player/overlays.js";
import { writeOrHelp } from "./key-help.js";
import { keepPanels } from "./panels.js";
import { Pens } from "../ink/pens.js";
import { Place } from "./navigation.js";
import { Player } from "../player/player.js";
import { Presence } from "./presence.js";
import { compareInRoom } from "./comparison.js";
import { Scenes } from "./scenes.js";
import { Session } from "./session.js";
import { Stack } from "./draft-rail.js";
import { Stage } from "./stage.js";
import { Subtitles } from "../player/subtitles.js";
import { chooseSurround } from "../player/surround.js";
import { Tabs } from "./tabs.js";
import { Talk } from "../notes/notes-controller.js";
import { Timeline } from "../timeline/timeline.js";
import { Transport } from "../player/transport.js";

const paint = readFirstPaint();
const base = String(byId("room").dataset.base);
const session = await Session.open(paint);
const { state } = session;
let comparison = readComparison(location.search); // before its place writes the address anew
const look = readLook(location.search);
const place = new Place(session, paint, base);
place.look = writeLook(look);

const picture = byId("picture");
const player = new Player({
  video: /** @type {HTMLVideoElement} */ (picture.querySelector("video")),
  canvas: /** @type {HTMLCanvasElement} */ (picture.querySelector("canvas")),
});
const subtitles = new Subtitles(byId("spoken"), player);
const timeline = new Timeline(byId("timeline"));
const stack = new Stack(byId("drafts"), base);
const scenes = new Scenes(/** @type {HTMLDialogElement} */ (byId("scenes")), base);
const tabs = new Tabs(byId("column"), [byId("notes"), byId("gate"), byId("inputs")]);
const talk = new Talk({
  root: byId("notes"),
  count: byId("open-notes"),
  session,
  place,
  player,
  timeline,
  drawer: new Drawer(byId("column"), byId("open-notes")),
  writable: () => may("mark") && !dismissed,
  reveal: () => tabs.open(byId("notes")),
});
const pens = new Pens(byId("pens"), { undo: () => surface.undo(), redo: () => surface.redo() });
const surface = new InkCanvas({ root: picture, player, session, pens });
const comparing = compareInRoom({ picture, root: byId("looks"), player, place, state, base, changed: showNames });
const guides = new Guides();
const overlays = new Overlays(byId("looks"), guides, (reach) => (surface.onion = reach));
const lighting = lightInRoom({
  room: byId("room"),
  picture,
  looks: byId("looks"),
  surface,
  player,
  place,
  session,
  base,
  may,
  taken: () => void comparing.leave(),
});
const draftHere = () => place.draft?.id ?? null;
const presence = new Presence({ root: byId("presence"), session, draft: draftHere });
followPresenter({
  root: byId("presence"),
  session,
  player,
  draft: draftHere,
  busy: () => surface.drawing,
  open: (draft, frame) => place.toDraft(draft, frame, false),
  presents: paint.rights.includes("mark"),
});
showLine({ bar: byId("line-lost"), state: byId("line"), session });
const openScenes = () => scenes.open();
const stage = new Stage({
  picture,
  session,
  place,
  player,
  base,
  changeable: () => may("make"),
  openScenes,
  load: () => place.draft && load(place.draft, player.position),
});
/** @type {Map<string, string | undefined>} drafts one has heard of and not yet seen, and their shots */
const unknown = new Map();
/** Whether the line is closed for good, so that nobody would see what is drawn. */
let dismissed = false;
/** Whether the picture stands as one looks at it, so that the address may say so. */
let stands = false;
/** A shot of one's own making, to go to once it is there. */
let awaited = "";

void new Transport(byId("transport"), player);
timeline.follow(player);
picture.append(guides.layer);
overlays.on = look;
overlays.addEventListener("change", tellLook);
surface.onView(() => {
  showGuides();
  tellLook();
});
comparing.addEventListener("view", showGuides);
bindPlainKeys((key) => lighting.keyed(key) ?? comparing.keyed(key) ?? overlays.keyed(key) ?? writeOrHelp(key, () => talk.write(), "room"));
chooseSurround(byId("surround"), byId("stage"));
bindKeys(player, () => talk.openThreads, document, (frame) => talk.revealAt(frame));
keepPanels(document, session);

// ── what is shown ────────────────────────────────────────────────────────────

/** Whether one may do this here: the right, and a shot that is not locked. @param {string} right */
function may(right) {
  return paint.rights.includes(right) && !place.shot?.locked_at;
}

function showStack() {
  const { shot, draft } = place;
  const ofShot = (/** @type {{shot: string}} */ row) => row.shot === shot?.id;
  stack.show({
    shot,
    drafts: place.drafts(),
    generations: [...state.generations.values()].filter(ofShot),
    uploads: [...state.uploads.values()].filter(ofShot),
    failures: paint.upload_failures,
    current: draft?.id,
    changeable: may("make"),
  });
  stage.show();
}

function showScenes() {
  scenes.show({
    scenes: [...state.scenes.values()],
    shots: [...state.shots.values()],
    draftsOf: (shot) => place.drafts(shot.id),
    standsFor: (shot) => place.standsFor(shot),
    current: place.shot?.id,
    changeable: paint.rights.includes("make"),
  });
}

function showNames() {
  const { shot, draft } = place;
  byId("draft-name").textContent = draft?.name ?? shot?.name ?? t("Scenes and shots");
  byId("shot-title").textContent = shot?.title ?? "";
  document.title = `${draft?.name ?? shot?.name ?? state.film.title} · ${state.film.title}`;
  const locked = byId("locked");
  locked.hidden = !shot?.locked_at;
  if (comparing.on) lighting.leave();
  const drawable = draft !== null && !draft.erased && may("mark") && !dismissed && !comparing.on;
  pens.disabled = !drawable;
  byId("pens").hidden = !drawable;
  if (shot?.locked_at) {
    locked.textContent = lockedWords(shot, (actor) => session.nameOf(actor));
  }
}

function showAll() {
  showNames();
  showStack();
  showScenes();
  talk.show();
}

/** Guides lie on what is seen: the picture, or those that are compared. */
function showGuides() {
  guides.over(comparing.on ? comparing.pictures : [surface.picture]);
}

/** Says in the address how one looks, so that a link shows the same view. */
function tellLook() {
  if (!stands) return;
  const query = writeLook({ ...overlays.on, into: surface.into });
  if (query === place.look) return;
  place.look = query;
  place.settle(player.position);
}

/** Takes up the draft one has come to. @param {number} [frame] */
function arrive(frame = player.position) {
  const { shot, draft } = place;
  byId("gate").dataset.panel = shot && draft ? `${base}shots/${shot.id}/gate/panel` : "";
  byId("inputs").dataset.panel = draft ? `${base}drafts/${draft.id}/inputs/panel` : "";
  subtitles.show(draft ? (state.onDraft.get(draft.id)?.lines ?? []) : []);
  byId("room").classList.toggle("without-picture", draft === null);
  void comparing.leave();
  lighting.leave();
  stands = false;
  surface.show(null); // until its picture is there: ink lies on what is seen
  presence.tell();
  if (draft && !draft.erased) load(draft, frame);
  else player.close();
  showAll();
}

/**
 * @param {import("./first-paint.js").Draft} draft
 * @param {number} frame
 */
function load(draft, frame) {
  const { rate, frames, width, height, filmstrip, waveform, timecode } = draft;
  player.load({ url: `${base}media/${draft.proxy}`, rate, frames, width, height, frame, timecode });
  timeline.load({
    rate,
    frames,
    filmstrip: { ...filmstrip, url: `${base}media/${filmstrip.digest}` },
    waveform: waveform && `${base}media/${waveform}`,
  });
}

// ── what is said ─────────────────────────────────────────────────────────────

player.addEventListener("ready", () => {
  surface.show(place.draft);
  if (look.into) surface.goInto(look.into);
  look.into = null; // of the first picture alone
  stands = place.draft !== null;
  tellLook();
  if (comparison) comparing.begin(comparison);
  comparison = null;
  comparing.resume();
});
place.addEventListener("change", (event) => {
  arrive(/** @type {CustomEvent<{frame?: number}>} */ (event).detail.frame);
});

/**
 * @template T
 * @param {EventTarget} part
 * @param {string} name
 * @param {(detail: T) => void} act
 */
function on(part, name, act) {
  part.addEventListener(name, (event) => act(/** @type {CustomEvent<T>} */ (event).detail));
}

on(stack, "open", (/** @type {{id: string}} */ { id }) => place.toDraft(id));
on(stack, "select", (/** @type {{id: string}} */ { id }) =>
  session.command("select-draft", { draft: id }),
);
on(stack, "let-go", (/** @type {{id: string}} */ { id }) => {
  state.uploads.delete(id);
  showStack();
});
on(scenes, "open", (/** @type {{id: string}} */ { id }) => place.toShot(id));
on(scenes, "add-scene", (/** @type {{title: string}} */ fields) =>
  session.command("add-scene", fields),
);
on(scenes, "rename-shot", (/** @type {{shot: string, title: string}} */ fields) =>
  session.command("change-shot", fields),
);
on(scenes, "move-shot", (/** @type {{shot: string, after: string | null}} */ fields) =>
  session.command("move-shot", fields),
);
on(scenes, "add-shot", (/** @type {{scene: string, title: string}} */ fields) => {
  awaited = session.command("add-shot", fields);
});
byId("shot-name").addEventListener("click", openScenes);

// ── what comes ───────────────────────────────────────────────────────────────

/** @type {Record<import("./session.js").Change["what"], () => void>} */
const SHOWN_BY = {
  ink: () => talk.showInk(),
  note: () => talk.show(),
  member: () => talk.show(),
  scene: showScenes,
  shot: showAll,
  // Nothing of what was erased stays in the page: no frame, no sound, no other side.
  erased: () => (comparing.on || (place.draft?.erased && stands) ? location.reload() : showAll()),
  draft: () => {
    showAll();
    comparing.resume();
  },
  coming: showStack,
  film: showNames,
  light: () => {}, // light/book.js hears of it
};

on(session, "changes", (/** @type {import("./session.js").Change[]} */ changes) => {
  for (const show of new Set(changes.map(({ what }) => SHOWN_BY[what]))) show();
  for (const { what, id, shot } of changes) {
    if (what === "shot" && id === awaited) comeToAwaited(awaited);
    if (what === "draft" && id && !state.drafts.has(id)) learn(id, shot);
  }
});

/** @param {string} shot */
function comeToAwaited(shot) {
  awaited = "";
  scenes.close();
  place.toShot(shot);
}

/**
 * A new draft: its row is asked for. Where nothing was to be seen yet, one looks at it.
 * @param {string} id
 * @param {string | undefined} shot
 */
async function learn(id, shot) {
  unknown.set(id, shot);
  if (!(await place.learn(id))) return; // asked again when there is a line
  unknown.delete(id);
  if (!place.draft && place.shot?.id === shot) place.toDraft(id);
}

on(session, "line", (/** @type {{online: boolean}} */ { online }) => {
  if (online) for (const [id, shot] of unknown) learn(id, shot);
});

/** @typedef {import("./pending-drafts.js").Told} Told */

on(session, "passing", (/** @type {Record<string, any>} */ message) => {
  if (message.type === "progress") stack.progress(/** @type {Told} */ (message));
});
on(session, "stale", () => location.reload());
on(session, "dismissed", () => {
  dismissed = true;
  showNames();
  talk.show();
});

arrive(place.frame);
