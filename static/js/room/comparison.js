/** Comparison in the review room: the draft one looks at, and any other of the film. */

import { Comparing } from "../compare/comparing.js";
import { draftChoices, draftSide, nearestVersion } from "../compare/sides.js";
import { CutPlayer } from "../cuts/player.js";
import { Decoder } from "../player/decoder.js";
import { element } from "../shared/elements.js";

/**
 * @param {object} parts
 * @param {HTMLElement} parts.picture
 * @param {HTMLElement} parts.root where its button and bar go
 * @param {import("../player/player.js").Player} parts.player
 * @param {import("./navigation.js").Place} parts.place
 * @param {import("./state.js").State} parts.state
 * @param {string} parts.base the film's own part of every address
 * @param {() => void} parts.changed told when a comparison begins, changes or ends
 */
export function compareInRoom({ picture, root, player, place, state, base, changed }) {
  const canvas = element("canvas");
  const media = (/** @type {string} */ digest) => `${base}media/${digest}`;
  /** @type {{pair: CutPlayer, draft: string} | null} */
  let playing = null;

  /** @param {import("../cuts/player.js").Beside | null} beside */
  async function play(beside) {
    const { draft } = place;
    if (!beside || !draft) {
      player.lend(null);
      playing?.pair.close();
      playing = null;
      return null;
    }
    if (!playing) {
      const pair = new CutPlayer(canvas);
      pair.loop = player.loop;
      playing = { pair, draft: "" };
    }
    const { pair } = playing;
    const frame = player.position;
    if (playing.draft !== draft.id) {
      playing.draft = draft.id;
      void pair.compare(null);
      await pair.load(draftSide(draft, media).cut, frame);
    }
    await pair.compare(beside);
    if (playing?.pair === pair) player.lend(pair);
    return pair;
  }

  return new Comparing({
    picture,
    root,
    canvas,
    one: () => place.draft && draftSide(place.draft, media),
    other: async (id) => {
      const other = state.drafts.get(id);
      return other && place.draft ? draftSide(other, media, place.draft) : null;
    },
    choices: () => draftChoices(state.drafts.values(), state.shots, place.shot?.id ?? ""),
    usual: () => {
      if (!place.draft || !Decoder.available) return "";
      return nearestVersion(place.drafts(), place.draft.id) || anyOther(state.drafts.keys(), place.draft.id);
    },
    play,
    tell: (address) => {
      place.more = address;
      place.settle(player.position);
      changed();
    },
  });
}

/** @param {Iterable<string>} ids @param {string} own */
function anyOther(ids, own) {
  for (const id of ids) if (id !== own) return id;
  return own;
}
