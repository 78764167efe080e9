/** Drafts that are on their way, as rows of the rail: how far they are, how they look, why one failed. */

import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { noRoom } from "../shared/no-room.js";

/** @typedef {import("./first-paint.js").Generation} Generation */
/** @typedef {import("./first-paint.js").Upload} Upload */

/**
 * @typedef {object} Told what a worker says now and then
 * @property {string} subject the generation or upload
 * @property {number} share 0–1
 * @property {number | null} eta seconds that are left, as far as one can tell
 * @property {string} [poster] digest of a look at it, of a generation
 * @property {string} [waits] why it can't go on just now
 */

export class Coming {
  element = element("li", { className: "draft-coming" });
  #look = element("img", { alt: "", width: 64, height: 36, hidden: true });
  #bar = element("progress", { max: 1 });
  #words = element("span");
  #media;
  #timed = false;
  #held = false;

  /** @param {string} media the address of the film's files */
  constructor(media) {
    this.#media = media;
    this.element.append(this.#look, this.#bar, this.#words);
  }

  /** @param {Generation} generation */
  showGeneration({ state, share }) {
    this.#bar.ariaLabel = t("A draft on its way");
    this.#show(state === "running" ? t("Running") : t("Queued"), share);
  }

  /** @param {Upload} upload */
  showUpload({ filename, share }) {
    this.#bar.ariaLabel = t("%(filename)s is being prepared", { filename });
    this.element.title = this.#bar.ariaLabel;
    this.#show(t("Preparing"), share);
  }

  /** @param {Told} told */
  progress({ share, eta, poster, waits }) {
    this.#bar.value = share;
    if (waits) return this.#hold();
    this.#goOn();
    if (eta !== null) {
      this.#timed = true;
      this.#words.textContent = until(eta);
    }
    const src = `${this.#media}${poster}`;
    if (!poster || this.#look.getAttribute("src") === src) return;
    this.#look.src = src;
    this.#look.hidden = false;
  }

  /** It found no room on the disk: a word in the rail, the sentence when it is pointed at. */
  #hold() {
    this.#held = true;
    this.element.title = noRoom();
    this.#words.textContent = t("No room");
  }

  #goOn() {
    if (!this.#held) return;
    this.#held = false;
    this.element.title = this.#bar.ariaLabel ?? "";
    this.#words.textContent = t("Running");
  }

  /**
   * What the room's rows say is older than what a worker told since.
   * @param {string} words
   * @param {number} share
   */
  #show(words, share) {
    if (!this.#timed && !this.#held) this.#words.textContent = words;
    this.#bar.value = Math.max(this.#bar.value, share);
  }
}

/**
 * A clip that became no draft: a word in the rail, the sentence when it is asked for.
 * @param {Upload} upload
 * @param {string} why
 * @param {() => void} letGo
 */
export function failedRow({ filename }, why, letGo) {
  const name = element("b", { textContent: filename });
  const gone = button("", t("Let it go"), letGo);
  const failure = element("div", { className: "draft-failure", popover: "auto" });
  failure.append(name, element("p", { textContent: why }), gone);
  const ask = element("button", { type: "button", className: "draft-failed" }, t("Failed"));
  ask.ariaLabel = t("%(filename)s became no draft: why?", { filename });
  ask.title = filename;
  ask.popoverTargetElement = failure;
  return element("li", {}, ask, failure);
}

/**
 * Waiting is a time of day, not a spinner.
 * @param {number} seconds from now
 */
function until(seconds) {
  const at = new Date(Date.now() + seconds * 1000);
  const shown = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return t("by %(time)s", { time: shown.format(at) });
}
