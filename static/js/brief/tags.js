/** Tags of cited references in a brief's text: @Image1, @Video1, @Audio1. Pure functions. */

/**
 * The same text with signs of full width as plain ones; as long as before, so that places stay true.
 * @param {string} text
 */
export function narrow(text) {
  return text.replace(/[^\0-\x7f]/gu, (sign) => {
    const plain = sign.normalize("NFKC");
    return plain.length === sign.length ? plain : sign;
  });
}

/**
 * The tags of references of these kinds, in order: counted in each kind.
 * @param {string[]} kinds picture, video or sound
 * @param {Record<string, string>} names what a tag of each kind begins with
 * @returns {string[]}
 */
export function tagsOf(kinds, names) {
  /** @type {Record<string, number>} */
  const counts = {};
  return kinds.map((kind) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    return `${names[kind]}${counts[kind]}`;
  });
}

/**
 * The text with its tags renamed, all at once, so that two can change places. A reference that is
 * cited no more keeps its name in the text, without the @.
 * @param {string} text
 * @param {Map<string, string | null>} renamed from each old tag to the new one; null: gone
 * @param {(tag: string) => string} nameOf what to call a reference that is gone
 * @returns {string}
 */
export function retagged(text, renamed, nameOf) {
  let end = 0;
  let result = "";
  for (const { 0: whole, 1: tag, index } of narrow(text).matchAll(/@([A-Za-z]+[0-9]+)/g)) {
    const now = renamed.get(tag);
    const typed = text.slice(index, index + whole.length);
    result += text.slice(end, index) + (renamed.has(tag) ? (now ? `@${now}` : nameOf(tag)) : typed);
    end = index + whole.length;
  }
  return result + text.slice(end);
}

/**
 * What is being typed after an @ before the caret, or null. Chinese has no spaces, so any sign but a
 * letter or digit may stand before it.
 * @param {string} text
 * @param {number} caret
 * @returns {{start: number, part: string} | null}
 */
export function asked(text, caret) {
  const match = /(?:^|[^A-Za-z0-9])@([^@\s]{0,40})$/.exec(narrow(text.slice(0, caret)));
  return match ? { start: caret - match[1].length - 1, part: match[1] } : null;
}

/** @typedef {{start: number, sign: string}} Written an @ that a button wrote, and where */

/**
 * The text without what a button wrote, where it still stands and nothing was typed behind it.
 * @param {string} text
 * @param {Written} written
 * @returns {string}
 */
export function unwritten(text, { start, sign }) {
  const end = start + sign.length;
  const alone = text.slice(start, end) === sign && !/^[^\s@]/u.test(text.slice(end));
  return alone ? text.slice(0, start) + text.slice(end) : text;
}
