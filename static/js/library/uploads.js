/**
 * Files on their way in, by the tus protocol: each has a row with its progress, can be paused, and
 * goes on after a lost line, a reload or a restart of the studio.
 *
 *   const uploads = new Uploads({ list, endpoint, token, origin });  uploads.add(files);
 *
 * Events: "change" (a row came or went).
 */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

const PIECE = 8 * 1024 * 1024;
const AT_ONCE = 3;
// For about five minutes a lost line is none of the reader's business; then the row says so.
const PAUSES = [300, 1000, 2000, 4000, ...Array(30).fill(10_000)];
const NO_ROOM = 507;
const FOR_GOOD = new Set([NO_ROOM, 501]);
const LOOK_AGAIN = 30_000; // ms until a full disk is tried once more

/** @typedef {import("tus-js-client").DetailedError} DetailedError */

/** The library is a classic script: it leaves one global behind. */
const tus = () => /** @type {{tus: typeof import("tus-js-client")}} */ (/** @type {any} */ (globalThis)).tus;

export class Uploads extends EventTarget {
  #list;
  #options;
  /** @type {Row[]} */
  #rows = [];

  /**
   * @param {object} options
   * @param {HTMLElement} options.list
   * @param {string} options.endpoint
   * @param {() => string} options.token the CSRF token
   * @param {() => Record<string, string>} options.origin what goes with each file
   */
  constructor({ list, ...options }) {
    super();
    this.#list = list;
    this.#options = options;
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-upload]"))) {
      row.querySelector("[data-let-go]")?.addEventListener("click", () => this.#letGo(row));
    }
  }

  /** How many rows there are. */
  get size() {
    return this.#list.childElementCount;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      const row = new Row(file, this.#options, {
        onResumed: (url) => this.#forget(url),
        onTurn: () => this.#next(),
        onEnd: () => this.#remove(row),
      });
      this.#rows.push(row);
      this.#list.append(row.element);
    }
    this.#next();
    this.dispatchEvent(new Event("change"));
  }

  #next() {
    const sending = this.#rows.filter((row) => row.state === "sending").length;
    const waiting = this.#rows.filter((row) => row.state === "waiting");
    for (const row of waiting.slice(0, Math.max(0, AT_ONCE - sending))) row.start();
  }

  /** @param {Row} row */
  #remove(row) {
    this.#rows = this.#rows.filter((other) => other !== row);
    row.element.remove();
    this.#next();
    this.dispatchEvent(new Event("change"));
  }

  /**
   * The row of an interrupted upload gives way to the one that goes on with it.
   * @param {string} url
   */
  #forget(url) {
    const path = new URL(url, location.href).pathname;
    this.#list.querySelector(`[data-upload="${CSS.escape(path)}"]`)?.remove();
  }

  /** @param {HTMLElement} row */
  async #letGo(row) {
    const headers = { "Tus-Resumable": "1.0.0", "X-CSRFToken": this.#options.token() };
    const answer = await fetch(row.dataset.upload ?? "", { method: "DELETE", headers }).catch(() => null);
    if (!answer || (!answer.ok && answer.status !== 404)) return;
    row.remove();
    this.dispatchEvent(new Event("change"));
  }
}

class Row {
  /** @type {"waiting" | "sending" | "paused" | "failed" | "done"} */
  state = "waiting";
  element;
  #file;
  #upload;
  #tell;
  #bar;
  #words = element("span", { className: "upload-state" });
  #turn;
  #again = 0; // the timer of a new try

