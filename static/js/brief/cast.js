/** Characters in a brief's text: @林遥（1998）. Pure functions; the server has the last word. */

/**
 * @typedef {object} Character
 * @property {string} id
 * @property {string} title how a text names them
 * @property {string} name of the person; enough where only one character has it
 * @property {string} about
 * @property {string} poster
 * @property {{reference: string, role: string}[]} material their references, in order
 */

/**
 * The same for all ways to write a name: widths, case and spaces make no difference.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
}

/**
 * Who is named behind an @, each once, in order.
 * @param {string} text
 * @param {Character[]} characters
 * @returns {Character[]}
 */
export function named(text, characters) {
  const longestFirst = characters.toSorted((a, b) => b.title.length - a.title.length);
  const people = new Set();
  for (const part of text.normalize("NFKC").split(/(?<![A-Za-z0-9])@/).slice(1)) {
    const after = fold(part);
    const whole = longestFirst.find(({ title }) => after.startsWith(fold(title)));
    const bare = characters.filter(({ name }) => {
      const tail = after.slice(fold(name).length);
      return after.startsWith(fold(name)) && !(tail.startsWith("(") && isPeriod(part));
    });
    const character = whole ?? (bare.length === 1 ? bare[0] : undefined);
    if (character) people.add(character);
  }
  return [...people];
}

/**
 * Whether the first brackets say a period: at the name itself, or with a number in them.
 * @param {string} part what stands behind an @
 */
function isPeriod(part) {
  return /^[^(]*\S\(/.test(part) || /^[^(]*\([^)]*\d/.test(part);
}

/**
 * What the characters add to what is cited: in the same role nothing is cited twice.
 * @param {Character[]} characters
 * @param {{reference: string, role: string}[]} cited
 * @returns {{character: Character, reference: string, role: string}[]}
 */
export function added(characters, cited) {
  const citations = new Set(cited.map(({ reference, role }) => `${reference} ${role}`));
  const more = [];
  for (const character of characters) {
    for (const { reference, role } of character.material) {
      const key = `${reference} ${role}`;
      if (!citations.has(key)) more.push({ character, reference, role });
      citations.add(key);
    }
  }
  return more;
}
