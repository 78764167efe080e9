/**
 * People and movement in the instrument: have people traced, say what the light of a key follows,
 * and draw the path it goes along.
 */

import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { choice, onOff, plain } from "./controls.js";

/** @typedef {import("./follow.js").Follow} Follow */
/** @typedef {import("./between.js").Mask} Mask */

/**
 * @typedef {object} Asked
 * @property {() => void} trace
 * @property {(to: "" | "path" | number) => void} follow nothing, a path, or a person
 * @property {(on: boolean) => void} draw a touch on the picture sets the path's point
 * @property {() => void} drop the path's point at this frame
 */

const NOTHING = "none";
const MOST = 4; // people to choose from

export class PeoplePart {
  element = element("details", { className: "light-qualifier light-people" });
  #asked;
  #summary = element("summary", { textContent: t("People and movement") });
  #words = element("p", { className: "light-hint", role: "status" });
  #spared = element("p", { className: "light-hint", hidden: true });
  #bar = element("progress", { max: 1, hidden: true, ariaLabel: t("Tracing people") });
  #trace;
  #follows = element("div", {});
  #draw;
  #drop;
  #hint = element("p", { className: "light-hint", textContent: t("Go to a frame and touch the picture: the light is there at that time.") });
  #drawn = "";
  #failed = false;

  /** @param {Asked} acts */
  constructor(acts) {
    this.#asked = acts;
    this.#trace = plain(t("Trace people"), () => {
      this.#failed = false;
      acts.trace();
    });
    this.#draw = onOff(t("Set points on the picture"), acts.draw);
    this.#drop = plain(t("Remove this point"), acts.drop);
    this.element.append(this.#summary, this.#spared, this.#words, this.#bar, this.#trace, this.#follows, this.#hint, this.#draw, this.#drop);
  }

  /**
   * @param {object} now
   * @param {import("./figures.js").Traced} now.traced
   * @param {string[]} now.names what the people are called
   * @param {string[]} now.spared the tags of the performances that light may not cross
   * @param {Follow | null | undefined} now.follow
   * @param {number} now.frame
   * @param {boolean} now.writable
   * @param {boolean} now.drawing
   */
  show({ traced, names, spared, follow, frame, writable, drawing }) {
    const under = traced !== null && "job" in traced;
    const separable = traced !== null && "mattes" in traced;
    const people = traced !== null && "mattes" in traced ? traced.people : 0;
    if (under) this.#failed = false;
    this.#words.textContent = this.#failed ? t("People could not be traced here.") : words(under, separable, people);
    this.#spared.hidden = spared.length === 0;
    this.#spared.textContent = sparedWords(spared, separable && people > 0);
    this.#bar.hidden = !under;
    if (traced !== null && "job" in traced) this.#bar.value = Math.max(traced.progress, this.#bar.value || 0);
    this.#trace.hidden = under || separable;
    this.#trace.disabled = !writable;
    this.#offer(named(names, Math.min(people, MOST)), follow, writable);
    const path = follow?.to === "path";
    for (const part of [this.#hint, this.#draw, this.#drop]) part.hidden = !path;
    this.#draw.ariaPressed = String(drawing);
    this.#draw.disabled = !writable;
    const points = follow?.path ?? [];
    this.#drop.disabled = !writable || points.length < 2 || !points.some(([at]) => at === frame);
    this.#summary.classList.toggle("some", Boolean(follow));
  }

  /** @param {number} share */
  progress(share) {
    this.#bar.hidden = false;
    this.#bar.value = share;
  }

  failed() {
    this.#failed = true;
    this.#bar.hidden = true;
    this.#words.textContent = t("People could not be traced here.");
    this.#trace.hidden = false;
  }

  /** @param {string[]} people @param {Follow | null | undefined} follow @param {boolean} writable */
  #offer(people, follow, writable) {
    const chosen = follow ? (follow.to === "path" ? "path" : `person-${follow.person ?? 0}`) : NOTHING;
    const drawn = JSON.stringify([people, chosen, writable]);
    if (drawn === this.#drawn) return; // a button keeps its focus
    this.#drawn = drawn;
    /** @type {Record<string, string>} */
    const choices = { [NOTHING]: t("Nothing") };
    // Not a number alone: an object's numbers come first, before "Nothing".
    for (const [person, name] of people.entries()) choices[`person-${person}`] = name;
    choices.path = t("A path");
    const row = choice(t("The light follows"), choices, (to) => this.#asked.follow(to === NOTHING ? "" : to === "path" ? "path" : Number(to.replace("person-", ""))));
    row.show(chosen);
    row.disabled = !writable;
    this.#follows.replaceChildren(element("p", { className: "light-hint", textContent: t("The light follows") }), row.element);
  }
}

/**
 * Where a brush, a lamp or a curve lights: everywhere, on people alone, or off them; and whom of them
 * it means, where they are told apart.
 * @param {(masked: {mask: Mask, who: number}) => void} act
 */
export function maskChoice(act) {
  const now = { mask: /** @type {Mask} */ (""), who: 0 };
  const tell = (/** @type {Partial<typeof now>} */ change) => {
    Object.assign(now, change);
    act({ mask: now.mask, who: now.mask ? now.who : 0 });
  };
  const row = choice(t("People"), { all: t("Everywhere"), on: t("On people"), off: t("Off people") }, (chosen) => tell({ mask: chosen === "all" ? "" : chosen }));
  const who = element("select", { className: "light-who", ariaLabel: t("Who is meant") });
  who.addEventListener("change", () => tell({ who: Number(who.value) }));
  let offered = "";
  return {
    element: element("div", { className: "light-mask" }, row.element, who),
    /**
     * @param {{mask?: Mask, who?: number} | null | undefined} masked
     * @param {boolean} separable whether people are traced
     * @param {string[]} names of people who are told apart
     */
    show(masked, separable, names) {
      Object.assign(now, { mask: masked?.mask ?? "", who: masked?.who ?? 0 });
      row.show(now.mask || "all");
      this.element.hidden = !separable;
      who.hidden = !now.mask || names.length < 2;
      if (JSON.stringify(names) !== offered) {
        offered = JSON.stringify(names);
        who.replaceChildren(...[t("Everybody"), ...names].map((textContent, at) => element("option", { value: String(at), textContent })));
      }
      who.value = String(now.who);
    },
  };
}

/** As many names as there are people, before they are known too. @param {string[]} names @param {number} people */
function named(names, people) {
  const unnamed = (/** @type {number} */ at) => (people === 1 ? t("The person") : t("Person %(number)s", { number: at + 1 }));
  return Array.from({ length: people }, (_, at) => names[at] ?? unnamed(at));
}

/** @param {string[]} tags @param {boolean} sparing whether it is known where people are */
function sparedWords(tags, sparing) {
  const values = { tags: tags.map((tag) => `@${tag}`).join(", ") };
  if (sparing) return t("Light does not cross the people: %(tags)s stays as it is.", values);
  return t("Light may not cross %(tags)s. Until people are traced it changes nothing.", values);
}

/** @param {boolean} under @param {boolean} separable @param {number} people */
function words(under, separable, people) {
  if (under) return t("People are being traced…");
  if (!separable) return t("Once people are traced, light can be kept on or off them, or follow one.");
  if (people === 0) return t("Nobody was found in this draft.");
  return people === 1 ? t("One person was traced.") : t("%(count)s people were traced.", { count: people });
}
