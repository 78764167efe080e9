/** Files dropped anywhere on the page. Folders are opened; text and links are left alone. */

/**
 * @param {HTMLElement} cover shown while files hang over the page
 * @param {(files: File[]) => void} take
 */
export function takeDrops(cover, take) {
  let depth = 0; // enter and leave are told for every element passed over
  const over = (/** @type {number} */ change) => {
    depth = change === 0 ? 0 : Math.max(0, depth + change);
    cover.hidden = depth === 0;
  };
  addEventListener("dragenter", (event) => carriesFiles(event) && over(1));
  addEventListener("dragleave", (event) => carriesFiles(event) && over(-1));
  addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over(0);
    take(await filesOf(/** @type {DataTransfer} */ (event.dataTransfer)));
  });
}

/** @param {DragEvent} event */
function carriesFiles(event) {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/**
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
async function filesOf(transfer) {
  // Both are asked before anything is awaited: the transfer is empty afterwards.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  if (entries.every((entry) => !entry?.isDirectory)) return files;
  const inside = await Promise.all(entries.map((entry) => (entry ? walk(entry) : [])));
  return inside.flat();
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>}
 */
async function walk(entry) {
  if (entry.isFile) {
    const file = /** @type {FileSystemFileEntry} */ (entry);
    const entryFile = await new Promise((resolve) => file.file(resolve, () => resolve(null)));
    return entryFile && !entry.name.startsWith(".") ? [/** @type {File} */ (entryFile)] : [];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} a hundred at most, then none */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return files;
    for (const child of some) files.push(...(await walk(child)));
  }
}
