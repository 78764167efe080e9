/** What is to know of each draft in a cut: what became of it meanwhile, and how it is conformed. */

import { day } from "../shared/dates.js";
import { t } from "../shared/i18n.js";
import { parseRate } from "../timeline/timecode.js";

/** @typedef {import("../room/first-paint.js").Draft} Draft */

/**
 * @param {Draft | undefined} draft none, where it is not in the film
 * @param {object} about
 * @param {Draft[]} about.drafts of its shot, the oldest first
 * @param {{selected: string | null, locked_at: string | null} | undefined} about.shot
 * @param {{rate: string, width: number, height: number}} about.cut
 * @param {string[]} about.frozen ids of drafts
 * @returns {string[]} sentences
 */
export function flagsOf(draft, { drafts, shot, cut, frozen }) {
  if (!draft) return [t("This draft is not in the film any more.")];
  const sentences = [];
  if (draft.erased) sentences.push(t("Erased on %(date)s.", { date: day(new Date(draft.erased)) }));
  else if (frozen.includes(draft.id)) sentences.push(t("Frozen: somebody in it has withdrawn."));
  const selected = drafts.find(({ id }) => id === shot?.selected);
  const newest = drafts.at(-1);
  if (shot?.locked_at) sentences.push(t("The shot is locked with %(name)s.", { name: selected?.name ?? "" }));
  if (selected && selected.id !== draft.id) sentences.push(t("%(name)s is selected for this shot.", { name: selected.name }));
  else if (!selected && newest && newest.id !== draft.id) sentences.push(t("There is a newer draft, %(name)s.", { name: newest.name }));
  return [...sentences, ...conformed(draft, cut)];
}

/**
 * @param {Draft} draft
 * @param {{rate: string, width: number, height: number}} cut
 */
function conformed(draft, { rate, width, height }) {
  const sentences = [];
  const [own, cutRate] = [parseRate(draft.rate), parseRate(rate)];
  if (own.n * cutRate.d !== cutRate.n * own.d) sentences.push(t("%(rate)s frames a second, shown by the nearest frame.", { rate: draft.rate }));
  if (draft.width * height !== draft.height * width) sentences.push(t("%(width)s × %(height)s, shown with bars.", { width: draft.width, height: draft.height }));
  return sentences;
}
