/**
 * From pointer events to what a hand does: the pen acts, the finger navigates. Until a pen has been
 * seen a finger may draw too; from then on a touch never leaves ink.
 */

import { Fingers } from "./touch-gestures.js";

/** @typedef {import("./touch-gestures.js").Spot} Spot */

/**
 * @typedef {object} Acts what the surface does when the hand asks
 * @property {(event: PointerEvent) => "draw" | "erase" | "look"} intent
 * @property {(event: PointerEvent) => void} begin a stroke, or a swipe of the eraser
 * @property {(events: PointerEvent[], foreseen: PointerEvent[]) => void} go on with it
 * @property {() => void} finish
 * @property {() => void} abandon it was not meant: a second finger came
 * @property {(event: PointerEvent) => void} hover
 * @property {() => void} leave
 * @property {(factor: number, around: Spot, moved: Spot) => void} pinch
 * @property {() => void} undo
 * @property {() => void} redo
 * @property {(where: Spot) => void} ask
 */

const SECOND_FINGER = 150; // ms in which a second finger makes a stroke a gesture

class Hand {
  #root;
  #acts;
  #fingers;
  #penSeen = false;
  /** @type {number | null} the pointer that draws, erases or drags */
  #active = null;
  #dragging = false;
  #since = 0;
  /** @type {Spot} */
  #last = { x: 0, y: 0 };

  /**
   * @param {HTMLElement} root
   * @param {Acts} acts
   */
  constructor(root, acts) {
    this.#root = root;
    this.#acts = acts;
    this.#fingers = new Fingers(acts);
    root.addEventListener("pointerdown", (event) => this.#down(event));
    root.addEventListener("pointermove", (event) => this.#move(event));
    root.addEventListener("pointerup", (event) => this.#up(event));
    // The system took the pointer away (palm, notification): the ink drawn so far stays.
    root.addEventListener("pointercancel", (event) => this.#up(event, true));
    root.addEventListener("pointerleave", () => acts.leave());
    root.addEventListener("contextmenu", (event) => event.preventDefault());
    root.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    // Without these a tablet scrolls, or takes handwriting for text (Scribble).
    for (const name of ["touchstart", "touchmove"]) {
      root.addEventListener(name, (event) => event.preventDefault(), { passive: false });
    }
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.pointerType === "pen") this.#penSeen = true;
    if (event.pointerType === "touch" && !this.#mayTouchDraw(event)) return;
    if (this.#active !== null) return;
    const intent = this.#acts.intent(event);
    this.#dragging = event.button === 1 || (intent === "look" && event.pointerType === "mouse");
    if (intent === "look" && !this.#dragging) return;
    this.#active = event.pointerId;
    this.#since = Date.now();
    this.#last = this.#spot(event);
    this.#root.setPointerCapture(event.pointerId);
    if (!this.#dragging) this.#acts.begin(event);
  }

  /** @param {PointerEvent} event */
  #mayTouchDraw(event) {
    if (this.#active !== null && Date.now() - this.#since < SECOND_FINGER && !this.#penSeen) {
      this.#fingers.down(this.#active, this.#last);
      this.#active = null;
      this.#acts.abandon();
    }
    if (this.#active !== null) return false; // a palm beside the pen
    const draws = !this.#penSeen && this.#fingers.count === 0 && this.#acts.intent(event) !== "look";
    if (!draws) {
      this.#root.setPointerCapture(event.pointerId);
      this.#fingers.down(event.pointerId, this.#spot(event));
    }
    return draws;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const spot = this.#spot(event);
    if (event.pointerId === this.#active) {
      if (this.#dragging) {
        const moved = { x: spot.x - this.#last.x, y: spot.y - this.#last.y };
        this.#acts.pinch(1, spot, moved);
      } else this.#acts.go(coalesced(event), foreseen(event));
      this.#last = spot;
    } else if (event.pointerType === "touch") this.#fingers.move(event.pointerId, spot);
    if (event.pointerType !== "touch") this.#acts.hover(event);
  }

  /** @param {PointerEvent} event @param {boolean} [cancelled] */
  #up(event, cancelled = false) {
    this.#fingers.up(event.pointerId, cancelled);
    if (event.pointerId !== this.#active) return;
    this.#active = null;
    if (!this.#dragging) this.#acts.finish();
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const zooms = event.ctrlKey || event.metaKey; // a trackpad's pinch comes as ctrl and wheel
    const factor = zooms ? Math.exp(-event.deltaY / 200) : 1;
    const moved = zooms ? { x: 0, y: 0 } : { x: -event.deltaX, y: -event.deltaY };
    this.#acts.pinch(factor, this.#spot(event), moved);
  }

  /** @param {MouseEvent} event @returns {Spot} */
  #spot(event) {
    const box = this.#root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

/**
 * Lets a hand work on an element.
 * @param {HTMLElement} root
 * @param {Acts} acts
 */
export function bindHand(root, acts) {
  return new Hand(root, acts);
}

/** Everything between two frames of the screen. @param {PointerEvent} event */
function coalesced(event) {
  const all = event.getCoalescedEvents?.() ?? [];
  return all.length > 0 ? all : [event];
}

/** @param {PointerEvent} event */
function foreseen(event) {
  return event.getPredictedEvents?.() ?? [];
}
