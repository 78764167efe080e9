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
 * @param {Kept | null} record
 * @param {Entries} initial
 * @param {number} now in ms
 * @returns {"back" | "there" | "gone"}
 */
export function standing(record, initial, now) {
  if (!record || now - record.at > LASTS) return "gone";
  if (record.sent) return same(initial, record.now) ? "there" : "gone";
  return same(initial, record.base) && !same(record.now, record.base) ? "back" : "gone";
}

/**
 * Whether two forms say the same; line ends and rows aside.
 * @param {Entries} a
 * @param {Entries} b
 */
export function same(a, b) {
  return plain(a) === plain(b);
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
    const match = new RegExp(`^${prefix}-(\\d+)-(\\w+)$`).exec(name);
    if (match) (rows[Number(match[1])] ??= {})[match[2]] = value;
  }
  return rows.filter(Boolean);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Entries}
 */
export function entriesOf(form) {
  /** @type {Entries} */
  const rows = [];
  for (const [name, value] of new FormData(form)) {
    const field = form.elements.namedItem(name);
    const secret = field instanceof HTMLInputElement && field.type === "password";
    if (typeof value === "string" && !NOT_KEPT.test(name) && !secret) rows.push([name, value]);
  }
  return rows;
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
  const record = read(key);
  const stands = standing(record, initial, Date.now());
  const base = stands === "gone" || !record ? initial : record.base;
  if (stands === "back" && record) fill(form, record.now);
  if (stands === "gone") drop(key);
  watch(form, key, base);
  if (stands === "there" && record) write(key, { ...record, sent: false });
  if (stands !== "back" || !record) return null;
  form.prepend(saying(key));
  return record.now;
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
    const value = values.get(String(field.name));
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
      field.checked = value?.includes(field.value) ?? false;
    } else if (field instanceof HTMLInputElement && /^(password|file|submit)$/.test(field.type)) continue;
    else if (value && !String(field.name).endsWith("TOTAL_FORMS")) /** @type {HTMLInputElement} */ (field).value = value.shift() ?? "";
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
 * @param {Kept} record
 * @returns {boolean} whether the browser keeps it
 */
function write(key, record) {
  try {
    localStorage.setItem(key, JSON.stringify(record));
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
    const record = read(key);
    if (record) write(key, { ...record, sent });
  };
  say(false);
  form.addEventListener("submit", () => say(true));
}
