/** Drives a Player and reads from its canvas which frame is really seen. */

import { Player } from "/static/js/player/player.js";

const BITS = 16;
const BLOCKS = 20; // of a width of so many blocks, the first ones are bits

const video = document.querySelector("video");
const canvas = document.querySelector("canvas");
const player = new Player({ video, canvas });
const errors = [];
player.addEventListener("error", ({ detail }) => errors.push(String(detail.error)));

/** The frame number in a picture's barcode, -1 when it can't be read. */
function read(source) {
  const context = source.getContext("2d");
  const block = source.width / BLOCKS;
  const { data } = context.getImageData(0, 0, BITS * block, 2 * block);
  const brightness = (x, y) => data[(y * BITS * block + x) * 4];
  let number = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const x = (bit + 0.5) * block;
    const above = brightness(x, block / 2);
    const below = brightness(x, block * 1.5);
    if (Math.abs(above - below) < 128) return -1;
    if (above > below) number |= 1 << bit;
  }
  return number;
}

/** Asks for each frame in turn; returns [asked, said, seen, milliseconds] of each. */
async function visit(frames, how) {
  const visits = [];
  for (const frame of frames) {
    const since = performance.now();
    const said = await (how === "step" ? player.step(frame - player.position) : player.seek(frame));
    const seen = read(canvas);
    visits.push([frame, said, seen, performance.now() - since]);
  }
  return visits;
}

/** The same walk by <video> alone, for comparison. */
async function visitByVideo(frames, rate) {
  const [n, d] = rate.split("/").map(Number);
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const visits = [];
  for (const frame of frames) {
    const since = performance.now();
    await new Promise((resolve) => {
      video.requestVideoFrameCallback(resolve);
      setTimeout(resolve, 2000);
      video.currentTime = ((frame + 0.5) * (d || 1)) / n;
    });
    copy.getContext("2d").drawImage(video, 0, 0);
    visits.push([frame, frame, read(copy), performance.now() - since]);
  }
  return visits;
}

window.room = { player, video, canvas, errors, read: () => read(canvas), visit, visitByVideo };
