/**
 * A comparison on a page with a picture: the room's draft with another, or a cut with another cut.
 * Both sides stand under the page's one playhead; the page only says how a side is had.
 */

import { CompareBar } from "./bar.js";
import { AMOUNTS, AMOUNTS_OF, begun, held, MODES, wholeOffset, writeComparison } from "./state.js";
import { CompareView } from "./view.js";
import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { keyButton } from "../shared/key-button.js";

/** @typedef {import("./state.js").Comparison} Comparison */
/** @typedef {import("../cuts/player.js").CutPlayer} CutPlayer */
/** @typedef {import("../cuts/player.js").Playable} Playable */

/**
 * @typedef {object} Side what a comparison has to know of one of its two
 * @property {Playable} cut
 * @property {string} name
 * @property {(frame: number) => string} at what to call a frame of it
 * @property {string[]} said what is to know of it beside the other
 */

/**
 * @typedef {object} Page
 * @property {HTMLElement} picture the `.player` it lies over
 * @property {HTMLElement} root where its button and its bar go
 * @property {HTMLCanvasElement} canvas on which the page's own side is drawn
 * @property {() => Side | null} one the page's own side as it is now; null where there is none
 * @property {(other: string) => Promise<Side | null>} other a side by the name it has in the address
 * @property {() => import("./bar.js").Choices[]} choices
 * @property {() => string} usual what to compare with first; nothing where there is nothing
 * @property {(beside: import("../cuts/player.js").Beside | null) => Promise<CutPlayer | null>} play shows both
 *   under the playhead, or one's own alone again
 * @property {(address: string) => void} tell the address and the page what is compared now
 */

const OFTEN = 20; // CSS pixels that a key moves the picture
const CLOSER = 1.25;
const SETTLED = 400; // ms without a move after which the address says where one is

/** Events: "view" when the pictures lie elsewhere. */
export class Comparing extends EventTarget {
  #page;
  #canvas = element("canvas");
  #view;
  #bar = new CompareBar();
  #button = keyButton(t("Compare"), "C", () => this.toggle());
  /** @type {Comparison | null} */
  #how = null;
  /** @type {{one: Side, other: Side, player: CutPlayer} | null} what is seen just now */
  #shown = null;
  /** @type {AbortController | null} */
  #following = null;
  #wish = 0;
  #settling = 0;

