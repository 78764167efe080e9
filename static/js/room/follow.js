/**
 * Presenting, and following who presents. A presenter's playhead is told to all; who follows sees the
 * same frame when it stands and keeps within two frames while it plays, until they act themselves.
 *
 *   followPresenter({ root, session, player, draft: () => place.draft?.id ?? null,
 *                     busy: () => surface.drawing,
 *                     open: (draft, frame) => place.toDraft(draft, frame, false),
 *                     presents: rights.includes("mark") });
 */

import { keepUp } from "../player/drift.js";
import { element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { actFor } from "./keys.js";
import { initials } from "./presence.js";

/** @typedef {import("./session.js").Session} Session */
/** @typedef {import("../player/player.js").Player} Player */
/** @typedef {{member: string, draft: string, frame: number, playing: boolean, speed: number}} Playhead */

/**
 * @typedef {object} Parts
 * @property {HTMLElement} root where the buttons go
 * @property {Session} session
 * @property {Player} player
 * @property {() => string | null} draft the one that is looked at
 * @property {() => boolean} busy whether the hand draws: its frame is not taken away from under it
 * @property {(draft: string, frame: number) => Promise<void>} open looks at another
 * @property {boolean} presents whether one may ask to be followed
 */

const TOLD = 100; // ms between two playheads
const BEAT = 1000; // ms between two when nothing moves
const GONE = 4000; // ms after which a presenter who is not heard presents no more
const MOVED_BY = ".timeline, .transport, .drafts, .scenes";
const TYPED_IN = ".transport-entry";

class Follow {
  #session;
  #player;
  #draft;
  #busy;
  #open;
  #present = document.createElement("button");
  #follow = document.createElement("button");
  #presenting = false;
  #following = false;
  /** @type {(Playhead & {at: number}) | null} */
  #heard = null;
  /** A draft that is being opened for following: until it is there, nothing is sought. */
  #opening = "";
  #toldAt = 0;
  #later = 0;

  /** @param {Parts} parts */
  constructor({ root, session, player, draft, busy, open, presents }) {
    this.#session = session;
    this.#player = player;
    this.#draft = draft;
    this.#busy = busy;
    this.#open = open;
    this.#build(root, presents);
    this.#listen();
    this.#show();
  }

  get presenting() {
    return this.#presenting;
  }

  /** @param {boolean} presenting */
  set presenting(presenting) {
    this.#presenting = presenting;
    if (presenting) this.#following = false;
    this.#tell();
    this.#show();
  }

  get following() {
    return this.#following;
  }

  /** @param {boolean} following */
  set following(following) {
    this.#following = following && this.#heard !== null;
    if (this.#following) this.#presenting = false;
    if (this.#following) this.#keepUp();
    this.#show();
  }

  /**
   * @param {HTMLElement} root
   * @param {boolean} presents
   */
  #build(root, presents) {
    const group = document.createElement("div");
    group.className = "follow";
    this.#present.type = "button";
    this.#follow.type = "button";
    this.#present.className = "present";
    this.#present.textContent = t("Present");
    this.#present.addEventListener("click", () => (this.presenting = !this.#presenting));
    this.#follow.addEventListener("click", () => (this.following = !this.#following));
    // A click leaves the keyboard where it was, so that space goes on playing.
    group.addEventListener("mousedown", (event) => event.preventDefault());
    group.append(this.#follow);
    if (presents) group.append(this.#present);
    root.append(group);
  }

  #listen() {
    for (const name of ["frame", "state"]) {
      this.#player.addEventListener(name, () => this.#tellSoon());
    }
    this.#player.addEventListener("ready", () => {
      this.#opening = "";
      if (this.#following) this.#keepUp();
    });
    this.#player.addEventListener("error", () => (this.#opening = ""));
    this.#session.addEventListener("passing", (event) => {
      this.#hear(/** @type {CustomEvent} */ (event).detail);
    });
    document.addEventListener("keydown", (event) => event.isTrusted && actFor(event) && this.#act(), true);
    document.addEventListener("pointerdown", (event) => this.#touched(event), true);
    document.addEventListener("focusin", ({ target }) => {
      if (/** @type {Element} */ (target).closest(TYPED_IN)) this.#act();
    });
    setInterval(() => this.#beat(), BEAT);
  }

  /** @param {PointerEvent} event */
  #touched({ target }) {
    const at = /** @type {Element} */ (target);
    const draws = this.#player.speed !== 0 && at.closest(".ink[data-mode=ink]");
    if (draws || at.closest(MOVED_BY)) this.#act();
  }

  /** One moves by oneself: that ends following. */
  #act() {
    if (this.#following) this.following = false;
  }

  #beat() {
    if (this.#presenting) this.#tell();
    if (!this.#heard || Date.now() - this.#heard.at < GONE) return;
    this.#end();
  }

  #tellSoon() {
    if (!this.#presenting || this.#later) return;
    const wait = Math.max(0, this.#toldAt + TOLD - Date.now());
    this.#later = setTimeout(() => this.#tell(), wait);
  }

  #tell() {
    clearTimeout(this.#later);
    this.#later = 0;
    this.#toldAt = Date.now();
    const draft = this.#draft();
    if (!draft) return;
    const { frame, speed } = this.#player;
    const presenting = this.#presenting;
    this.#session.pass("playhead", { draft, frame, playing: speed !== 0, speed, presenting });
  }

  /** @param {Record<string, any>} said */
  #hear({ type, member, draft, frame, playing, speed, presenting }) {
    const leader = this.#heard?.member;
    if (type !== "playhead") return;
    if (!presenting) {
      if (member === leader) this.#end();
      return;
    }
    // Who begins to present takes over from who did before.
    if (member !== leader && this.#presenting) this.presenting = false;
    this.#heard = { member, draft, frame, playing, speed, at: Date.now() };
    if (member !== leader) this.#following = false;
    if (this.#following) this.#keepUp();
    this.#show();
  }

  #keepUp() {
    const heard = this.#heard;
    if (!heard || this.#opening || this.#busy()) return;
    if (heard.draft !== this.#draft()) this.#openTheirs(heard);
    else if (heard.playing && heard.speed > 0) this.#play(heard);
    else this.#stand(heard);
  }

  /** @param {Playhead} heard */
  async #openTheirs({ draft, frame }) {
    this.#opening = draft;
    await this.#open(draft, frame);
    // It could not be had: tried again when the presenter is heard next.
    if (this.#draft() !== draft) this.#opening = "";
  }

  /** @param {Playhead} heard */
  #play(heard) {
    const player = this.#player;
    const { n, d } = player.rate;
    const { jump, speed } = keepUp(player.position, heard, n / d);
    if (jump !== null) player.seek(jump);
    if (player.speed !== speed) player.play(speed);
  }

  /** Also while a presenter plays backwards, which is shown frame by frame. @param {Playhead} heard */
  #stand({ frame }) {
    if (this.#player.speed !== 0) this.#player.pause();
    if (this.#player.position !== frame) this.#player.seek(frame);
  }

  #end() {
    if (this.#following && this.#player.speed !== 0) this.#player.pause();
    this.#heard = null;
    this.following = false;
  }

  #show() {
    this.#present.ariaPressed = String(this.#presenting);
    this.#follow.hidden = this.#heard === null;
    this.#follow.ariaPressed = String(this.#following);
    const name = this.#heard ? this.#session.nameOf(this.#heard.member) : "";
    const words = (/** @type {string} */ called) =>
      this.#following
        ? t("Following %(name)s", { name: called })
        : t("Follow %(name)s", { name: called });
    this.#follow.ariaLabel = words(name);
    this.#follow.title = words(name);
    // Where there is no room for a name it is called by the sign it has beside the button.
    this.#follow.replaceChildren(
      element("span", { className: "whole", textContent: words(name) }),
      element("span", { className: "short", textContent: words(initials(name)) }),
    );
  }
}

/** @param {Parts} parts */
export function followPresenter(parts) {
  return new Follow(parts);
}
