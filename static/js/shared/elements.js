/** Making elements. Properties only, never markup: what people write is text and stays text. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<Omit<HTMLElementTagNameMap[Tag], "dataset">> & {dataset?: Record<string, string>}} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { dataset = {}, ...plain } = properties;
  Object.assign(made, plain);
  Object.assign(made.dataset, dataset);
  made.append(...children);
  return made;
}

/**
 * The element of this id, which the page's template promises.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page lacks #${id}`);
  return found;
}

/** Whether a dialog stands before everything: keys are meant for it alone. */
export function dialogOpen() {
  return document.querySelector("dialog:modal") !== null;
}

/**
 * A button that does one thing.
 * @param {string} className
 * @param {string} text
 * @param {() => void} act
 */
export function button(className, text, act) {
  const made = element("button", { type: "button", className, textContent: text });
  made.addEventListener("click", act);
  return made;
}
