/** Small parts of the instrument's panel: sliders that say their value, rows of which one is chosen. */

import { element } from "../shared/elements.js";

/**
 * A slider with its name and value. A double click sets it back.
 * @param {string} name
 * @param {{min: number, max: number, step?: number, value: number, text: (value: number) => string}} how
 * @param {{held: (value: number) => void, done?: (value: number) => void}} told `done` when the hand lets go
 */
export function slider(name, { min, max, step = 0.01, value, text }, { held, done }) {
  const input = element("input", { type: "range", min: String(min), max: String(max), step: String(step), value: String(value) });
  const said = element("output", { className: "number" });
  const say = () => {
    said.value = text(Number(input.value));
    input.ariaValueText = said.value;
  };
  input.addEventListener("input", () => {
    say();
    held(Number(input.value));
  });
  input.addEventListener("change", () => done?.(Number(input.value)));
  input.addEventListener("dblclick", () => {
    input.value = String(value);
    say();
    held(value);
    done?.(value);
  });
  say();
  const whole = element("label", { className: "light-slider" }, element("span", { textContent: name }), input, said);
  return {
    element: whole,
    /** @param {number} to */
    show(to) {
      if (input === document.activeElement && input.matches(":active")) return; // a hand holds it
      input.value = String(to);
      say();
    },
  };
}

/**
 * A row of buttons of which one is pressed.
 * @template {string} K
 * @param {string} name
 * @param {Record<K, string>} choices
 * @param {(chosen: K) => void} act
 */
export function choice(name, choices, act) {
  const row = element("div", { className: "light-choice", role: "group", ariaLabel: name });
  /** @type {Map<string, HTMLButtonElement>} */
  const buttons = new Map();
  for (const [key, words] of /** @type {[K, string][]} */ (Object.entries(choices))) {
    const made = plain(words, () => act(key));
    made.dataset.choice = key;
    buttons.set(key, made);
    row.append(made);
  }
  return {
    element: row,
    /** @param {string} chosen */
    show(chosen) {
      for (const [key, made] of buttons) made.ariaPressed = String(key === chosen);
    },
    /** @param {boolean} disabled */
    set disabled(disabled) {
      for (const made of buttons.values()) made.disabled = disabled;
    },
  };
}

/**
 * A button of the instrument: a click leaves the keyboard where it was.
 * @param {string} words
 * @param {() => void} act
 */
export function plain(words, act) {
  const made = element("button", { type: "button", className: "light-button", textContent: words });
  made.addEventListener("click", act);
  made.addEventListener("mousedown", (event) => event.preventDefault());
  return made;
}

/**
 * A button that is on or off.
 * @param {string} words
 * @param {(on: boolean) => void} act
 */
export function onOff(words, act) {
  const made = plain(words, () => {
    const on = made.ariaPressed !== "true";
    made.ariaPressed = String(on);
    act(on);
  });
  made.ariaPressed = "false";
  return made;
}

/**
 * A button that does something while it is held, by pointer or by space.
 * @param {string} words
 * @param {(held: boolean) => void} act
 */
export function whileHeld(words, act) {
  const made = plain(words, () => {});
  const turn = (/** @type {boolean} */ held) => {
    made.classList.toggle("held", held);
    act(held);
  };
  made.addEventListener("pointerdown", (event) => {
    made.setPointerCapture(event.pointerId);
    turn(true);
  });
  for (const over of ["pointerup", "pointercancel", "blur"]) made.addEventListener(over, () => turn(false));
  made.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
  made.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) turn(true);
  });
  made.addEventListener("keyup", () => turn(false));
  return made;
}
