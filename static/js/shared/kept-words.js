/**
 * What is typed into a long form stays in this browser until it is sent: the page left and opened
 * again, it stands there. Each form's words lie under who writes, the page and the form.
 *
 *   keep(form)        every change is kept; what was kept before is put back
 *
 * Kept with them is how the form stood when it was opened: where it stands otherwise now, somebody
 * has changed what it is about, and the older words are let go.
 */

import { button, element } from "./elements.js";
import { t } from "./i18n.js";

/** @typedef {[string, string][]} Entries names and values, in the form's order */
/** @typedef {{base: Entries, now: Entries, sent: boolean, at: number}} Kept */

const LASTS = 30 * 24 * 3600 * 1000; // ms
const NOT_KEPT = /^(csrfmiddlewaretoken|seed|confirmed|asked)$/;
const ROW = /^(cite|line)-/; // rows that a script makes

/**
 * What becomes of kept words when a form is opened: "back" is put into it, "there" is what a
 * refused form shows already, and "gone" was sent or is out of date.
 * @param {Kept | null} kept
 * @param {Entries} initial
 * @param {number} now in ms
 * @returns {"back" | "there" | "gone"}
 */
export function standing(kept, initial, now) {
  if (!kept || now - kept.at > LASTS) return "gone";
  if (kept.sent) return same(initial, kept.now) ? "there" : "gone";
  return same(initial, kept.base) && !same(kept.now, kept.base) ? "back" : "gone";
}

/**
 * Whether two forms say the same; line ends and rows aside.
 * @param {Entries} one
 * @param {Entries} other
 */
export function same(one, other) {
  return plain(one) === plain(other);
}

/** @param {Entries} entries */
function plain(entries) {
  const own = entries.filter(([name]) => !ROW.test(name));
  return JSON.stringify(own.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));
}

/**
 * A script's rows out of a form's entries: cite-0-role is the first row's role.
 * @param {Entries} entries
 * @param {string} prefix
 * @returns {Record<string, string>[]}
 */
export function rowsOf(entries, prefix) {
  /** @type {Record<string, string>[]} */
  const rows = [];
  for (const [name, value] of entries) {
    const found = new RegExp(`^${prefix}-(\\d+)-(\\w+)$`).exec(name);
    if (found) (rows[Number(found[1])] ??= {})[found[2]] = value;
  }
  return rows.filter(Boolean);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Entries}
 */
export function entriesOf(form) {
  /** @type {Entries} */
  const found = [];
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const secret = field instanceof HTMLInputElement && field.type === "password";
    if (typeof value === "string" && !NOT_KEPT.test(name) && !secret) found.push([name, value]);
  }
  return found;
}

/** @param {HTMLFormElement} form */
function keyOf(form) {
  const you = document.querySelector("meta[name=you]")?.getAttribute("content");
  const action = new URL(form.getAttribute("action") ?? "", location.href);
  return you ? `words ${you} ${location.pathname}${location.search} ${action.pathname} ${form.id}` : "";
}

/**
 * Keeps what a form says from now on.
 * @param {HTMLFormElement} form
 * @returns {Entries | null} what was put back into its fields; rows are left to who makes them
 */
export function keep(form) {
  const key = keyOf(form);
  if (!key) return null;
  const initial = entriesOf(form);
  const kept = read(key);
  const stands = standing(kept, initial, Date.now());
  const base = stands === "gone" || !kept ? initial : kept.base;
  if (stands === "back" && kept) fill(form, kept.now);
  if (stands === "gone") drop(key);
  watch(form, key, base);
  if (stands === "there" && kept) write(key, { ...kept, sent: false });
  if (stands !== "back" || !kept) return null;
  form.prepend(saying(key));
  return kept.now;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} key
 * @param {Entries} base
 */
function watch(form, key, base) {
  let unkept = false;
  const put = (sent = false) => {
    const now = entriesOf(form);
    if (same(now, base)) drop(key);
    else unkept = !write(key, { base, now, sent, at: Date.now() }) && !sent;
  };
  // A widget writes its hidden fields in the same turn: they are read after it.
  for (const name of ["input", "change", "click"]) form.addEventListener(name, () => setTimeout(put));
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) put(true);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) put(); // back from a page that did not come
  });
  addEventListener("beforeunload", (event) => {
    if (unkept) event.preventDefault();
  });
}

/** @param {string} key of words that were put back */
function saying(key) {
  const again = button("plain", t("Empty the form"), () => {
    drop(key);
    location.reload();
  });
  return element("p", { className: "notice", role: "status" }, t("What you had typed here is back."), " ", again);
}

/**
 * @param {HTMLFormElement} form
 * @param {Entries} entries
 */
function fill(form, entries) {
  /** @type {Map<string, string[]>} */
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!("name" in field) || !field.name || NOT_KEPT.test(String(field.name))) continue;
    const said = values.get(String(field.name));
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
      field.checked = said?.includes(field.value) ?? false;
    } else if (field instanceof HTMLInputElement && /^(password|file|submit)$/.test(field.type)) continue;
    else if (said && !String(field.name).endsWith("TOTAL_FORMS")) /** @type {HTMLInputElement} */ (field).value = said.shift() ?? "";
  }
}

/**
 * @param {string} key
 * @returns {Kept | null}
 */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {string} key
 * @param {Kept} kept
 * @returns {boolean} whether the browser keeps it
 */
function write(key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** @param {string} key */
function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there either.
  }
}

/**
 * A page between a form and its being sent: left without a yes, the words are not sent yet.
 * @param {HTMLFormElement} form the one that carries them, at the same address
 * @param {string} id of the form they were typed into
 */
export function hold(form, id) {
  const typed = element("form", { id });
  const key = keyOf(typed);
  const say = (/** @type {boolean} */ sent) => {
    const kept = read(key);
    if (kept) write(key, { ...kept, sent });
  };
  say(false);
  form.addEventListener("submit", () => say(true));
}
