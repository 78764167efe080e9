/**
 * Commands that are not acknowledged yet, kept in IndexedDB so that they survive a reload and a day
 * without a line. One order for each member and film: they are sent again as they were given.
 *
 *   const outbox = await Outbox.open(film, you);
 *   outbox.add({ id, verb, fields, at });  outbox.remove(id);  outbox.refuse(id, refusal);
 *
 * A refused command is not sent again but stays until remove(): the words in it may be all there is.
 * Without IndexedDB (a private window, a full disk) everything works, but only as long as the page lives.
 *
 * Events: "stored" when what outlives the page is more, or less, than before.
 */

/** @typedef {import("./state.js").Command} Command */
/** @typedef {import("./state.js").Refusal} Refusal */
/** @typedef {Command & {room: string, place: number}} Row `place` is its number in the order */

const STORE = "commands";

export class Outbox extends EventTarget {
  #room;
  #base;
  /** @type {Map<string, Row>} in the order they were given */
  #rows;
  /** @type {Set<string>} commands that a page left now would lose */
  #storing = new Set();

  /**
   * @param {string} film
   * @param {string} you
   * @returns {Promise<Outbox>}
   */
  static async open(film, you) {
    const room = `${film} ${you}`;
    try {
      const base = await openBase();
      return new Outbox(room, base, await readRows(base, room));
    } catch {
      return new Outbox(room, null, []);
    }
  }

  /**
   * @param {string} room
   * @param {IDBDatabase | null} base
   * @param {Row[]} rows
   */
  constructor(room, base, rows) {
    super();
    this.#room = room;
    this.#base = base;
    base?.addEventListener("close", () => this.#lose()); // the browser took it away
    this.#rows = new Map(rows.map((row) => [row.id, row]));
  }

  /** Whether what is in it outlives the page. */
  get lasting() {
    return this.#base !== null;
  }

  /** All of them, refused ones too. @returns {Command[]} */
  get all() {
    return [...this.#rows.values()];
  }

  /** Those that are to be sent, in order. @returns {Command[]} */
  get unsent() {
    return this.all.filter((row) => !row.refused);
  }

  /** How many of them outlive the page by now. */
  get stored() {
    return this.lasting ? this.unsent.filter(({ id }) => !this.#storing.has(id)).length : 0;
  }

  /** @param {string} id */
  get(id) {
    return this.#rows.get(id);
  }

  /** @param {Command} command */
  add(command) {
    const place = Math.max(0, ...[...this.#rows.values()].map((row) => row.place)) + 1;
    this.#put({ ...command, room: this.#room, place });
  }

  /**
   * @param {string} id
   * @param {Refusal} refused
   */
  refuse(id, refused) {
    const row = this.#rows.get(id);
    if (row) this.#put({ ...row, refused });
  }

  /** @param {string} id */
  remove(id) {
    if (this.#rows.delete(id)) this.#transaction()?.objectStore(STORE).delete([this.#room, id]);
  }

  /** @param {Row} row */
  #put(row) {
    this.#rows.set(row.id, row);
    const transaction = this.#transaction();
    if (!transaction) return;
    this.#storing.add(row.id);
    transaction.objectStore(STORE).put(row);
    transaction.addEventListener("complete", () => {
      this.#storing.delete(row.id);
      this.dispatchEvent(new Event("stored"));
    });
  }

  /** One that says so if it fails: a full disk shows only when it ends. */
  #transaction() {
    const transaction = this.#base?.transaction(STORE, "readwrite");
    transaction?.addEventListener("abort", () => this.#lose());
    return transaction;
  }

  #lose() {
    this.#base = null;
    this.dispatchEvent(new Event("stored"));
  }
}

/** @returns {Promise<IDBDatabase>} */
function openBase() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("slowfilm-outbox", 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore(STORE, { keyPath: ["room", "id"] });
    });
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
    request.addEventListener("blocked", () => reject(new Error("blocked")));
  });
}

/**
 * @param {IDBDatabase} base
 * @param {string} room
 * @returns {Promise<Row[]>}
 */
function readRows(base, room) {
  return new Promise((resolve, reject) => {
    const ofRoom = IDBKeyRange.bound([room], [room, []]);
    const request = base.transaction(STORE).objectStore(STORE).getAll(ofRoom);
    request.addEventListener("success", () => {
      resolve(request.result.toSorted((a, b) => a.place - b.place));
    });
    request.addEventListener("error", () => reject(request.error));
  });
}
