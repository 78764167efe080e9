/** Player, time axis, transport and keys put together as the review room does. */

import { bindKeys } from "/static/js/room/keys.js";
import { Player } from "/static/js/player/player.js";
import { Timeline } from "/static/js/timeline/timeline.js";
import { Transport } from "/static/js/player/transport.js";

const video = document.querySelector("video");
const player = new Player({ video, canvas: document.querySelector("canvas") });
const timeline = new Timeline(document.getElementById("timeline"));
new Transport(document.getElementById("transport"), player);
timeline.follow(player);

let marks = [];
bindKeys(player, () => marks);

/** Takes up a clip with all that belongs to it. */
async function open(clip, itsMarks) {
  marks = itsMarks;
  timeline.marks = marks;
  await Promise.all([player.load(clip), timeline.load(clip)]);
}

window.room = { player, timeline, open };
