/** A sketch on its way to becoming a reference: sent as every file is, then waited for. */

/** @typedef {import("./brief.js").Choice} Choice */

const PAUSES = [300, 1000, 2000, 4000];
const LOOK = 600; // ms between two looks whether it is prepared
const PATIENCE = 120; // looks

/** The library is a classic script: it leaves one global behind. */
const tus = () => /** @type {{tus: typeof import("tus-js-client")}} */ (/** @type {any} */ (globalThis)).tus;

/**
 * @param {File} file
 * @param {object} to
 * @param {string} to.endpoint of uploads
 * @param {string} to.token the CSRF token
 * @param {Record<string, string>} to.origin
 * @returns {Promise<string>} the reference's id
 */
export function sent(file, { endpoint, token, origin }) {
  return new Promise((resolve, reject) => {
    const upload = new (tus().Upload)(file, {
      endpoint,
      retryDelays: PAUSES,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, ...origin },
      headers: { "X-CSRFToken": token },
      onSuccess: () => resolve(upload.url?.split("/").at(-1) ?? ""),
      onError: reject,
    });
    upload.start();
  });
}

/**
 * Waits until a reference is prepared, and declares that nobody is in it where that is said.
 * @param {string} id
 * @param {object} how
 * @param {string} how.references the library's address
 * @param {string} how.token
 * @param {boolean} how.nobody
 * @returns {Promise<Choice | null>} null where nothing came of it
 */
export async function prepared(id, { references, token, nobody }) {
  const path = `${references}${id}/`;
  for (let look = 0; look < PATIENCE; look += 1) {
    const reference = await choice(path);
    if (reference && nobody) {
      const headers = { "X-CSRFToken": token };
      await fetch(`${path}declare-nobody`, { method: "POST", headers }).catch(() => null);
      return choice(path);
    }
    if (reference) return reference;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return null;
}

/** @param {string} path @returns {Promise<Choice | null>} null until it is prepared */
async function choice(path) {
  const answer = await fetch(`${path}choice`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}
