/** Drafts and cuts as sides of a comparison. */

import { parseRate } from "../timeline/timecode.js";
import { ofDrafts } from "../cuts/sound-plan.js";
import { Timing } from "../cuts/timing.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("../room/first-paint.js").Draft} Draft */
/** @typedef {import("./comparing.js").Side} Side */
/** @typedef {import("../timeline/timecode.js").Rate} Rate */

/**
 * A draft as a cut of one clip, at the rate of the playhead: a frame of another rate is the one that is
 * seen at the same time.
 * @param {Draft} draft
 * @param {(digest: string) => string} media its address
 * @param {Draft} source the draft whose frames the playhead counts
 * @returns {Side}
 */
export function draftSide(draft, media, source = draft) {
  const { frames, width, height, name } = draft;
  const own = parseRate(draft.rate);
  const rate = parseRate(source.rate);
  const timing = new Timing([{ first: 0, last: frames, frames, rate: own, join: "cut", join_frames: 0 }], rate);
  const url = media(draft.proxy);
  const lacks = [];
  if (!sameRate(own, rate)) lacks.push(t("%(name)s has %(rate)s frames a second: its frame at the same time is shown.", { name, rate: ratePlain(own) }));
  if (width * source.height !== height * source.width) lacks.push(t("%(name)s is %(width)s × %(height)s: shown with bars.", { name, width, height }));
  return {
    cut: { timing, draft: () => ({ url, rate: own, frames }), sounds: ofDrafts(timing, () => (draft.waveform ? url : null), () => 0), width, height },
    name,
    at: (frame) => String(timing.at(frame).frame),
    said: lacks,
  };
}

/**
 * The drafts of a film to choose from, those of one's own shot first.
 * @param {Iterable<Draft>} drafts
 * @param {Map<string, {name: string}>} shots
 * @param {string} own shot
 * @returns {import("./bar.js").Choices[]}
 */
export function draftChoices(drafts, shots, own) {
  /** @type {Map<string, Draft[]>} */
  const byShot = new Map([[own, []]]);
  for (const draft of drafts) byShot.set(draft.shot, [...(byShot.get(draft.shot) ?? []), draft]);
  return Array.from(byShot, ([shot, all]) => ({
    label: shots.get(shot)?.name ?? "",
    options: all.toSorted((a, b) => b.version - a.version).map(({ id, name }) => ({ value: id, text: name })),
  }))
    .filter(({ options }) => options.length > 0)
    .map((each, at) => ({ each, at }))
    .toSorted((a, b) => Number(a.at > 0) - Number(b.at > 0) || (a.each.label < b.each.label ? -1 : 1))
    .map(({ each }) => each);
}

/**
 * What a draft is compared with first: the version before it, else the one after it, else nothing.
 * @param {Draft[]} drafts of its shot, the first one first
 * @param {string} id
 */
export function nearestVersion(drafts, id) {
  const at = drafts.findIndex((draft) => draft.id === id);
  return (drafts[at - 1] ?? drafts[at + 1])?.id ?? "";
}

/** @param {Rate} a @param {Rate} b */
export function sameRate(a, b) {
  return a.n * b.d === b.n * a.d;
}

/** @param {Rate} rate as film people say it: 23.976, 25 */
export function ratePlain({ n, d }) {
  return String(Math.round((n / d) * 1000) / 1000);
}
