/**
 * The ink this page knows: strokes by draft and window of frames, loaded when they are looked at and
 * bounded in number. Pure: what is asked of the server is asked by session.js.
 */

/** @typedef {[number, number, number, number, number]} Point x, y, pressure, tilts: events.py */

/**
 * @typedef {object} Stroke
 * @property {string} id
 * @property {number} frame
 * @property {string} actor
 * @property {"pen" | "marker"} tool
 * @property {string} colour
 * @property {number} width in 10,000ths of the picture's width
 * @property {Point[]} points
 * @property {number} seq the entry that drew it: the order ink lies in
 * @property {boolean} [erased]
 * @property {boolean} [pending] drawn here, not yet acknowledged
 * @property {{code: string, reason: string}} [refused]
 */

/** @typedef {{seq: number, strokes: Map<string, Stroke>}} Pane what a window held at `seq`, and since */

export const WINDOW = 24; // frames loaded at once
const KEPT = 48; // windows held

/** @param {number} frame */
export function windowOf(frame) {
  return Math.floor(frame / WINDOW);
}

export class Strokes {
  /** @type {Map<string, Pane>} the one looked at last is at the end */
  #panes = new Map();

  /**
   * @param {string} draft
   * @param {number} frame
   */
  has(draft, frame) {
    return this.#panes.has(key(draft, frame));
  }

  /**
   * Takes in a window's strokes as they were at `seq`; the one not looked at for longest goes.
   * @param {string} draft
   * @param {number} frame any of the window's
   * @param {number} seq
   * @param {Stroke[]} strokes
   */
  put(draft, frame, seq, strokes) {
    const name = key(draft, frame);
    this.#panes.delete(name);
    this.#panes.set(name, { seq, strokes: new Map(strokes.map((stroke) => [stroke.id, stroke])) });
    for (const oldest of this.#panes.keys()) {
      if (this.#panes.size <= KEPT) break;
      this.#panes.delete(oldest);
    }
  }

  /**
   * The strokes of a frame in the order they lie, erased ones too.
   * @param {string} draft
   * @param {number} frame
   * @returns {Stroke[]}
   */
  on(draft, frame) {
    const name = key(draft, frame);
    const pane = this.#panes.get(name);
    if (!pane) return [];
    this.#panes.delete(name);
    this.#panes.set(name, pane);
    return [...pane.strokes.values()].filter((stroke) => stroke.frame === frame).toSorted(inOrder);
  }

  /**
   * @param {string} draft
   * @param {number} frame
   * @param {string} id
   * @returns {Stroke | undefined}
   */
  find(draft, frame, id) {
    return this.#panes.get(key(draft, frame))?.strokes.get(id);
  }

  /**
   * Adds a stroke that an entry drew, if its frame's window is here and older than the entry.
   * @param {string} draft
   * @param {Stroke} stroke
   */
  draw(draft, stroke) {
    const pane = this.#panes.get(key(draft, stroke.frame));
    if (pane && stroke.seq > pane.seq) pane.strokes.set(stroke.id, stroke);
  }

  /**
   * Takes a stroke off its frame or brings it back. One that is brought back and not known here
   * (it was erased before the window was loaded) makes its window be asked for again.
   * @param {{draft: string, frame: number, stroke: string}} which
   * @param {number} seq of the entry that says so
   * @param {boolean} erased
   */
  mark({ draft, frame, stroke }, seq, erased) {
    const pane = this.#panes.get(key(draft, frame));
    if (!pane || seq <= pane.seq) return;
    const target = pane.strokes.get(stroke);
    if (target) pane.strokes.set(stroke, { ...target, erased });
    else if (!erased) this.#panes.delete(key(draft, frame));
  }
}

/**
 * @param {string} draft
 * @param {number} frame
 */
function key(draft, frame) {
  return `${draft} ${windowOf(frame)}`;
}

/**
 * @param {Stroke} a
 * @param {Stroke} b
 */
function inOrder(a, b) {
  return a.seq - b.seq;
}
