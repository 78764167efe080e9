/** Playing backwards: no `<video>` can, so frames are shown one by one as the clock asks for them. */

/**
 * Goes on until the speed is no longer below 0 or the first frame is reached.
 * @param {import("../timeline/timecode.js").Rate} rate
 * @param {number} from the frame to begin at
 * @param {() => number} speed asked each time, for it may change on the way; -1 is as shot
 * @param {(frame: number) => Promise<unknown>} show done when the frame is seen, however late
 */
export async function playBackwards(rate, from, speed, show) {
  let exact = from;
  let before = performance.now();
  while (speed() < 0 && exact > 0) {
    const now = await new Promise((resolve) => requestAnimationFrame(resolve));
    if (speed() >= 0) return;
    exact += (Math.max(0, now - before) * speed() * rate.n) / (rate.d * 1000);
    before = now;
    await show(Math.max(0, Math.ceil(exact)));
  }
}
