import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { button, openPage, press, settled, stopClock } from "./page.js";
import { Line, listen, paint } from "./line.js";
import { film } from "./video.js";
import { followPresenter } from "../../static/js/room/follow.js";
import { Outbox } from "../../static/js/room/outbox.js";
import { Player } from "../../static/js/player/player.js";
import { Session } from "../../static/js/room/session.js";

const MARKUP = `<video></video><canvas></canvas><div id="presence"></div><div class="timeline"><i></i></div>
  <div class="ink" data-mode="ink"><i></i></div><input class="transport-entry"><button id="elsewhere"></button>`;
const ADA = { type: "playhead", member: "ada", draft: "d", frame: 7, playing: false, speed: 0, presenting: true };

beforeEach(() => {
  openPage(MARKUP);
  listen();
});

/** One member before a clip of 100 frames, and what reaches them from the others. */
async function sitting(t, { presents = true } = {}) {
  const [video, canvas] = ["video", "canvas"].map((name) => document.querySelector(name));
  const clip = film(video);
  const player = new Player({ video, canvas });
  await player.load({ url: "/c", rate: "24", frames: 100, width: 16, height: 9 });
  const tick = stopClock(t);
  const session = new Session(paint(), new Outbox("f me", null, []));
  session.socket.open();
  Line.latest.welcome(10, { members: [...paint().members, { id: "lin", name: "Lin", roles: [], present: true }] });
  const at = { draft: "d", busy: false, opened: [], reachable: true };
  const open = async (draft, frame) => {
    at.opened.push([draft, frame]);
    if (at.reachable) at.draft = draft;
  };
  const root = document.getElementById("presence");
  const follow = followPresenter({ root, session, player, draft: () => at.draft, busy: () => at.busy, open, presents });
  const hear = async (said) => {
    Line.latest.say({ type: "passing", batch: [said] });
    await settled();
  };
  return { player, clip, follow, hear, at, tick };
}

const told = () => Line.latest.of("playhead");
const followButton = () => document.querySelector(".follow button:not(.present)");

test("who may not mark is offered to follow, not to present", async (t) => {
  const { hear } = await sitting(t, { presents: false });
  assert.equal(document.querySelector(".present"), null);
  await hear(ADA);
  assert.equal(followButton().hidden, false);
});

test("who presents tells all where the picture stands, ten times a second at most", async (t) => {
  const { player, tick } = await sitting(t);
  await player.seek(3);
  assert.deepEqual(told(), [], "who does not present says nothing");
  button("Present").click();
  assert.deepEqual(told(), [{ type: "playhead", draft: "d", frame: 3, playing: false, speed: 0, presenting: true }]);
  assert.equal(button("Present").ariaPressed, "true");
  for (const frame of [4, 5, 6]) await player.seek(frame);
  tick(99);
  assert.equal(told().length, 1);
  tick(1);
  assert.deepEqual(told().map(({ frame }) => frame), [3, 6]);
  tick(3000);
  assert.equal(told().length, 5, "and every second when nothing moves");
  button("Present").click();
  assert.equal(told().at(-1).presenting, false);
});

test("playing is told with its speed", async (t) => {
  const { player, tick } = await sitting(t);
  button("Present").click();
  player.play(2);
  tick(100);
  assert.deepEqual([told().at(-1).playing, told().at(-1).speed], [true, 2]);
});

test("without a draft there is nothing to tell", async (t) => {
  const { at } = await sitting(t);
  at.draft = null;
  button("Present").click();
  assert.deepEqual(told(), []);
});

test("whom one can follow is named, wide and narrow", async (t) => {
  const { hear } = await sitting(t);
  assert.equal(followButton().hidden, true);
  await hear(ADA);
  assert.equal(followButton().hidden, false);
  assert.equal(followButton().ariaLabel, "Follow Ada Bell");
  assert.deepEqual([...followButton().children].map((each) => each.textContent), ["Follow Ada Bell", "Follow AB"]);
  followButton().click();
  assert.deepEqual([...followButton().children].map((each) => each.textContent), ["Following Ada Bell", "Following AB"]);
  assert.equal(followButton().ariaPressed, "true");
});

test("who does not follow is left where they are", async (t) => {
  const { player, hear } = await sitting(t);
  await hear(ADA);
  assert.equal(player.frame, 0);
});

test("who follows sees the presenter's frame when it stands", async (t) => {
  const { player, hear } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await settled();
  assert.equal(player.frame, 7);
  await hear({ ...ADA, frame: 50 });
  assert.equal(player.frame, 50);
});

test("who follows plays on with the presenter: jumps when far, hurries when behind, stops when they stop", async (t) => {
  const { player, clip, hear } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await settled();
  await hear({ ...ADA, frame: 40, playing: true, speed: 1 });
  assert.equal(player.speed, 1);
  assert.equal(clip.frame, 41, "a twentieth of a second on");
  await hear({ ...ADA, frame: 46, playing: true, speed: 1 });
  assert.ok(player.speed > 1 && player.speed <= 1.15, String(player.speed));
  clip.run(6);
  await hear({ ...ADA, frame: 46, playing: true, speed: 1 });
  assert.equal(player.speed, 1);
  await hear({ ...ADA, frame: 60 });
  assert.deepEqual([player.speed, player.frame], [0, 60]);
});

