/** On a tablet the column beside the picture is a drawer; elsewhere it simply stands there. */

const AS_A_DRAWER =
  "(min-width: 700px) and (pointer: coarse), (min-width: 700px) and (max-width: 1099px)";

export class Drawer {
  #column;
  #handle;
  #narrow;
  #open = false;

  /**
   * @param {HTMLElement} column
   * @param {HTMLElement} handle the button that opens and closes it
   * @param {MediaQueryList} [narrow] whether it is one just now
   */
  constructor(column, handle, narrow = matchMedia(AS_A_DRAWER)) {
    this.#column = column;
    this.#handle = handle;
    this.#narrow = narrow;
    handle.addEventListener("click", () => (this.open = !this.#open));
    column.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || !narrow.matches) return;
      this.open = false;
      handle.focus();
    });
    narrow.addEventListener("change", () => this.#show());
    this.#show();
  }

  /** @param {boolean} open */
  set open(open) {
    this.#open = open;
    this.#show();
  }

  #show() {
    const shut = this.#narrow.matches && !this.#open;
    // What is out of sight is out of reach of the keyboard too.
    this.#column.inert = shut;
    this.#column.classList.toggle("shut", shut);
    this.#handle.ariaExpanded = String(!shut);
  }
}