  /** @param {Page} page */
  constructor(page) {
    super();
    this.#page = page;
    this.#view = new CompareView(page.canvas, this.#canvas);
    page.picture.append(this.#view.root);
    page.root.append(this.#button, this.#bar.modes);
    page.root.after(this.#bar.settings);
    this.#button.ariaPressed = "false";
    this.#listen();
  }

  /** Whether two are compared. */
  get on() {
    return this.#how !== null;
  }

  /** For the address. */
  get address() {
    return writeComparison(this.#how);
  }

  get pictures() {
    return this.#view.pictures;
  }

  /** @param {Comparison | null} how as an address asks for it */
  begin(how) {
    this.#put(how);
  }

  toggle() {
    const other = this.#how ? "" : this.#page.usual();
    this.#put(other ? begun(other) : null);
  }

  /** The page's own side is about to change: it is shown again when the page says `resume`. */
  async leave() {
    if (!this.#shown) return;
    this.#unfollow();
    await this.#page.play(null);
  }

  /** The page's own side has changed, or what can be compared with it. */
  resume() {
    const possible = Boolean(this.#how || this.#page.usual());
    this.#button.disabled = !possible;
    this.#button.title = possible ? "" : t("There is nothing to compare with, or this browser needs the site by https.");
    this.#bar.show(this.#how, this.#how ? this.#page.choices() : []);
    if (this.#how && !this.#shown) void this.#open();
  }

  /**
   * What a key does here.
   * @param {string} key
   * @returns {(() => void) | undefined}
   */
  keyed(key) {
    if (key === "c") return () => this.toggle();
    const how = this.#how;
    if (!how) return undefined;
    const mode = MODES[Number(key.replace("⇧", "")) - 1];
    if (mode) return () => this.#change({ mode });
    const view = this.#view;
    /** @type {Record<string, () => void>} */
    const acts = {
      "[": () => this.#change({ offset: wholeOffset(how.offset - 1) }),
      "]": () => this.#change({ offset: wholeOffset(how.offset + 1) }),
      "{": () => this.#change({ offset: wholeOffset(how.offset - 10) }),
      "}": () => this.#change({ offset: wholeOffset(how.offset + 10) }),
      ";": () => this.#nudge(-1),
      "'": () => this.#nudge(1),
      "-": () => view.zoomBy(1 / CLOSER),
      "=": () => view.zoomBy(CLOSER),
      "+": () => view.zoomBy(CLOSER),
      z: () => view.fit(),
      w: () => view.pan(0, OFTEN),
      a: () => view.pan(OFTEN, 0),
      s: () => view.pan(0, -OFTEN),
      d: () => view.pan(-OFTEN, 0),
      t: () => this.#change({ together: !how.together }),
      Escape: () => this.#put(null),
    };
    return acts[SAME_KEY[key] ?? key];
  }

  #listen() {
    const bar = this.#bar;
    on(bar, "other", ({ value }) => this.#change({ other: value }));
    on(bar, "mode", ({ mode }) => this.#change({ mode }));
    on(bar, "offset", ({ frames }) => this.#change({ offset: frames }));
    on(bar, "amount", ({ name, value }) => this.#amount(name, value));
    on(bar, "together", () => this.#change({ together: !this.#how?.together }));
    on(bar, "fit", () => this.#view.fit());
    on(this.#view, "wipe", ({ share }) => this.#amount("wipe", share));
    on(this.#view, "view", () => {
      bar.zoom = this.#view.zoom;
      this.#keepViews();
      this.dispatchEvent(new Event("view"));
    });
  }

  /** What is seen of each side stands in the address, once the hand rests. */
  #keepViews() {
    // Until both are there it is what the address asks for.
    if (!this.#how || !this.#shown) return;
    this.#how = { ...this.#how, views: this.#view.into };
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#page.tell(this.address), SETTLED);
  }

  /** @param {Partial<Comparison>} change */
  #change(change) {
    if (this.#how) this.#put({ ...this.#how, ...change });
  }

  /** @param {import("./state.js").Amount} name @param {number} value */
  #amount(name, value) {
    if (this.#how) this.#change({ amounts: { ...this.#how.amounts, [name]: held(name, value) } });
  }

  /** @param {-1 | 1} by a step of what the mode is set to */
  #nudge(by) {
    const how = /** @type {Comparison} */ (this.#how);
    const [name] = AMOUNTS_OF[how.mode];
    if (name) this.#amount(name, how.amounts[name] + by * AMOUNTS[name].step);
  }

  /** @param {Comparison | null} how */
  #put(how) {
    const before = this.#how;
    this.#how = how;
    clearTimeout(this.#settling);
    this.#button.ariaPressed = String(how !== null);
    this.#bar.show(how, how ? this.#page.choices() : []);
    this.#view.show(how);
    this.#page.tell(this.address);
    this.dispatchEvent(new Event("view"));
    const same = before && how && before.other === how.other && before.offset === how.offset && this.#shown;
    if (same) return this.#name();
    void (how ? this.#open() : this.#close());
  }

  async #close() {
    this.#wish += 1;
    this.#unfollow();
    await this.#page.play(null);
  }

  async #open() {
    this.#wish += 1;
    const request = this.#wish;
    const how = /** @type {Comparison} */ (this.#how);
    const side = this.#page.one();
    if (!side) return;
    const previous = this.#shown?.other;
    const other = previous && this.#shownName === how.other ? previous : await this.#page.other(how.other);
    if (request !== this.#wish) return;
    if (!other) return this.#view.say(t("What is compared with is not in this film, or can't be reached."));
    const { width, height } = side.cut;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      [this.#canvas.width, this.#canvas.height] = [width, height];
    }
    const player = await this.#page.play({ cut: other.cut, offset: how.offset, canvas: this.#canvas });
    if (request !== this.#wish || !player) return;
    this.#shownName = how.other;
    this.#view.show(how);
    this.#view.goInto(/** @type {Comparison} */ (this.#how).views);
    this.#follow({ one: side, other, player });
    this.#view.say([...side.said, ...other.said].join(" "));
    this.#drawn();
  }

  #shownName = "";

  /** @param {{one: Side, other: Side, player: CutPlayer}} shown */
  #follow(shown) {
    this.#unfollow();
    this.#shown = shown;
    this.#following = new AbortController();
    const { signal } = this.#following;
    shown.player.addEventListener("frame", () => this.#drawn(), { signal });
    shown.player.addEventListener("error", () => this.#view.say(t("One of the two can't be shown: its picture is frozen or missing.")), { signal });
  }

  #unfollow() {
    this.#following?.abort();
    this.#shown = null;
  }

  /** Both sides hold another frame. */
  #drawn() {
    this.#name();
    this.#view.draw();
  }

  #name() {
    if (!this.#shown) return;
    const { one, other, player } = this.#shown;
    const frame = player.beside;
    const second = frame === null ? t("no frame here") : other.at(frame);
    this.#view.name({ one: `${one.name} · ${one.at(player.frame)}`, other: `${other.name} · ${second}`, lacks: frame === null });
    this.#view.draw();
  }
}

/** The same keys under Chinese punctuation. @type {Record<string, string>} */
const SAME_KEY = { "【": "[", "】": "]", "｛": "{", "｝": "}", "；": ";", "‘": "'", "’": "'", "－": "-", "＝": "=", "＋": "+" };

/** @param {EventTarget} part @param {string} name @param {(detail: any) => void} act */
function on(part, name, act) {
  part.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
}
