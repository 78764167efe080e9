/** Buttons that say their key, and the keys that press them. */

import { dialogOpen, element } from "./elements.js";

const WRITING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/**
 * @param {string} text
 * @param {string} key as it is shown
 * @param {() => void} act
 */
export function keyButton(text, key, act) {
  const control = element("button", { type: "button", className: "keyed" }, element("span", { textContent: text }));
  if (key) {
    control.append(element("kbd", { textContent: key, ariaHidden: "true" }));
    control.setAttribute("aria-keyshortcuts", key.replace("⇧", "Shift+"));
  }
  control.ariaLabel = text;
  control.addEventListener("click", act);
  // A click leaves the keyboard where it was, so that space goes on playing.
  control.addEventListener("mousedown", (event) => event.preventDefault());
  return control;
}

/**
 * Lets keys do what they are said to, unless words are being written or a dialog is open. A figure
 * alone begins a timecode (place-entry.js); with shift it is "⇧1", whatever it writes on this keyboard.
 * @param {(key: string) => (() => void) | undefined} actOf
 */
export function bindPlainKeys(actOf) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || dialogOpen()) return;
    if (/** @type {Element | null} */ (event.target)?.closest?.(WRITING)) return;
    const act = actOf(nameOf(event));
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** @param {KeyboardEvent} event */
function nameOf({ key, code, shiftKey }) {
  const figure = /^Digit(\d)$/.exec(code ?? "");
  if (figure) return shiftKey ? `⇧${figure[1]}` : "";
  return key.length === 1 ? key.toLowerCase() : key;
}
