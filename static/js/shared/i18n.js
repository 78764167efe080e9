/**
 * What the page says, in the reader's language. The page may carry a JSON object from English text
 * to translation in `<script id="i18n" type="application/json">`; what it lacks is said in English.
 */

/** @type {Record<string, string> | null} */
let words = null;

/**
 * The text in the page's language, with each %(name)s replaced by its value.
 * @param {string} text in English
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(text, values = {}) {
  words ??= readWords();
  const translation = words[text] || text;
  return translation.replace(/%\((\w+)\)s/g, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** @returns {Record<string, string>} */
function readWords() {
  if (typeof document === "undefined") return {};
  return JSON.parse(document.getElementById("i18n")?.textContent || "{}");
}
