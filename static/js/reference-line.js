/** A page's line to the room, for what concerns references: what happened, how far, what was refused. */

import { byId } from "./elements.js";
import { t } from "./i18n.js";
import { Outbox } from "./outbox.js";
import { noRoom } from "./no-room.js";
import { RoomSocket } from "./socket.js";

const LOST = () => t("No line. What changes is shown when it is back.");
let said = "";

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
  on(socket, "entry", ({ verb, payload }) => {
    if (/^reference-|^nobody-/.test(verb) && payload) onReference(payload.reference, verb);
    if (verb === "people-named" && payload) for (const id of payload.references) onReference(id, verb);
  });
  on(socket, "passing", ({ type, kind, subject, share, waits }) => {
    if (type !== "progress" || kind !== "prepare-reference") return;
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
    if (online) return said === LOST() && say("");
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
  said = words;
  const notice = byId("notice");
  notice.textContent = words;
  notice.hidden = words === "";
}
