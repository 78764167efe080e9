/** The rail of a shot's drafts, the first one first; those on their way stand below them. */

import { Coming, failedRow } from "./pending-drafts.js";
import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("./first-paint.js").Draft} Draft */
/** @typedef {import("./first-paint.js").Shot} Shot */
/** @typedef {import("./first-paint.js").Generation} Generation */

/**
 * @typedef {object} Shown
 * @property {Shot | null} shot
 * @property {Draft[]} drafts of the shot
 * @property {Generation[]} generations of the shot that have not ended
 * @property {import("./first-paint.js").Upload[]} uploads of the shot being prepared, and failed ones
 * @property {Record<string, string>} failures sentences by an upload's error
 * @property {string} [current] the draft that is looked at
 * @property {boolean} changeable whether one may add drafts and put one forward
 */

/** Events: "open" {id}, "select" {id}, "let-go" {id}: of an upload that failed. */
export class Stack extends EventTarget {
  #root;
  #base;
  /** @type {Map<string, Coming>} by generation or upload */
  #coming = new Map();

  /**
   * @param {HTMLElement} root
   * @param {string} base the film's own part of every address
   */
  constructor(root, base) {
    super();
    this.#root = root;
    this.#base = base;
  }

  /** @param {Shown} shown */
  show(shown) {
    const { shot, drafts, current, changeable } = shown;
    const rows = drafts.map((draft) => this.#draft(draft, shot, draft.id === current, changeable));
    rows.push(...this.#onTheirWay(shown));
    const list = element("ol", { className: "draft-list" }, ...rows);
    const add = shot && changeable ? [this.#add(shot)] : [];
    const focus = this.#root.contains(document.activeElement) && document.activeElement?.id;
    this.#root.replaceChildren(list, ...add);
    const row = list.querySelector("[aria-current]")?.parentElement;
    row?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  }

  /** @param {import("./pending-drafts.js").Told} message */
  progress(message) {
    this.#coming.get(message.subject)?.progress(message);
  }

  /**
   * @param {Draft} draft
   * @param {Shot | null} shot
   * @param {boolean} current
   * @param {boolean} changeable
   */
  #draft(draft, shot, current, changeable) {
    const selected = shot?.selected === draft.id;
    const id = `draft-${draft.id}`;
    const open = element("button", { type: "button", className: "draft", id, title: draft.name });
    const poster = draft.erased ? element("span", { className: "draft-erased", textContent: t("Erased") }) : element("img", {
      src: `${this.#base}media/${draft.poster}`,
      alt: "",
      width: 64,
      height: 36,
    });
    const name = element("span", {
      className: "number",
      textContent: `v${String(draft.version).padStart(3, "0")}`,
    });
    open.append(poster, name);
    if (selected)
      open.append(element("span", { className: "draft-selected", textContent: t("Selected") }));
    open.append(...fileMarks(draft));
    if (current) open.ariaCurrent = "true";
    open.addEventListener("click", () => this.#say("open", draft.id));
    const row = element("li", {}, open);
    if (current && changeable && !selected) row.append(this.#select(draft));
    return row;
  }

  /** @param {Draft} draft */
  #select(draft) {
    const select = element("button", {
      type: "button",
      className: "draft-select",
      textContent: t("Select"),
    });
    select.title = t("Put %(name)s forward as this shot's picture", { name: draft.name });
    select.addEventListener("click", () => this.#say("select", draft.id));
    return select;
  }

  /**
   * A row goes on being the same one: what a worker told of it stays.
   * @param {Shown} shown
   */
  #onTheirWay({ generations, uploads, failures }) {
    const before = this.#coming;
    this.#coming = new Map();
    const row = (/** @type {string} */ id) => {
      const coming = before.get(id) ?? new Coming(`${this.#base}media/`);
      this.#coming.set(id, coming);
      return coming;
    };
    for (const generation of generations) row(generation.id).showGeneration(generation);
    for (const upload of uploads) if (!upload.error) row(upload.id).showUpload(upload);
    const failed = uploads.flatMap((upload) => {
      const why = failures[upload.error ?? ""] ?? failures.broken;
      return upload.error ? [failedRow(upload, why, () => this.#say("let-go", upload.id))] : [];
    });
    return [...Array.from(this.#coming.values(), (coming) => coming.element), ...failed];
  }

  /** @param {Shot} shot */
  #add(shot) {
    const add = element("a", {
      className: "draft-add",
      href: `${this.#base}shots/${shot.id}/brief/`,
    });
    add.ariaLabel = t("Write a brief or upload a draft");
    add.title = add.ariaLabel;
    add.textContent = "+";
    return add;
  }

  /**
   * @param {string} name
   * @param {string} id
   */
  #say(name, id) {
    this.dispatchEvent(new CustomEvent(name, { detail: { id } }));
  }
}

/**
 * What is to be known of a draft's file: what of it was lost, and what is shown otherwise.
 * @param {Draft} draft
 */
function fileMarks(draft) {
  const { damaged, damaged_sounds: sounds, variable, held, held_before: before, curve } = draft;
  const marks = [];
  const damage = [
    damaged && t("Frames of its file that could not be read whole, at least: %(n)s", { n: damaged }),
    sounds && t("Pieces of its sound that could not be read: %(n)s", { n: sounds }),
  ].filter(Boolean);
  if (damage.length) marks.push(fileMark("draft-damaged", t("Damaged"), damage.join("\n")));
  if (variable)
    marks.push(
      fileMark(
        "draft-variable",
        t("Variable rate"),
        t("The frames of its file come unevenly. Each is shown, at a rate at which none is lost; pauses are held."),
      ),
    );
  if (curve)
    marks.push(
      fileMark(
        "draft-toned",
        curve === "wide" ? t("Wide colours") : t("HDR"),
        t("The light or colours of its file go beyond what is shown here. Its copies and its master are toned down to BT.709."),
      ),
    );
  if (before)
    marks.push(
      fileMark(
        "draft-held",
        t("First picture held"),
        t("Its sound begins before its picture. Frames in which the first picture stands: %(n)s", { n: before }),
      ),
    );
  if (held)
    marks.push(
      fileMark(
        "draft-held",
        t("Last picture held"),
        t("Its sound is longer than its picture. Frames in which the last picture stands: %(n)s", { n: held }),
      ),
    );
  return marks;
}

/**
 * @param {string} className
 * @param {string} textContent
 * @param {string} title
 */
function fileMark(className, textContent, title) {
  const mark = element("span", { className, textContent });
  mark.title = title;
  return mark;
}
