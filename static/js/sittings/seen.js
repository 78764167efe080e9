/** Which frames this screen has shown while it followed, told every few seconds until it is heard. */

/** @typedef {[number, number]} Span first ≤ f < last */

const TOLD = 10_000; // ms between two words; the studio takes three without one for having gone

export class Seen {
  /** @type {Map<string, Span[]>} by draft */
  #spans = new Map();
  #url;
  #token;
  #timer;

  /**
   * @param {string} url where it is told
   * @param {() => string} token against forged requests
   */
  constructor(url, token) {
    this.#url = url;
    this.#token = token;
    this.#timer = setInterval(() => void this.tell(), TOLD);
    addEventListener("pagehide", () => void this.tell(true));
  }

  /**
   * @param {string} draft
   * @param {number} frame
   */
  add(draft, frame) {
    const spans = this.#spans.get(draft);
    if (spans) put(spans, frame);
    else this.#spans.set(draft, [[frame, frame + 1]]);
  }

  /** @param {string} draft */
  of(draft) {
    return this.#spans.get(draft) ?? [];
  }

  /**
   * All of it, each time: what was not heard is said again.
   * @param {boolean} [leaving]
   */
  async tell(leaving = false) {
    const body = JSON.stringify({ seen: Object.fromEntries(this.#spans) });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": this.#token() };
    await fetch(this.#url, { method: "POST", body, headers, keepalive: leaving }).catch(() => null);
  }

  stop() {
    clearInterval(this.#timer);
  }
}

/**
 * Puts a frame into spans that are in order and apart.
 * @param {Span[]} spans
 * @param {number} frame
 */
export function put(spans, frame) {
  let at = spans.findIndex(([, last]) => frame <= last);
  if (at < 0) at = spans.length;
  const span = spans[at];
  if (span && frame >= span[0] && frame < span[1]) return;
  if (span && frame === span[1]) span[1] += 1;
  else if (span && frame === span[0] - 1) span[0] -= 1;
  else return void spans.splice(at, 0, [frame, frame + 1]);
  const next = spans[at + 1];
  if (next && next[0] === span[1]) {
    span[1] = next[1];
    spans.splice(at + 1, 1);
  }
}
