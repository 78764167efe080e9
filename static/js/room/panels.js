/**
 * Panels of other stages: HTML from their own address, fetched anew when an entry touches them.
 *
 *   <section data-panel="/films/…/panel" data-panel-verbs="shot-approved,shot-locked"></section>
 *
 * A panel whose address answers 404 stays empty; without an answer it stays as it was, until there is
 * one. Setting another address in data-panel fetches that one. A form with data-command is given as
 * that command, its fields being the command's; with data-confirm only after a question.
 */

import { confirmed } from "../shared/confirm.js";
import { replaceKeeping } from "../shared/fresh.js";

/** @typedef {import("./session.js").Session} Session */

const AGAIN = 3000; // ms before asking again for what could not be answered

/**
 * Keeps the panels under a root up to date.
 * @param {ParentNode} root
 * @param {Session} session
 */
export function keepPanels(root, session) {
  const sections = /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("[data-panel-verbs]")
  );
  for (const section of sections) {
    const panel = new Panel(section);
    const verbs = new Set(section.dataset.panelVerbs?.split(","));
    session.socket.addEventListener("entry", (event) => {
      if (verbs.has(/** @type {CustomEvent<{verb: string}>} */ (event).detail.verb))
        panel.refresh();
    });
    section.addEventListener("submit", (event) => giveCommand(event, session));
  }
}

/** @typedef {import("./events.js").Commands} Commands */

/**
 * @param {SubmitEvent} event
 * @param {Session} session
 */
async function giveCommand(event, session) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const { command, confirm, confirmYes } = form.dataset;
  if (!command) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields.csrfmiddlewaretoken;
  const verb = /** @type {keyof Commands} */ (command); // the page's own; the server checks it
  if (confirm && !(await confirmed(confirm, confirmYes))) return;
  session.command(verb, /** @type {any} */ (fields));
  form.reset(); // or its words would be kept when the panel is fetched anew
}

class Panel {
  #section;
  #busy = false;
  #again = false;
  #later = 0;

  /** @param {HTMLElement} section */
  constructor(section) {
    this.#section = section;
    new MutationObserver(() => this.refresh()).observe(section, {
      attributeFilter: ["data-panel"],
    });
    this.refresh();
  }

  /** Several wishes while one is being answered become one more. */
  async refresh() {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#again) {
      this.#again = false;
      await this.#fetch(this.#section.dataset.panel);
    }
    this.#busy = false;
  }

  /** @param {string | undefined} url */
  async #fetch(url) {
    if (!url) return this.#section.replaceChildren();
    const answer = await fetch(url, { headers: { Accept: "text/html" } }).catch(() => null);
    // An answer about another shot comes too late.
    if (url !== this.#section.dataset.panel) return;
    clearTimeout(this.#later);
    if (!answer || answer.status >= 500) {
      // Nobody there just now: it stays as it was.
      this.#later = setTimeout(() => this.refresh(), AGAIN);
      return;
    }
    // From our own server, whose templates escape what people wrote.
    replaceKeeping(this.#section, answer.ok ? await answer.text() : "");
  }
}
