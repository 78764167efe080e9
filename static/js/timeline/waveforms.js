/** Sounds as pictures: the waveform files of the studio, drawn into canvases as they come into view. */

/** @type {IntersectionObserver | null} */
let view = null;

function looking() {
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      draw(/** @type {HTMLCanvasElement} */ (target));
    }
  });
  return observer;
}

/**
 * Draws every canvas[data-waveform] under a root, when it is first seen: all of the sound, or the
 * part from data-from to data-to, which are shares of it.
 * @param {ParentNode} root
 */
export function drawWaveforms(root) {
  for (const canvas of root.querySelectorAll("canvas[data-waveform]")) {
    view ??= looking();
    view.observe(canvas);
  }
}

/** @param {HTMLCanvasElement} canvas */
async function draw(canvas) {
  const answer = await fetch(canvas.dataset.waveform ?? "").catch(() => null);
  if (!answer?.ok) return;
  const pairs = new Int8Array(await answer.arrayBuffer()); // lowest, highest, for each 1/100 s
  const scale = devicePixelRatio;
  const width = Math.max(1, Math.round(canvas.clientWidth * scale));
  const height = Math.max(1, Math.round(canvas.clientHeight * scale));
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = getComputedStyle(canvas).color;
  const from = Number(canvas.dataset.from ?? 0);
  const step = (Number(canvas.dataset.to ?? 1) - from) / width;
  for (let x = 0; x < width; x += 1) {
    const [low, high] = extent(pairs, from + x * step, from + (x + 1) * step);
    const top = (0.5 - (0.46 * high) / 127) * height;
    const bottom = (0.5 - (0.46 * low) / 127) * height;
    pen.fillRect(x, top, 1, Math.max(scale, bottom - top));
  }
}

/**
 * The lowest and highest sample in a share of the sound.
 * @param {Int8Array} pairs
 * @param {number} from 0 to 1
 * @param {number} to
 */
function extent(pairs, from, to) {
  const count = pairs.length / 2;
  const first = Math.floor(from * count);
  const last = Math.max(first + 1, Math.floor(to * count));
  let low = 0;
  let high = 0;
  for (let pair = first; pair < Math.min(last, count); pair += 1) {
    low = Math.min(low, pairs[2 * pair]);
    high = Math.max(high, pairs[2 * pair + 1]);
  }
  return [low, high];
}
