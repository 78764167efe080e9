/** A message at the head of the page goes when what it announced is over. */

const ENDS = new Set(["generation-ended", "draft-made"]);

/**
 * "The brief is queued" is no longer true once its draft is there, or will never be.
 * @param {{verb: string, payload: {generation?: string | null}}} entry
 */
export function unsay({ verb, payload }) {
  if (!ENDS.has(verb) || !payload.generation) return;
  for (const message of document.querySelectorAll(".messages [data-about]")) {
    if (message.getAttribute("data-about") === payload.generation) message.remove();
  }
}
