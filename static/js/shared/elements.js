/** Making elements. Properties only, never markup: what people write is text and stays text. */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<Omit<HTMLElementTagNameMap[Tag], "dataset">> & {dataset?: Record<string, string>}} [properties]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  const { dataset = {}, ...plain } = properties;
  Object.assign(node, plain);
  Object.assign(node.dataset, dataset);
  node.append(...children);
  return node;
}

/**
 * The element of this id, which the page's template promises.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page lacks #${id}`);
  return node;
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
  const control = element("button", { type: "button", className, textContent: text });
  control.addEventListener("click", act);
  return control;
}