test("a presenter who plays backwards is shown frame by frame", async (t) => {
  const { player, hear } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await hear({ ...ADA, frame: 30, playing: true, speed: -1 });
  assert.deepEqual([player.speed, player.frame], [0, 30]);
});

test("who follows is led to the presenter's draft, and nothing is sought until it is there", async (t) => {
  const { player, hear, at } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await settled();
  await hear({ ...ADA, draft: "e", frame: 20 });
  assert.deepEqual(at.opened, [["e", 20]]);
  await hear({ ...ADA, draft: "e", frame: 30 });
  assert.equal(player.frame, 7);
  await player.load({ url: "/e", rate: "24", frames: 100, width: 16, height: 9 });
  await settled();
  assert.equal(player.frame, 30, "where the presenter is by then");
});

test("a draft that could not be had is tried again when the presenter is heard next", async (t) => {
  const { hear, at } = await sitting(t);
  await hear(ADA);
  followButton().click();
  at.reachable = false;
  await hear({ ...ADA, draft: "e" });
  await hear({ ...ADA, draft: "e" });
  assert.equal(at.opened.length, 2);
});

test("a picture that could not be loaded ends the waiting for it", async (t) => {
  const { player, clip, hear, at } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await hear({ ...ADA, draft: "e", frame: 20 });
  clip.error = new Error("gone");
  await player.load({ url: "/e", rate: "24", frames: 100, width: 16, height: 9 });
  clip.error = null;
  at.draft = "d";
  await hear({ ...ADA, frame: 33 });
  assert.equal(player.frame, 33);
});

test("a frame is not taken from under a hand that draws", async (t) => {
  const { player, hear, at } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await settled();
  at.busy = true;
  await hear({ ...ADA, frame: 50 });
  assert.equal(player.frame, 7);
  at.busy = false;
  await hear({ ...ADA, frame: 50 });
  assert.equal(player.frame, 50);
});

const real = (event) => Object.defineProperty(event, "isTrusted", { value: true });
const acts = {
  "a key of the room": () => document.body.dispatchEvent(real(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))),
  "the time axis": () => document.querySelector(".timeline i").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })),
  "typing a place": () => document.querySelector(".transport-entry").focus(),
};
for (const [what, act] of Object.entries(acts)) {
  test(`who moves by themselves, by ${what}, follows no more`, async (t) => {
    const { player, follow, hear } = await sitting(t);
    await hear(ADA);
    followButton().click();
    await settled();
    act();
    assert.equal(follow.following, false);
    assert.equal(followButton().ariaPressed, "false");
    await hear({ ...ADA, frame: 50 });
    assert.equal(player.frame, 7);
    assert.equal(followButton().hidden, false, "and may again");
  });
}

test("what does not move the picture does not end following", async (t) => {
  const { follow, hear } = await sitting(t);
  await hear(ADA);
  followButton().click();
  press("q");
  press("ArrowRight"); // of a script, not of a hand
  document.getElementById("elsewhere").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  document.querySelector(".ink i").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  assert.equal(follow.following, true, "ink on a frame that stands is drawn on what all see");
});

test("who draws while it plays stays on their frame", async (t) => {
  const { follow, hear } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await hear({ ...ADA, frame: 8, playing: true, speed: 1 });
  document.querySelector(".ink i").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  assert.equal(follow.following, false);
});

test("a presenter who stops, or is silent for four seconds, leaves the picture standing", async (t) => {
  const { player, follow, hear, tick } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await hear({ ...ADA, frame: 8, playing: true, speed: 1 });
  assert.ok(player.speed > 0);
  await hear({ ...ADA, presenting: false });
  assert.deepEqual([follow.following, player.speed, followButton().hidden], [false, 0, true]);
  await hear(ADA);
  followButton().click();
  tick(3000);
  assert.equal(follow.following, true);
  tick(2000);
  assert.deepEqual([follow.following, followButton().hidden], [false, true]);
});

test("another's end is not the presenter's", async (t) => {
  const { follow, hear } = await sitting(t);
  await hear(ADA);
  followButton().click();
  await hear({ ...ADA, member: "lin", presenting: false });
  assert.equal(follow.following, true);
});

test("who begins to present takes over; whom one followed before one follows no more", async (t) => {
  const { follow, hear } = await sitting(t);
  button("Present").click();
  await hear(ADA);
  assert.equal(follow.presenting, false);
  assert.equal(told().at(-1).presenting, false);
  followButton().click();
  await hear({ ...ADA, member: "lin" });
  assert.equal(follow.following, false);
  assert.equal(followButton().ariaLabel, "Follow Lin");
});

test("one either presents or follows", async (t) => {
  const { follow, hear } = await sitting(t);
  follow.following = true;
  assert.equal(follow.following, false, "nobody to follow");
  await hear(ADA);
  followButton().click();
  button("Present").click();
  assert.deepEqual([follow.presenting, follow.following], [true, false]);
  followButton().click();
  assert.deepEqual([follow.presenting, follow.following], [false, true]);
});
