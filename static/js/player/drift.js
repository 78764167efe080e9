/** How a player that follows another keeps up with it. Pure. */

const FAR = 12; // frames from which one jumps
const NEAR = 1; // frames that are let be
const LATE = 0.05; // seconds that news of a playhead is old, about
const MOST = 0.15; // how much faster or slower one runs to catch up

/**
 * What to do about the distance to a playing presenter.
 * @param {number} own frame
 * @param {{frame: number, speed: number}} presenter as told
 * @param {number} fps frames a second
 * @returns {{jump: number | null, speed: number}} a frame to jump to, and how fast to play on
 */
export function keepUp(own, { frame, speed }, fps) {
  const target = frame + speed * fps * LATE;
  const ahead = target - own;
  if (Math.abs(ahead) > FAR) return { jump: Math.round(target), speed };
  if (Math.abs(ahead) <= NEAR) return { jump: null, speed };
  const nudge = Math.min(MOST, Math.max(-MOST, ahead / fps / speed));
  return { jump: null, speed: speed * (1 + nudge) };
}
