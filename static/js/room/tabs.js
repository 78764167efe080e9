/** The column beside the picture: one panel stands alone; tabs appear when there are more. */

import { element } from "../shared/elements.js";

export class Tabs {
  #list = element("div", { className: "tabs", role: "tablist", hidden: true });
  /** @type {Map<HTMLElement, HTMLButtonElement>} */
  #tabs = new Map();
  #open;

  /**
   * @param {HTMLElement} column
   * @param {HTMLElement[]} panels labelled; one without content has no tab
   */
  constructor(column, panels) {
    this.#open = panels[0];
    for (const panel of panels) this.#tabs.set(panel, this.#tab(panel));
    column.prepend(this.#list);
    const watch = new MutationObserver(() => this.#show());
    for (const panel of panels) watch.observe(panel, { childList: true });
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#show();
  }

  /** @param {HTMLElement} panel */
  open(panel) {
    this.#open = panel;
    this.#show();
  }

  /** @param {HTMLElement} panel */
  #tab(panel) {
    const tab = element("button", {
      type: "button",
      role: "tab",
      textContent: panel.ariaLabel ?? "",
    });
    tab.id = `tab-${panel.id}`;
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => this.open(panel));
    return tab;
  }

  #show() {
    const panels = [...this.#tabs.keys()].filter((panel) => panel.childElementCount > 0);
    if (!panels.includes(this.#open)) this.#open = panels[0] ?? this.#open;
    const several = panels.length > 1;
    this.#list.hidden = !several;
    this.#list.replaceChildren(
      ...panels.map((panel) => /** @type {HTMLButtonElement} */ (this.#tabs.get(panel))),
    );
    for (const [panel, tab] of this.#tabs) {
      const chosen = panel === this.#open;
      panel.hidden = !chosen;
      panel.role = several ? "tabpanel" : "region";
      tab.ariaSelected = String(chosen);
      tab.tabIndex = chosen ? 0 : -1;
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way) return;
    const tabs = /** @type {HTMLButtonElement[]} */ ([...this.#list.children]);
    const place = tabs.findIndex((tab) => tab === document.activeElement);
    const next = tabs[(place + way + tabs.length) % tabs.length];
    next.click();
    next.focus();
    event.preventDefault();
  }
}
