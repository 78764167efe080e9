/** Guards drawn over a picture, at one of its frames. */

import { boxAt } from "./guards.js";

/** @typedef {import("./guards.js").Guard} Guard */

const COVER = "rgb(232 176 75 / 38%)";
const LINE = "#e8b04b";
const QUIET = "rgb(255 255 255 / 55%)";

/**
 * @param {HTMLCanvasElement} canvas as large as the picture on the page
 * @param {Guard[]} guards
 * @param {number} chosen
 * @param {number} frame
 */
export function drawGuards(canvas, guards, chosen, frame) {
  const density = globalThis.devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * density);
  canvas.height = Math.round(canvas.clientHeight * density);
  const pen = canvas.getContext("2d");
  if (!pen) return;
  for (const [index, guard] of guards.entries()) {
    pen.fillStyle = COVER;
    pen.strokeStyle = index === chosen ? LINE : QUIET;
    pen.lineWidth = 2 * density;
    drawGuard(pen, guard, frame, canvas.width, canvas.height);
  }
}

/** @param {CanvasRenderingContext2D} pen @param {Guard} guard @param {number} frame @param {number} width @param {number} height */
function drawGuard(pen, guard, frame, width, height) {
  const box = boxAt(guard, frame);
  if (!box && guard.dabs.length === 0) {
    pen.fillRect(0, 0, width, height);
    pen.strokeRect(1, 1, width - 2, height - 2);
  }
  if (box) {
    const [x, y, wide, high] = [box.left * width, box.top * height, box.width * width, box.height * height];
    pen.beginPath();
    if (guard.of === "face") pen.ellipse(x + wide / 2, y + high * 0.47, wide * 0.81, high * 0.81, 0, 0, 2 * Math.PI);
    else pen.rect(x - wide * 0.09, y - high * 0.09, wide * 1.18, high * 1.18);
    pen.fill();
    pen.stroke();
  }
  drawDabs(pen, guard, width, height);
}

/** All dabs as one shape, so that where they cross it is not darker. @param {CanvasRenderingContext2D} pen @param {Guard} guard @param {number} width @param {number} height */
function drawDabs(pen, guard, width, height) {
  if (guard.dabs.length === 0) return;
  const sheet = new OffscreenCanvas(width, height);
  const brush = sheet.getContext("2d");
  if (!brush) return;
  brush.lineCap = brush.lineJoin = "round";
  brush.strokeStyle = LINE;
  for (const { radius, points } of guard.dabs) {
    brush.lineWidth = radius * height * 2;
    brush.beginPath();
    for (const [x, y] of points) brush.lineTo(x * width, y * height);
    if (points.length === 1) brush.lineTo(points[0][0] * width + 0.1, points[0][1] * height);
    brush.stroke();
  }
  pen.globalAlpha = 0.42;
  pen.drawImage(sheet, 0, 0);
  pen.globalAlpha = 1;
}
