/** Bringing a draft made elsewhere into a shot: the upload, then the work on it, live for everyone. */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { noRoom } from "../shared/no-room.js";
import { Outbox } from "./outbox.js";
import { RoomSocket } from "./socket.js";
import { Uploads } from "../library/uploads.js";

/** @typedef {import("../brief/brief.js").BriefData} BriefData */

/**
 * @param {HTMLElement} root carries the endpoint, and where a draft is looked at
 * @param {BriefData} data
 */
export function takeDrafts(root, data) {
  const sending = element("ul", { className: "uploads" });
  const coming = element("ul", { className: "uploads" });
  const nobody = element("input", { type: "checkbox" });
  const files = element("input", { type: "file", accept: "video/*,.mkv,.mxf", hidden: true });
  const uploads = new Uploads({
    list: sending,
    endpoint: root.dataset.endpoint ?? "",
    token: () => String(new FormData(/** @type {HTMLFormElement} */ (document.forms.namedItem("brief"))).get("csrfmiddlewaretoken")),
    origin: () => ({ nobody: nobody.checked ? "yes" : "no" }),
  });
  files.addEventListener("change", () => {
    uploads.add(files.files ?? []);
    files.value = ""; // so that the same file can be chosen again
  });
  if (data.may_clear) {
    const words = element("span", { textContent: t("Nobody is seen or heard in it") });
    root.append(element("label", { className: "tick" }, nobody, words));
  }
  root.append(button("", t("Choose a clip"), () => files.click()), files, sending, coming);
  follow(data, coming, root.dataset.room ?? "");
}

/**
 * @param {BriefData} data
 * @param {HTMLElement} list
 * @param {string} room where a draft is looked at
 */
function follow({ film, shot, seq, preparing, failures }, list, room) {
  /** @type {Map<string, Row>} by the upload's id */
  const rows = new Map();
  /** @param {string} id @param {string} filename */
  const begin = (id, filename) => {
    const row = new Row(filename);
    rows.set(id, row);
    list.append(row.element);
  };
  for (const { id, filename } of preparing) begin(id, filename);

  const url = `${location.origin.replace(/^http/, "ws")}/ws/films/${film}/`;
  const socket = new RoomSocket({ url, since: seq, outbox: new Outbox("", null, []) });
  socket.addEventListener("entry", (event) => {
    const { verb, id, payload } = /** @type {CustomEvent} */ (event).detail;
    const row = rows.get(payload?.upload);
    if (verb === "draft-upload-started" && payload?.shot === shot) begin(id, payload.filename);
    if (verb === "draft-made") row?.done(`${room}${payload.draft}`, payload.name);
    if (verb === "draft-upload-failed") row?.fail(failures[payload.error] ?? failures.broken);
  });
  socket.addEventListener("passing", (event) => {
    const { type, subject, share, waits } = /** @type {CustomEvent} */ (event).detail;
    if (type === "progress") rows.get(subject)?.show(share, waits ? noRoom() : t("Being prepared"));
  });
  socket.open();
}

/** One file that is being made a draft. */
class Row {
  #bar = element("progress", { max: 1, value: 0 });
  #words = element("span", { className: "upload-state", textContent: t("Being prepared"), role: "status" });
  element;

  /** @param {string} filename */
  constructor(filename) {
    this.#bar.ariaLabel = filename;
    const name = element("span", { className: "upload-name", textContent: filename });
    this.element = element("li", { className: "upload" }, name, this.#bar, this.#words);
  }

  /**
   * @param {number} share 0–1
   * @param {string} words
   */
  show(share, words) {
    this.#bar.value = share;
    this.#words.textContent = words;
  }

  /** @param {string} words why */
  fail(words) {
    this.#bar.remove();
    this.#words.replaceChildren(element("span", { className: "refusal", textContent: words }));
  }

  /**
   * @param {string} href
   * @param {string} name
   */
  done(href, name) {
    this.#bar.remove();
    this.#words.replaceChildren(element("a", { href, textContent: t("Look at %(name)s", { name }) }));
  }
}
