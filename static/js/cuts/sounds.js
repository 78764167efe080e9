/**
 * The sounds on the two tracks of a cut: which, from where to where, how loud over time.
 *
 * Event: "change" {sounds}.
 */

import { fieldRow, labelled } from "./list.js";
import { button, element } from "../shared/elements.js";
import { t } from "../shared/i18n.js";
import { LevelCurve } from "../brief/level-curve.js";
import { parseTimecode, timecode } from "../timeline/timecode.js";

/** @typedef {import("./paint.js").CutSound} Sound */
/** @typedef {import("./paint.js").Heard} Heard */

/**
 * @typedef {object} Laid
 * @property {Sound[]} sounds
 * @property {import("../timeline/timecode.js").Rate} rate of the cut
 * @property {number} frame where one stands
 * @property {boolean} changeable
 */

export class CutSounds extends EventTarget {
  #root;
  #base;
  /** @type {Map<string, Heard>} */
  #heard;
  /** @type {Laid} */
  #laid = { sounds: [], rate: { n: 24, d: 1 }, frame: 0, changeable: false };
  #shown = "";

  /** @param {HTMLElement} root @param {Heard[]} heard @param {string} base */
  constructor(root, heard, base) {
    super();
    this.#root = root;
    this.#base = base;
    this.#heard = new Map(heard.map((reference) => [reference.id, reference]));
  }

  /** @param {Laid} laid */
  show(laid) {
    this.#laid = laid;
    const shown = JSON.stringify([laid.sounds, laid.changeable, laid.rate]);
    if (shown === this.#shown) return; // a curve in the hand is left alone
    this.#shown = shown;
    const list = element("ol", { className: "cut-sound-list" }, ...laid.sounds.map((sound, at) => this.#sound(sound, at)));
    const none = element("p", { className: "muted", textContent: t("No sound but the drafts' own.") });
    this.#root.replaceChildren(laid.sounds.length ? list : none, ...(laid.changeable ? [this.#add()] : []));
  }

  /** @param {Sound} sound @param {number} at */
  #sound(sound, at) {
    const reference = this.#heard.get(sound.reference);
    const { rate, changeable } = this.#laid;
    const name = reference?.name ?? t("A reference that is not there");
    const head = element("p", { className: "head" }, element("b", { textContent: name }));
    const item = element("li", { className: "cut-sound-item" }, head);
    const put = (/** @type {Partial<Sound>} */ change) => this.#put(this.#laid.sounds.with(at, { ...sound, ...change }));
    if (!changeable) {
      head.append(" ", element("span", { className: "timecode muted", textContent: timecode(sound.at, rate) }));
      return item;
    }
    const track = element("select", {});
    track.append(...[1, 2].map((number) => new Option(String(number), String(number), false, number === sound.track)));
    track.addEventListener("change", () => put({ track: Number(track.value) }));
    const begins = element("input", { value: timecode(sound.at, rate), className: "timecode" });
    begins.addEventListener("change", () => {
      try {
        put({ at: parseTimecode(begins.value.trim(), rate) });
      } catch {
        begins.ariaInvalid = "true";
      }
    });
    const most = Math.floor((reference?.seconds ?? 0) * 1000) || sound.end_ms;
    const from = secondsField(sound.start_ms, (start_ms) => put({ start_ms: Math.min(start_ms, sound.end_ms - 1) }));
    const to = secondsField(sound.end_ms, (end_ms) => put({ end_ms: Math.min(most, Math.max(end_ms, sound.start_ms + 1)) }));
    const rise = secondsField(sound.fade_in_ms, (fade_in_ms) => put({ fade_in_ms: Math.min(60_000, fade_in_ms) }));
    const fall = secondsField(sound.fade_out_ms, (fade_out_ms) => put({ fade_out_ms: Math.min(60_000, fade_out_ms) }));
    const gone = button("quiet", t("Take out"), () => this.#put(this.#laid.sounds.toSpliced(at, 1)));
    item.append(
      fieldRow(labelled(t("Track"), track), labelled(t("Begins at"), begins)),
      fieldRow(labelled(t("From, seconds"), from), labelled(t("To, seconds"), to)),
      fieldRow(labelled(t("Fade in, seconds"), rise), labelled(t("Fade out, seconds"), fall)),
      this.#curve(sound, at, reference, name),
      fieldRow(gone),
    );
    return item;
  }

  /** @param {Sound} sound @param {number} at @param {Heard | undefined} reference @param {string} name */
  #curve(sound, at, reference, name) {
    const curve = new LevelCurve(sound.levels);
    const seconds = (sound.end_ms - sound.start_ms) / 1000;
    const whole = reference?.seconds ?? 0;
    const wave = reference?.waveform && whole ? { address: `${this.#base}media/${reference.waveform}`, from: sound.start_ms / 1000 / whole, to: sound.end_ms / 1000 / whole } : null;
    curve.show({ tag: "", name, seconds, wave });
    curve.addEventListener("change", () => {
      const changed = this.#laid.sounds.with(at, { ...this.#laid.sounds[at], levels: curve.points });
      this.#shown = JSON.stringify([changed, this.#laid.changeable, this.#laid.rate]);
      this.#put(changed);
    });
    return element("ul", { className: "curves" }, curve.element);
  }

  #add() {
    const choice = element("select", { ariaLabel: t("Add a sound here") });
    choice.append(new Option(t("Add a sound here"), ""), ...[...this.#heard.values()].map(({ id, name }) => new Option(name, id)));
    choice.addEventListener("change", () => {
      const reference = this.#heard.get(choice.value);
      if (!reference) return;
      const end_ms = Math.max(1, Math.floor((reference.seconds ?? 1) * 1000));
      const track = this.#laid.sounds.some((sound) => sound.track === 1) ? 2 : 1;
      const sound = { track, reference: reference.id, at: this.#laid.frame, start_ms: 0, end_ms, levels: [], fade_in_ms: 0, fade_out_ms: 0 };
      this.#put([...this.#laid.sounds, sound]);
    });
    return this.#heard.size ? choice : element("p", { className: "muted", textContent: t("Sounds are added under References.") });
  }

  /** @param {Sound[]} sounds */
  #put(sounds) {
    this.dispatchEvent(new CustomEvent("change", { detail: { sounds } }));
  }
}

/** @param {number} ms @param {(ms: number) => void} put */
function secondsField(ms, put) {
  const input = element("input", { type: "number", min: "0", step: "0.001", value: String(ms / 1000) });
  input.addEventListener("change", () => put(Math.max(0, Math.round(Number(input.value) * 1000) || 0)));
  return input;
}