  /**
   * @param {File} file
   * @param {{endpoint: string, token: () => string, origin: () => Record<string, string>}} options
   * @param {{onResumed: (url: string) => void, onTurn: () => void, onEnd: () => void}} tell
   */
  constructor(file, options, tell) {
    this.#file = file;
    this.#tell = tell;
    this.#upload = this.#prepare(options);
    this.#bar = element("progress", { max: Math.max(1, file.size), value: 0, ariaLabel: file.name });
    this.#turn = button("", "", () => this.#pauseOrGoOn());
    const leave = button("", t("Let it go"), () => this.#letGo());
    const buttons = element("span", { className: "upload-buttons" }, this.#turn, leave);
    const name = element("span", { className: "upload-name", textContent: file.name });
    this.element = element("li", { className: "upload" }, name, this.#bar, this.#words, buttons);
    this.#show("waiting", t("Waiting for its turn"));
  }

  async start() {
    this.#show("sending", t("Beginning"));
    if (!this.#upload.url) {
      const [earlier] = await this.#upload.findPreviousUploads();
      if (earlier?.uploadUrl) {
        this.#upload.resumeFromPreviousUpload(earlier);
        this.#tell.onResumed(earlier.uploadUrl);
      }
    }
    if (this.state === "sending") this.#upload.start();
  }

  /** @param {{endpoint: string, token: () => string, origin: () => Record<string, string>}} options */
  #prepare({ endpoint, token, origin }) {
    return new (tus().Upload)(this.#file, {
      endpoint,
      chunkSize: PIECE,
      retryDelays: PAUSES,
      removeFingerprintOnSuccess: true,
      metadata: { filename: this.#file.name, ...origin() },
      headers: { "X-CSRFToken": token() },
      onShouldRetry: (error) => this.#mayTryAgain(/** @type {DetailedError} */ (error)),
      onProgress: (sent, size) => this.#progress(sent, size),
      onSuccess: () => {
        this.state = "done";
        this.#tell.onEnd();
      },
      onError: (error) => this.#failed(/** @type {DetailedError} */ (error)),
    });
  }

  /** @param {DetailedError} error */
  #mayTryAgain(error) {
    const status = error.originalResponse?.getStatus() ?? 0;
    const may = status === 409 || status === 423 || status === 0 || (status >= 500 && !FOR_GOOD.has(status));
    if (may) this.#words.textContent = t("No line. It goes on by itself.");
    return may;
  }

  /**
   * @param {number} sent
   * @param {number} size
   */
  #progress(sent, size) {
    this.#bar.value = sent;
    if (this.state !== "sending") return;
    const done = size ? Math.floor((100 * sent) / size) : 100;
    this.#words.textContent = t("%(done)s of %(size)s", { done: `${done} %`, size: sized(size) });
  }

  /** @param {DetailedError} error */
  #failed(error) {
    const response = error.originalResponse;
    const status = response?.getStatus() ?? 0;
    this.element.classList.add("refused");
    this.#show("failed", why(status, response?.getBody() ?? ""));
    if (status === NO_ROOM) this.#again = setTimeout(() => this.#pauseOrGoOn(), LOOK_AGAIN);
    this.#tell.onTurn();
  }

  #pauseOrGoOn() {
    clearTimeout(this.#again);
    if (this.state === "sending" || this.state === "waiting") {
      this.#upload.abort();
      this.#show("paused", t("Paused at %(size)s", { size: sized(this.#bar.value) }));
    } else {
      this.element.classList.remove("refused");
      this.#show("waiting", t("Waiting for its turn"));
    }
    this.#tell.onTurn();
  }

  async #letGo() {
    this.state = "paused";
    clearTimeout(this.#again);
    // What can't be taken back now, without a line, is forgotten by the studio after a week.
    await this.#upload.abort(Boolean(this.#upload.url)).catch(() => null);
    this.#tell.onEnd();
  }

  /**
   * @param {Row["state"]} state
   * @param {string} words
   */
  #show(state, words) {
    this.state = state;
    this.#words.textContent = words;
    const moving = state === "sending" || state === "waiting";
    this.#turn.textContent = moving ? t("Pause") : t("Go on");
  }
}

/**
 * Why the studio took no more, in words.
 * @param {number} status
 * @param {string} sentence what it said itself
 */
function why(status, sentence) {
  if (status === 401) return t("You are signed out. Sign in again and choose the file again: it goes on where it stood.");
  if (status === 404) return t("This film is not there for you any more.");
  if (status === 0) return t("No line. What has arrived is kept.");
  if (status === NO_ROOM) return t("%(why)s It goes on by itself when there is room.", { why: sentence });
  if (status < 500) return sentence.startsWith("<") ? t("The studio refused it.") : sentence;
  return t("The studio could not take it. What has arrived is kept.");
}

/**
 * As the pages say sizes: in powers of 1024.
 * @param {number} bytes
 */
function sized(bytes) {
  const units = ["B", "KB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${(bytes / 1024 ** power).toFixed(power > 1 ? 1 : 0)} ${units[power]}`;
}
