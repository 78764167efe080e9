/**
 * A page for modules that touch the document: happy-dom's, with what it lacks filled in. Import it
 * before the module under test, whose classes extend EventTarget when they are read.
 *
 *   const { body } = openPage(`<div id="pens"></div>`);
 */

import { setImmediate } from "node:timers/promises";

import * as dom from "../../static/node_modules/happy-dom/lib/index.js";

// Not of any page: classes made under one page go on working under the next.
const SHARED = ["Event", "EventTarget", "CustomEvent", "InputEvent", "KeyboardEvent", "PointerEvent"];
const OF_THE_PAGE = [
  "document", "location", "history", "localStorage", "sessionStorage", "matchMedia", "getComputedStyle", "CSS",
  "FormData", "Element", "HTMLElement", "HTMLInputElement", "HTMLButtonElement", "HTMLMediaElement", "Image",
  "MutationObserver", "XMLHttpRequest", "Blob", "File",
];
const ARIA = [
  "ActiveDescendant", "AutoComplete", "Current", "Disabled", "Expanded", "Hidden", "Invalid", "Label",
  "Pressed", "Selected", "ValueMax", "ValueMin", "ValueNow", "ValueText",
];

put("Path2D", class {
  moveTo() {}
  quadraticCurveTo() {}
  closePath() {}
});
put("devicePixelRatio", 1);
put("innerHeight", 900);
for (const name of SHARED) put(name, dom[name]);
put("WheelEvent", class extends dom.MouseEvent {
  constructor(name, { deltaX = 0, deltaY = 0, ...more }) {
    super(name, more);
    Object.assign(this, { deltaX, deltaY });
  }
});

/**
 * Opens an empty page, or one with a body; everything global is this page's from now on.
 * @param {string} [markup] of the body
 * @param {string} [address] a path, or with a site of its own
 */
export function openPage(markup = "", address = "/films/f/room/") {
  const settings = { errorCapture: "disabled", canvasAdapter: { getContext: penOf } };
  const page = new dom.Window({ url: new URL(address, "http://studio").href, width: 1440, height: 900, settings });
  for (const name of OF_THE_PAGE) put(name, page[name]);
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) put(name, page[name].bind(page));
  put("Option", function Option(text, value) {
    return Object.assign(page.document.createElement("option"), { textContent: text, value });
  });
  put("requestAnimationFrame", (act) => setTimeout(() => act(performance.now()), 16));
  put("cancelAnimationFrame", (timer) => clearTimeout(timer));
  put("ResizeObserver", Resizes);
  put("fetch", async (path) => {
    throw new Error(`nobody answers ${path}`);
  });
  fillGaps(page);
  page.document.documentElement.lang = "en";
  page.document.body.innerHTML = markup;
  return { window: page, document: page.document, body: page.document.body };
}

/** What is asked for is answered from here: by path, JSON or a text; anything else is 404. */
export function answer(answers) {
  const asked = [];
  put("fetch", async (path, how = {}) => {
    asked.push(how.method ? `${how.method} ${path}` : String(path));
    const found = answers[path];
    const body = typeof found === "function" ? await found() : found;
    if (body instanceof Error) throw body;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(text ?? "", { status: body === undefined ? 404 : 200 });
  });
  return asked;
}

/** Gives an element a place on the screen: happy-dom lays nothing out. */
export function lay(element, { left = 0, top = 0, width = 0, height = 0 }) {
  element.getBoundingClientRect = () => ({ left, top, width, height, x: left, y: top, right: left + width, bottom: top + height });
  for (const [name, value] of Object.entries({ clientWidth: width, clientHeight: height, offsetWidth: width })) {
    Object.defineProperty(element, name, { value, configurable: true });
  }
  for (const each of Resizes.all) each.tell(element);
}

/** Time stands still until the test moves it: `t.mock.timers.tick(ms)`. */
export function stopClock(t, now = Date.UTC(2026, 0, 1)) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now });
  t.mock.method(performance, "now", () => Date.now());
  return (ms) => t.mock.timers.tick(ms);
}

/** Until all promises that can go on have gone on. */
export async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

/** A key, pressed where the focus is; says whether the page let the browser have it. */
export function press(key, more = {}, target = document.activeElement ?? document.body) {
  return target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

/** Types into a field letter by letter, at its end. */
export function type(field, text) {
  field.focus();
  for (const letter of text) {
    field.value += letter;
    field.setSelectionRange(field.value.length, field.value.length);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

/** The button of this name: its label, else what is written on it. */
export function button(name, within = document.body) {
  const all = [...within.querySelectorAll("button")];
  const found = all.filter((each) => (each.ariaLabel ?? each.textContent) === name);
  if (found.length !== 1) throw new Error(`${found.length} buttons are called ${name}: ${all.map((each) => each.ariaLabel ?? each.textContent)}`);
  return found[0];
}

/** Notes what a part says: the names of its events with what they carry. */
export function heard(part, ...names) {
  const events = [];
  for (const name of names) part.addEventListener(name, (event) => events.push([name, event.detail]));
  return events;
}

class Resizes {
  static all = new Set();
  #told;
  #seen = new Set();

  constructor(told) {
    this.#told = told;
    Resizes.all.add(this);
  }

  observe(element) {
    this.#seen.add(element);
  }

  tell(element) {
    if (this.#seen.has(element)) this.#told([]);
  }
}

/** A canvas's pen, which notes what was painted with it. */
function penOf({ canvas }) {
  canvas.pen ??= {
    canvas,
    acts: [],
    setTransform() {},
    scale() {},
    beginPath() {},
    moveTo() {},
    lineTo() {},
    arc() {},
    rect() {},
    clip() {},
    closePath() {},
    save() {},
    restore() {},
    stroke() {},
    fillText(text) {
      this.acts.push({ act: "text", text });
    },
    fill() {
      this.acts.push({ act: "fill", colour: this.fillStyle, alpha: this.globalAlpha });
    },
    fillRect(...box) {
      this.acts.push({ act: "rect", box, colour: this.fillStyle });
    },
    drawImage(image, ...box) {
      this.acts.push({ act: "image", image, box });
    },
    clearRect() {
      this.acts.length = 0;
    },
  };
  return canvas.pen;
}

function fillGaps(page) {
  const { set, get } = Object.getOwnPropertyDescriptor(page.HTMLCanvasElement.prototype, "width");
  Object.defineProperty(page.HTMLCanvasElement.prototype, "width", {
    configurable: true,
    get,
    set(width) {
      set.call(this, width);
      this.pen?.acts.splice(0); // a canvas that is given a size is empty
    },
  });
  page.HTMLMediaElement.HAVE_CURRENT_DATA = 2;
  for (const name of ARIA) {
    const attribute = `aria-${name.toLowerCase()}`;
    Object.defineProperty(page.Element.prototype, `aria${name}`, {
      configurable: true,
      get() {
        return this.getAttribute(attribute);
      },
      set(value) {
        if (value === null) this.removeAttribute(attribute);
        else this.setAttribute(attribute, String(value));
      },
    });
  }
  // No dialog is shown here but as a modal one.
  const find = page.document.querySelector.bind(page.document);
  page.document.querySelector = (selector) => find(selector.replace(":modal", "[open]"));
}

function put(name, value) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

openPage(); // some modules ask the page when they are read
