/** Tags of cited references in a brief's text: @Image1, @Video1, @Audio1. Pure functions. */

/**
 * The tags of references of these kinds, in order: counted in each kind.
 * @param {string[]} kinds picture, video or sound
 * @param {Record<string, string>} names what a tag of each kind begins with
 * @returns {string[]}
 */
export function tagsOf(kinds, names) {
  /** @type {Record<string, number>} */
  const seen = {};
  return kinds.map((kind) => {
    seen[kind] = (seen[kind] ?? 0) + 1;
    return `${names[kind]}${seen[kind]}`;
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
  return text.replace(/@([A-Za-z]+[0-9]+)/g, (whole, tag) => {
    if (!renamed.has(tag)) return whole;
    const now = renamed.get(tag);
    return now ? `@${now}` : nameOf(tag);
  });
}

/**
 * What is being typed after an @ before the caret, or null. Chinese has no spaces, so any sign but a
 * letter or digit may stand before it.
 * @param {string} text
 * @param {number} caret
 * @returns {{start: number, part: string} | null}
 */
export function asked(text, caret) {
  const match = /(?:^|[^A-Za-z0-9])@([^@\s]{0,40})$/.exec(text.slice(0, caret));
  return match ? { start: caret - match[1].length - 1, part: match[1] } : null;
}
