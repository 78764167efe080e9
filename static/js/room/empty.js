/** What stands in the picture's place while there is none: what is missing, and the next step. */

import { day } from "../shared/dates.js";
import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("./first-paint.js").Shot} Shot */

/**
 * @param {object} where
 * @param {Shot | null} where.shot
 * @param {boolean} where.scenes whether there are any
 * @param {boolean} where.coming whether a draft is on its way
 * @param {boolean} where.changeable
 * @param {string} where.base the film's own part of every address
 * @param {() => void} where.openScenes
 * @returns {HTMLElement[]}
 */
export function emptyStage({ shot, scenes, coming, changeable, base, openScenes }) {
  if (!shot) {
    const words = scenes ? t("No shot yet.") : t("No scene yet.");
    const wait = t("What the makers of this film add is seen here.");
    const add = scenes ? t("Add a shot") : t("Add a scene");
    return [line("h2", words), changeable ? button("primary", add, openScenes) : line("p", wait)];
  }
  const words = coming ? t("The first draft is on its way.") : t("No draft yet.");
  const intent = shot.intent ? [line("p", shot.intent)] : [];
  if (!changeable) return [line("h2", words), ...intent];
  const brief = link("button primary", `${base}shots/${shot.id}/brief/`, t("Write a brief"));
  const upload = link("button", `${base}shots/${shot.id}/brief/#upload-title`, t("Upload a draft"));
  return [line("h2", words), ...intent, element("div", { className: "empty-ways" }, brief, upload)];
}

/**
 * A draft that is there, but whose picture can't be had.
 * @param {object} absent
 * @param {string} absent.name of the draft
 * @param {boolean} absent.online
 * @param {() => void} absent.again
 * @param {{name: string, go: () => void} | null} absent.back to the draft one comes from
 * @returns {HTMLElement[]}
 */
export function absentPicture({ name, online, again, back }) {
  const why = online
    ? t("The site did not answer with it.")
    : t("There is no line. It opens by itself when the line is back.");
  const ways = [button("", t("Try again"), again)];
  if (back) ways.push(button("", t("Back to %(name)s", { name: back.name }), back.go));
  return [
    line("h2", t("%(name)s can't be shown just now.", { name })),
    line("p", why),
    element("div", { className: "empty-ways" }, ...ways),
  ];
}

/**
 * A draft that was erased: it stays in the record, and nobody can see it any more.
 * @param {string} name of the draft
 * @param {Date} at
 * @returns {HTMLElement[]}
 */
export function erasedPicture(name, at) {
  return [
    line("h2", t("%(name)s was erased on %(date)s.", { name, date: day(at) })),
    line("p", t("Somebody in it asked for that. Its place in the record stays.")),
  ];
}

/**
 * @param {"h2" | "p"} tag
 * @param {string} text
 */
function line(tag, text) {
  return element(tag, { textContent: text });
}

/**
 * @param {string} className
 * @param {string} href
 * @param {string} text
 */
function link(className, href, text) {
  return element("a", { className, href, textContent: text });
}
