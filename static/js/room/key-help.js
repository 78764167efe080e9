/** The keys of the room and of the cut page, listed on `?`; and N, which goes to where a note is written. */

import { button, dialogOpen, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/** @typedef {"room" | "cut"} Where */
/** @typedef {[keys: string[], does: string]} Row */

/**
 * What each key does, in groups.
 * @param {Where} where
 * @returns {{title: string, rows: Row[]}[]}
 */
export function keysOf(where) {
  const notes = { title: t("Notes"), rows: /** @type {Row[]} */ ([[["N"], t("Write a note")], [[",", "."], t("Note before, note after")], [["Ctrl/⌘ Enter"], t("Send")]]) };
  const pens = { title: t("Pens"), rows: /** @type {Row[]} */ ([[["V"], t("Point")], [["P"], t("Pen")], [["M"], t("Marker")], [["E"], t("Eraser")]]) };
  const looks = /** @type {Row[]} */ ([[["C"], t("Compare")], [["⇧6", "⇧7", "⇧8", "⇧9"], t("Overlays")]]);
  if (where === "room") looks.push([["B"], t("Onion skin")]);
  else looks.push([["-", "=", "Z"], t("Out, in, all of it or its pixels")], [["W", "A", "S", "D"], t("Move the picture")]);
  return [
    {
      title: t("Time"),
      rows: [
        [["J", "K", "L"], t("Backwards, stop, forwards")],
        [[t("Space")], t("Play or pause")],
        [["←", "→"], t("One frame")],
        [["⇧←", "⇧→"], t("Ten frames")],
        [["Home", "End"], t("First frame, last frame")],
        [["I", "O", "X"], t("Mark in, mark out, clear both")],
      ],
    },
    notes,
    ...(where === "room" ? [pens] : []),
    { title: t("Picture"), rows: looks },
    { title: t("Everywhere"), rows: [[["Ctrl/⌘ Z", "Ctrl/⌘ ⇧ Z"], t("Undo, redo")], [["?"], t("These keys")]] },
  ];
}

/**
 * @param {string} key
 * @param {() => void} write goes to where a note is written
 * @param {Where} where
 * @returns {(() => void) | undefined}
 */
export function writeOrHelp(key, write, where) {
  if (key === "n") return write;
  if (key === "?" || key === "？") return () => showKeys(where);
  return undefined;
}

/** @param {Where} where */
export function showKeys(where) {
  if (dialogOpen()) return;
  const groups = keysOf(where).map(({ title, rows }) =>
    element("section", {}, element("h2", { textContent: title }), element("dl", {}, ...rows.flatMap(row))),
  );
  const close = button("", t("Close"), () => dialog.close());
  const dialog = element("dialog", { className: "keys", ariaLabel: t("All keys") }, ...groups, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Row} row */
function row([keys, does]) {
  const shown = keys.flatMap((key, at) => [...(at ? [" "] : []), element("kbd", { textContent: key })]);
  return [element("dt", {}, ...shown), element("dd", { textContent: does })];
}
