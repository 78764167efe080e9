/** A page's line to the room, for what concerns references: what happened, how far, what was refused. */

import { byId } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { Outbox } from "../room/outbox.js";
import { noRoom } from "../shared/no-room.js";
import { RoomSocket } from "../room/socket.js";

const LOST = () => t("No line. What changes is shown when it is back.");
// What is made here of another reference, or of nothing, bears the entry's own id.
const MADE = new Set(["reference-abstracted", "light-space-made"]);
const REMOVED = new Set(["abstraction-removed", "light-space-removed"]);
const WORK = new Set(["prepare-reference", "abstract-reference", "render-light-space"]);
const ABOUT_ONE = /^reference-|^nobody-|^render-|^scan-(done|failed)$|^track-added$/;
const ABOUT_MANY = /^(people-named|tracks-named|scan-asked)$/;
let message = "";

/**
 * @param {HTMLElement} page carries the film, the member and the last entry it shows
 * @param {object} tell
 * @param {(id: string, verb: string) => void} tell.onReference an entry about a reference
 * @param {(id: string, percent: number, words: string) => void} tell.onShare how far its preparation is
 * @returns {Promise<EventTarget>} the line
 */
export async function followLine(page, { onReference, onShare }) {
  const { film = "", member = "", seq = "0" } = page.dataset;
  const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/films/${film}/`;
  const outbox = await Outbox.open(film, member);
  const socket = new RoomSocket({ url, since: Number(seq), outbox });
  on(socket, "entry", ({ id: entry, verb, payload }) => {
    if (MADE.has(verb)) onReference(entry, "reference-added");
    else if (REMOVED.has(verb) && payload) onReference(payload.reference, "reference-removed");
    else if (ABOUT_ONE.test(verb) && payload?.reference) onReference(payload.reference, verb);
    if (ABOUT_MANY.test(verb) && payload) for (const id of payload.references) onReference(id, verb);
  });
  on(socket, "passing", ({ type, kind, subject, share, waits }) => {
    if (type === "progress" && kind === "scan") return showScan(page, subject, Math.round(share * 100));
    if (type !== "progress" || !WORK.has(kind)) return;
    const percent = Math.round(share * 100);
    onShare(subject, percent, waits ? noRoom() : t("Being prepared, %(percent)s %", { percent }));
  });
  on(socket, "refused", ({ id, reason }) => {
    outbox.remove(id);
    say(reason);
  });
  let pause = 0; // a line that is being opened is not lost yet
  let over = false; // closed for good: that is what is said of it
  on(socket, "line", ({ online }) => {
    clearTimeout(pause);
    if (over) return;
    if (online) return message === LOST() && say("");
    pause = setTimeout(() => say(LOST()), 2000);
  });
  on(socket, "dismissed", () => {
    over = true;
    clearTimeout(pause);
    say(t("This film is not there for you any more."));
  });
  giveCommands(socket);
  socket.open();
  return socket;
}

/**
 * @param {HTMLElement} page
 * @param {string} subject the reference that is scanned
 * @param {number} percent
 */
function showScan(page, subject, percent) {
  const where = page.dataset.reference === subject ? page : document.getElementById(`reference-${subject}`);
  const words = where?.querySelector("[data-scan-share]");
  if (words) words.textContent = t("Being scanned for faces and voices, %(percent)s %", { percent });
}

/**
 * Forms that are commands go over the line, so that the page, and what it sends, stays.
 * @param {RoomSocket} socket
 */
function giveCommands(socket) {
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    const verb = form.dataset.command;
    if (!verb) return;
    event.preventDefault();
    socket.command(verb, { reference: new FormData(form).get("reference") });
  });
}

/**
 * @param {EventTarget} socket
 * @param {string} name
 * @param {(detail: any) => void} hear
 */
function on(socket, name, hear) {
  socket.addEventListener(name, (event) => hear(/** @type {CustomEvent} */ (event).detail));
}

/** @param {string} words */
function say(words) {
  message = words;
  const notice = byId("notice");
  notice.textContent = words;
  notice.hidden = words === "";
}
