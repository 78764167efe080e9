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
  const output = element("output", { className: "number" });
  const say = () => {
    output.value = text(Number(input.value));
    input.ariaValueText = output.value;
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
  const whole = element("label", { className: "light-slider" }, element("span", { textContent: name }), input, output);
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
    const control = plain(words, () => act(key));
    control.dataset.choice = key;
    buttons.set(key, control);
    row.append(control);
  }
  return {
    element: row,
    /** @param {string} chosen */
    show(chosen) {
      for (const [key, control] of buttons) control.ariaPressed = String(key === chosen);
    },
    /** @param {boolean} disabled */
    set disabled(disabled) {
      for (const control of buttons.values()) control.disabled = disabled;
    },
  };
}

/**
 * A button of the instrument: a click leaves the keyboard where it was.
 * @param {string} words
 * @param {() => void} act
 */
export function plain(words, act) {
  const control = element("button", { type: "button", className: "light-button", textContent: words });
  control.addEventListener("click", act);
  control.addEventListener("mousedown", (event) => event.preventDefault());
  return control;
}

/**
 * A button that is on or off.
 * @param {string} words
 * @param {(on: boolean) => void} act
 */
export function onOff(words, act) {
  const control = plain(words, () => {
    const on = control.ariaPressed !== "true";
    control.ariaPressed = String(on);
    act(on);
  });
  control.ariaPressed = "false";
  return control;
}

/**
 * A button that does something while it is held, by pointer or by space.
 * @param {string} words
 * @param {(held: boolean) => void} act
 */
export function whileHeld(words, act) {
  const control = plain(words, () => {});
  const turn = (/** @type {boolean} */ down) => {
    control.classList.toggle("held", down);
    act(down);
  };
  control.addEventListener("pointerdown", (event) => {
    control.setPointerCapture(event.pointerId);
    turn(true);
  });
  for (const over of ["pointerup", "pointercancel", "blur"]) control.addEventListener(over, () => turn(false));
  control.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
  control.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) turn(true);
  });
  control.addEventListener("keyup", () => turn(false));
  return control;
}
