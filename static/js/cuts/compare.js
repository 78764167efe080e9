/** Comparison on a cut's page: the cut as it is now, and any version of any cut of the film. */

import { Comparing } from "../compare/comparing.js";
import { ratePlain, sameRate } from "../compare/sides.js";
import { Decoder } from "../player/decoder.js";
import { t } from "../shared/i18n.js";
import { parseRate } from "../timeline/timecode.js";

/** @typedef {import("./paint.js").CutPaint} CutPaint */
/** @typedef {import("../compare/comparing.js").Side} Side */
/** @typedef {import("./player.js").Playable} Playable */

/**
 * @param {object} parts
 * @param {HTMLElement} parts.picture
 * @param {HTMLElement} parts.root where its button and bar go
 * @param {import("./player.js").CutPlayer} parts.player
 * @param {() => CutPaint} parts.paint the page's own cut
 * @param {() => {cut: Playable, name: string} | null} parts.own the cut as it is now
 * @param {string} parts.address where the page's own cut is read from, with its id in it
 * @param {(paint: CutPaint) => Playable} parts.playable
 * @param {(address: string) => void} parts.tell
 */
export function compareCuts({ picture, root, player, paint, own, address, playable, tell }) {
  const canvas = /** @type {HTMLCanvasElement} */ (picture.querySelector("canvas"));

  /** @param {string} name a cut's id and the number of a version @returns {Promise<Side | null>} */
  async function other(name) {
    const [id, number] = name.split(".");
    if (!/^\d+$/.test(number ?? "")) return null;
    const answer = await fetch(`${address.replace(paint().cut.id, id)}?version=${number}`).catch(() => null);
    if (!answer?.ok) return null;
    const page = /** @type {CutPaint} */ (await answer.json());
    return { cut: playable(page), name: versionName(page.cut.title, Number(number)), at: String, said: differences(page, paint()) };
  }

  return new Comparing({
    picture,
    root,
    canvas,
    one: () => {
      const now = own();
      return now && { ...now, at: String, said: [] };
    },
    other,
    choices: () =>
      paint().cuts.map(({ id, title, versions }) => ({
        label: title,
        options: versions.map((number) => ({ value: `${id}.${number}`, text: versionName(title, number) })),
      })),
    usual: () => (Decoder.available ? usual(paint()) : ""),
    play: async (beside) => {
      await player.compare(beside);
      return beside && player;
    },
    tell,
  });
}

/** @param {string} title @param {number} number */
export function versionName(title, number) {
  return `${title} v${String(number).padStart(3, "0")}`;
}

/**
 * What a cut is compared with first: the version before the one shown, else its own as it is saved,
 * else another cut's newest.
 * @param {Pick<CutPaint, "cut" | "cuts" | "version">} paint
 */
export function usual({ cut, cuts, version }) {
  const versions = cuts.find(({ id }) => id === cut.id)?.versions ?? [];
  const before = versions.find((number) => number < version) ?? versions[0];
  if (before) return `${cut.id}.${before}`;
  const another = cuts.find(({ id }) => id !== cut.id);
  return another ? `${another.id}.${another.versions[0]}` : "";
}

/** @param {CutPaint} other @param {CutPaint} own */
function differences({ cut }, { cut: ownCut }) {
  const sentences = [];
  const rate = parseRate(cut.rate);
  if (!sameRate(rate, parseRate(ownCut.rate))) sentences.push(t("%(name)s has %(rate)s frames a second: its frame at the same time is shown.", { name: cut.title, rate: ratePlain(rate) }));
  if (cut.width * ownCut.height !== cut.height * ownCut.width) sentences.push(t("%(name)s is %(width)s × %(height)s: shown with bars.", { name: cut.title, width: cut.width, height: cut.height }));
  return sentences;
}
