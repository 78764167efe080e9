/** Draws a composed frame of a cut: dissolves, dips, and bars around what has another shape. */

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./feed.js").Composed<VideoFrame> | null} composition black where there is none
 */
export function paintComposed(pen, composition) {
  const { width, height } = pen.canvas;
  const whole = composition && !composition.under && composition.picture.displayWidth * height === composition.picture.displayHeight * width;
  pen.fillStyle = "#000";
  if (!whole) pen.fillRect(0, 0, width, height);
  if (!composition) return;
  const { shown, picture, under } = composition;
  if (under) draw(pen, under);
  pen.globalAlpha = shown.share;
  draw(pen, picture, under ? shown.share : 1);
  pen.globalAlpha = 1;
  if (shown.light < 1) {
    pen.fillStyle = `rgb(0 0 0 / ${1 - shown.light})`;
    pen.fillRect(0, 0, width, height);
  }
}

/**
 * Draws a picture whole into the cut's shape: bars beside it, or above and below. Its bars cover
 * what is beneath as it does itself.
 * @param {CanvasRenderingContext2D} pen
 * @param {VideoFrame} picture
 * @param {number} [share]
 */
function draw(pen, picture, share = 1) {
  const { width, height } = pen.canvas;
  const scale = Math.min(width / picture.displayWidth, height / picture.displayHeight);
  const [wide, tall] = [Math.round(picture.displayWidth * scale), Math.round(picture.displayHeight * scale)];
  if (share < 1 && (wide < width || tall < height)) pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, Math.floor((width - wide) / 2), Math.floor((height - tall) / 2), wide, tall);
}
