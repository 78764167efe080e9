import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { openPage, settled } from "./page.js";
import { IDBDatabase, IDBFactory, IDBKeyRange } from "../../static/node_modules/fake-indexeddb/build/esm/index.js";
import { Outbox } from "../../static/js/room/outbox.js";

const ids = (outbox) => outbox.all.map(({ id }) => id);
const command = (id) => ({ id, verb: "write-note", fields: { text: `words of ${id}` }, at: "2026-01-01T00:00:00Z" });
const REFUSAL = { code: "locked", reason: "This shot is locked." };

beforeEach(() => {
  openPage();
  globalThis.indexedDB = new IDBFactory();
  globalThis.IDBKeyRange = IDBKeyRange;
});
afterEach(() => {
  delete globalThis.indexedDB;
});

/** As after a reload, once what was written is kept. */
async function reopened(film = "film", you = "me") {
  for (let turn = 0; turn < 5; turn += 1) await settled();
  return Outbox.open(film, you);
}

test("commands come back after a reload in the order they were given", async () => {
  const outbox = await Outbox.open("film", "me");
  assert.equal(outbox.lasting, true);
  for (const id of ["c", "a", "b"]) outbox.add(command(id));
  const { id, verb, fields, at } = (await reopened()).all[0];
  assert.deepEqual({ id, verb, fields, at }, command("c"));
  assert.deepEqual(ids(await reopened()), ["c", "a", "b"]);
});

test("what is given after a reload comes after what waited", async () => {
  const outbox = await Outbox.open("film", "me");
  for (const id of ["z", "y"]) outbox.add(command(id));
  const later = await reopened();
  later.remove("z");
  later.add(command("a"));
  assert.deepEqual(ids(await reopened()), ["y", "a"]);
});

test("a refused command is kept with its reason and not sent again", async () => {
  const outbox = await Outbox.open("film", "me");
  for (const id of ["a", "b"]) outbox.add(command(id));
  outbox.refuse("a", REFUSAL);
  outbox.refuse("unknown", REFUSAL);
  const later = await reopened();
  assert.deepEqual(ids(later), ["a", "b"]);
  assert.deepEqual(later.unsent.map(({ id }) => id), ["b"]);
  assert.deepEqual(later.get("a").refused, REFUSAL);
  assert.equal(later.get("unknown"), undefined);
});

test("a command counts as stored once a reload would find it", async () => {
  const outbox = await Outbox.open("film", "me");
  const stored = [];
  outbox.addEventListener("stored", () => stored.push(outbox.stored));
  for (const id of ["a", "b"]) outbox.add(command(id));
  assert.equal(outbox.stored, 0, "a page that is left now loses them");
  await reopened();
  assert.deepEqual(stored, [1, 2]);
  outbox.remove("a");
  assert.equal(outbox.stored, 1);
});

test("a full disk is said, and what waits is still here", async () => {
  const outbox = await Outbox.open("film", "me");
  outbox.add(command("a"));
  await reopened();
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function begin(...wanted) {
    const begun = transaction.apply(this, wanted);
    queueMicrotask(() => begun.abort());
    return begun;
  };
  outbox.add(command("b"));
  IDBDatabase.prototype.transaction = transaction;
  await reopened();
  assert.equal(outbox.lasting, false);
  assert.equal(outbox.stored, 0);
  assert.deepEqual(ids(outbox), ["a", "b"]);
});

test("what is done is gone after a reload too", async () => {
  const outbox = await Outbox.open("film", "me");
  outbox.add(command("a"));
  outbox.remove("a");
  outbox.remove("unknown");
  assert.deepEqual(ids(await reopened()), []);
});

test("each member and each film has its own", async () => {
  for (const [film, you] of [["film", "me"], ["film", "me2"], ["film2", "me"], ["fil", "m me"]]) {
    const outbox = await Outbox.open(film, you);
    outbox.add(command(`${film} of ${you}`));
  }
  assert.deepEqual(ids(await reopened("film", "me")), ["film of me"]);
  assert.deepEqual(ids(await reopened("film", "me2")), ["film of me2"]);
  assert.deepEqual(ids(await reopened("film2", "me")), ["film2 of me"]);
});

test("without IndexedDB everything works, but does not outlive the page", async () => {
  delete globalThis.indexedDB;
  const outbox = await Outbox.open("film", "me");
  assert.equal(outbox.lasting, false);
  outbox.add(command("a"));
  assert.deepEqual(ids(outbox), ["a"]);
  assert.deepEqual(ids(await reopened()), []);
});

test("a browser that refuses to open one is as one without", async () => {
  globalThis.indexedDB = { open: () => Object.assign(new EventTarget(), { error: new Error("no room") }) };
  const asked = globalThis.indexedDB.open();
  globalThis.indexedDB.open = () => asked;
  const opening = Outbox.open("film", "me");
  asked.dispatchEvent(new Event("error"));
  assert.equal((await opening).lasting, false);
});

test("when the browser takes it away, what waits is still here", async () => {
  const base = new EventTarget();
  base.transaction = () => assert.fail("nothing is written to what is closed");
  const outbox = new Outbox("room", base, []);
  base.dispatchEvent(new Event("close"));
  assert.equal(outbox.lasting, false);
  outbox.add(command("a"));
  assert.deepEqual(ids(outbox), ["a"]);
});
