/** What a sitting comes to: decisions in words, and who does what by when. Each is put down at once. */

import { day as written } from "../shared/dates.js";
import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("./paint.js").Decision} Decision */
/** @typedef {import("./paint.js").Task} Task */

export class Desk {
  #root;
  #session;
  #sitting;
  #under;
  #decisions = element("ol", { className: "desk-list" });
  #tasks = element("ul", { className: "desk-list" });
  /** @type {Map<string, Decision>} */
  #decided = new Map();
  /** @type {Map<string, Task>} */
  #given = new Map();

  /**
   * @param {object} parts
   * @param {HTMLElement} parts.root
   * @param {import("../room/session.js").Session} parts.session
   * @param {import("./paint.js").SittingPaint} parts.paint
   * @param {() => {draft?: string, frame?: number, version?: string}} parts.under what is looked at
   * @param {boolean} parts.writable
   */
  constructor({ root, session, paint, under, writable }) {
    this.#root = root;
    this.#session = session;
    this.#sitting = paint.sitting.id;
    this.#under = under;
    for (const decision of paint.decisions) this.#decided.set(decision.id, decision);
    for (const task of paint.tasks) this.#given.set(task.id, task);
    this.#build(writable);
    session.addEventListener("entry", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    this.#show();
  }

  /** @param {boolean} writable */
  #build(writable) {
    const decide = element("form", { className: "desk-form" });
    const words = element("textarea", { name: "words", rows: 2, required: true, maxLength: 5000 });
    words.placeholder = t("What was decided");
    words.ariaLabel = t("What was decided");
    decide.append(words, element("button", { type: "submit", textContent: t("Note the decision") }));
    decide.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#session.command("note-decision", { sitting: this.#sitting, kind: "noted", words: words.value, ...this.#under() });
      decide.reset();
    });
    this.#root.append(element("h2", { textContent: t("Decisions") }), this.#decisions);
    if (writable) this.#root.append(decide);
    this.#root.append(element("h2", { textContent: t("Who does what by when") }), this.#tasks);
    if (writable) this.#root.append(this.#taskForm());
  }

  #taskForm() {
    const form = element("form", { className: "desk-form" });
    const text = element("textarea", { name: "text", rows: 2, required: true, maxLength: 5000 });
    text.placeholder = t("What is to be done");
    text.ariaLabel = t("What is to be done");
    const who = element("select", { name: "member", ariaLabel: t("Who does it") });
    for (const { id, name, present } of this.#session.state.members.values()) {
      if (present) who.append(new Option(name, id));
    }
    const due = element("input", { type: "date", name: "due", ariaLabel: t("By when") });
    form.append(text, element("div", { className: "desk-row" }, who, due, element("button", { type: "submit", textContent: t("Give") })));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { draft, frame } = this.#under();
      const fields = { sitting: this.#sitting, member: who.value, text: text.value, due: due.value || null };
      this.#session.command("give-task", draft ? { ...fields, draft, frame } : fields);
      form.reset();
    });
    return form;
  }

  /** @param {import("../room/state.js").Entry} entry */
  #hear({ id, verb, actor, payload }) {
    const fields = /** @type {any} */ (payload);
    if (fields?.sitting !== this.#sitting) return;
    if (verb === "decision-noted") this.#decided.set(id, { ...fields, id, member: actor.replace("member:", "") });
    else if (verb === "task-given") this.#given.set(id, { ...fields, id, done: false });
    else if (verb === "task-finished" || verb === "task-reopened") {
      const task = this.#given.get(fields.task);
      if (task) this.#given.set(task.id, { ...task, done: verb === "task-finished" });
    } else return;
    this.#show();
  }

  #show() {
    const decided = [...this.#decided.values()].map((decision) => this.#decision(decision));
    this.#decisions.replaceChildren(...(decided.length ? decided : [none(t("None yet."))]));
    const given = [...this.#given.values()].map((task) => this.#task(task));
    this.#tasks.replaceChildren(...(given.length ? given : [none(t("Nothing yet."))]));
  }

  /** @param {Decision} decision */
  #decision({ kind, member, draft, words }) {
    const labels = { approved: t("Approved"), changes: t("Changes requested"), noted: t("Decided") };
    const about = this.#session.state.drafts.get(draft ?? "")?.name ?? "";
    const head = element("p", { className: "desk-head" }, element("strong", { textContent: labels[kind] }), ` ${this.#session.nameOf(member)} `);
    head.append(element("span", { className: "number muted", textContent: about }));
    return element("li", {}, head, element("p", { className: "desk-words", textContent: words }));
  }

  /** @param {Task} task */
  #task({ id, member, text, due, done }) {
    const day = due ? written(new Date(`${due}T00:00`)) : "";
    const head = element("p", { className: "desk-head" }, element("strong", { textContent: this.#session.nameOf(member) }));
    if (day) head.append(" ", element("span", { className: "muted", textContent: t("by %(day)s", { day }) }));
    const tick = button("quiet", done ? t("Reopen") : t("Done"), () => this.#session.command(done ? "reopen-task" : "finish-task", { task: id }));
    const row = element("li", {}, head, element("p", { className: "desk-words", textContent: text }), tick);
    row.toggleAttribute("data-done", done);
    return row;
  }
}

/** @param {string} textContent */
function none(textContent) {
  return element("li", { className: "muted", textContent });
}
