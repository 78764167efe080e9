import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { after, before, beforeEach, test } from "node:test";

import { button, openPage } from "./page.js";
import { Uploads } from "../../static/js/library/uploads.js";

/**
 * The site's end of tus, in this process: what arrived of each file, and how it answers when a test
 * wants it otherwise.
 */
const site = {
  files: [],
  asked: [],
  /** Answers a request itself, when it returns true. */
  instead: (_request, _response) => false,
};

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces);
    site.asked.push(`${request.method} ${request.url}`);
    if (!site.instead(request, response, body)) handle(request, response, body);
  });
});

function handle({ method, url, headers }, response, body) {
  response.setHeader("Tus-Resumable", "1.0.0");
  if (method === "POST") {
    site.files.push({ size: Number(headers["upload-length"]), bytes: "", about: headers["upload-metadata"], token: headers["x-csrftoken"] });
    response.setHeader("Location", `/uploads/${site.files.length - 1}`);
    return response.writeHead(201).end();
  }
  const file = site.files[Number(url.split("/").at(-1))];
  if (!file) return response.writeHead(404).end();
  if (method === "PATCH") file.bytes += body;
  if (method === "DELETE") file.gone = true;
  response.setHeader("Upload-Offset", String(file.bytes.length));
  response.setHeader("Upload-Length", String(file.size));
  response.writeHead(method === "HEAD" ? 200 : 204).end();
}

let address;
before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  openPage("", `${address}/`);
  // As the page loads it: a classic script that leaves one global behind.
  globalThis.window = globalThis;
  globalThis.tus = createRequire(import.meta.url)("../../static/node_modules/tus-js-client/dist/tus.js");
});
after(() => {
  server.close();
  server.closeAllConnections();
});

beforeEach(() => {
  Object.assign(site, { files: [], asked: [], instead: () => false });
});

/** The list of a page, with what is told of it. */
function list(markup = "") {
  const { window: page } = openPage(`<ul id="uploads">${markup}</ul>`, `${address}/films/f/references/`);
  const uploads = new Uploads({
    list: document.getElementById("uploads"),
    endpoint: `${address}/uploads/`,
    token: () => "token",
    origin: () => ({ maker: "Lin" }),
  });
  let changes = 0;
  uploads.addEventListener("change", () => (changes += 1));
  return { uploads, page, changes: () => changes };
}

const file = (name, text) => new File([text], name, { lastModified: 1 });
const states = () => [...document.querySelectorAll(".upload-state")].map((each) => each.textContent);

/** Until something holds; the library's own pauses are real ones here. */
async function until(holds, what) {
  const limit = Date.now() + 5000;
  while (!holds()) {
    assert.ok(Date.now() < limit, `${what}: ${states()} ${site.asked}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Answers requests of one kind with a status. */
const refuse = (method, status, text = "") => (request, response) => {
  if (request.method !== method) return false;
  response.writeHead(status).end(text);
  return true;
};

/** Lets requests of one kind wait until they are let go on; says of each whether the page left it. */
function hold(method) {
  const held = [];
  site.instead = (request, response, body) => {
    if (request.method !== method) return false;
    const go = () => handle(request, response, body);
    held.push(Object.assign(go, { left: () => response.closed && !response.writableEnded }));
    return true;
  };
  return held;
}

test("a file arrives whole, with its origin, and its row goes", async () => {
  const { uploads, changes } = list();
  uploads.add([file("dusk.txt", "It was dusk.")]);
  assert.deepEqual(states(), ["Beginning"]);
  assert.equal(document.querySelector("progress").ariaLabel, "dusk.txt");
  await until(() => uploads.size === 0, "it did not arrive");
  const [arrived] = site.files;
  assert.deepEqual([arrived.bytes, arrived.size, arrived.token], ["It was dusk.", 12, "token"]);
  const about = Object.fromEntries(arrived.about.split(",").map((pair) => pair.split(" ")));
  assert.deepEqual([atob(about.filename), atob(about.maker)], ["dusk.txt", "Lin"]);
  assert.equal(changes(), 2);
});

test("three are sent at once, the next when one is through", async () => {
  const { uploads } = list();
  const held = hold("PATCH");
  uploads.add([1, 2, 3, 4, 5].map((n) => file(`${n}.txt`, `file ${n}`)));
  assert.deepEqual(states().map((state) => state === "Waiting for its turn"), [false, false, false, true, true]);
  await until(() => held.length === 3, "three begin");
  assert.equal(site.files.length, 3);
  held.shift()();
  await until(() => held.length === 3, "the fourth begins");
  assert.equal(site.files.length, 4);
  site.instead = () => false;
  for (const go of held) go();
  await until(() => uploads.size === 0, "all arrive");
  assert.deepEqual(site.files.map(({ bytes }) => bytes).toSorted(), [1, 2, 3, 4, 5].map((n) => `file ${n}`));
});

test("a lost line is said, and it goes on by itself from where it stood", async () => {
  const { uploads } = list();
  let lost = 1;
  site.instead = (request, response, body) => {
    if (request.method !== "PATCH" || lost === 0) return false;
    lost -= 1;
    site.files[0].bytes += String(body).slice(0, 4); // this much came through
    request.socket.destroy();
    return true;
  };
  uploads.add([file("dusk.txt", "It was dusk.")]);
  await until(() => states()[0] === "No line. It goes on by itself.", "the loss is not said");
  await until(() => uploads.size === 0, "it does not go on");
  assert.equal(site.files.length, 1);
  assert.equal(site.files[0].bytes, "It was dusk.");
  assert.ok(site.asked.includes("HEAD /uploads/0"), "it asked how much had come");
});

test("what can't be done just now is tried again; what never can is not", async () => {
  for (const status of [409, 423, 500, 503]) {
    site.files = [];
    const { uploads } = list();
    let times = 1;
    site.instead = (...call) => times-- > 0 && refuse("POST", status)(...call);
    uploads.add([file("dusk.txt", `It was dusk ${status}.`)]);
    await until(() => uploads.size === 0, `after ${status}`);
    assert.equal(site.files.length, 1);
  }
});

for (const [status, sentence, words] of [
  [401, "", "You are signed out. Sign in again and choose the file again: it goes on where it stood."],
  [404, "", "This film is not there for you any more."],
  [413, "It is larger than 50 GB.", "It is larger than 50 GB."],
  [507, "There is no room for it.", "There is no room for it. It goes on by itself when there is room."],
  [403, "<!doctype html><p>No</p>", "The studio refused it."],
  [501, "", "The studio could not take it. What has arrived is kept."],
]) {
  test(`refused with ${status}, it says why and waits for a hand`, async () => {
    const { uploads } = list();
    site.instead = refuse("POST", status, sentence);
    uploads.add([file("dusk.txt", `dusk ${status}`)]);
    await until(() => states()[0] === words, words);
    assert.equal(site.asked.filter((each) => each.startsWith("POST")).length, 1, "and does not try again");
    assert.equal(document.querySelector(".upload").classList.contains("refused"), true);
    site.instead = () => false;
    button("Go on").click();
    assert.equal(document.querySelector(".upload").classList.contains("refused"), false);
    await until(() => uploads.size === 0, "and goes on when told to");
    assert.equal(site.files[0].bytes, `dusk ${status}`);
  });
}

test("on a full disk it is tried again by itself, from where it stood", async (t) => {
  const { uploads } = list();
  let full = true;
  site.instead = (...call) => full && refuse("PATCH", 507, "There is no room left.")(...call);
  const timers = [];
  const real = setTimeout;
  t.mock.method(globalThis, "setTimeout", (act, ms, ...more) =>
    ms === 30_000 ? timers.push(act) : real(act, ms, ...more));
  uploads.add([file("dusk.txt", "It was dusk.")]);
  await until(() => timers.length === 1, "it does not mean to try again");
  assert.match(states()[0], /^There is no room left\. It goes on by itself/);
  timers.pop()();
  await until(() => timers.length === 1, "still full, it gives up");
  full = false;
  timers.pop()();
  await until(() => uploads.size === 0, "it does not go on");
  assert.equal(site.files.length, 1);
  assert.equal(site.files[0].bytes, "It was dusk.");
});

test("a refused one gives its turn to the next", async () => {
  const { uploads } = list();
  site.instead = (request, response) => !atob(request.headers["upload-metadata"]?.split(/[ ,]/)[1] ?? "").startsWith("4") && refuse("POST", 404)(request, response);
  uploads.add([1, 2, 3, 4].map((n) => file(`${n}.txt`, `file ${n}`)));
  await until(() => uploads.size === 3, "the fourth does not arrive");
  assert.equal(site.files[0].bytes, "file 4");
});

test("paused, it sends no more; it goes on where it stood", async () => {
  const { uploads } = list();
  const held = hold("PATCH");
  uploads.add([file("dusk.txt", "It was dusk.")]);
  await until(() => held.length === 1, "it begins");
  button("Pause").click();
  assert.match(states()[0], /^Paused at /);
  await until(() => held[0].left(), "the piece under way goes on");
  site.files[0].bytes = "It was"; // what was on its way still came
  site.instead = () => false;
  const asked = site.asked.length;
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.equal(site.asked.length, asked, "not a word while it is paused");
  button("Go on").click();
  await until(() => uploads.size === 0, "it does not go on");
  assert.equal(site.files[0].bytes, "It was dusk.");
  assert.equal(site.files.length, 1);
});

test("a paused one gives its turn to the next, and waits for another", async () => {
  const { uploads } = list();
  const held = hold("PATCH");
  uploads.add([1, 2, 3, 4].map((n) => file(`${n}.txt`, `file ${n}`)));
  await until(() => held.length === 3, "three begin");
  document.querySelector(".upload button").click();
  await until(() => held.length === 4, "the fourth begins");
  document.querySelector(".upload button").click();
  assert.equal(states()[0], "Waiting for its turn");
  site.instead = () => false;
  for (const go of held.slice(1)) go();
  await until(() => uploads.size === 0, "all arrive");
});

test("let go, it is taken back from the site and its row goes", async () => {
  const { uploads } = list();
  const held = hold("PATCH");
  uploads.add([file("dusk.txt", "It was dusk.")]);
  await until(() => held.length === 1, "it begins");
  button("Let it go").click();
  await until(() => uploads.size === 0, "its row stays");
  assert.equal(site.files[0].gone, true);
});

test("a file chosen again after a reload goes on, and the row of the interrupted one gives way", async () => {
  const { uploads, page } = list();
  const held = hold("PATCH");
  uploads.add([file("dusk.txt", "It was dusk.")]);
  await until(() => held.length === 1, "it begins");
  await page.happyDOM.abort(); // the page is left in the middle
  site.files[0].bytes = "It was";
  site.instead = () => false;
  const kept = localStorage;
  const again = list(`<li data-upload="/uploads/0"><button data-let-go>Let it go</button></li><li data-upload="/uploads/9"></li>`);
  globalThis.localStorage = kept;
  again.uploads.add([file("dusk.txt", "It was dusk.")]);
  await until(() => again.uploads.size === 1, "the interrupted one's row stays, or it does not arrive");
  assert.ok(document.querySelector(`[data-upload="/uploads/9"]`), "another's row is left alone");
  assert.deepEqual(site.files.map(({ bytes }) => bytes), ["It was dusk."]);
  assert.equal(kept.length, 0, "and what has arrived is forgotten");
});

test("an interrupted one can be let go, and stays when the site does not answer", async () => {
  const asked = [];
  for (const [status, left] of [[204, 0], [404, 0], [500, 1], [0, 1]]) {
    const { uploads, changes } = list(`<li data-upload="/uploads/7"><button data-let-go>Let it go</button></li>`);
    globalThis.fetch = async (path, how) => {
      asked.push(`${how.method} ${path} ${how.headers["X-CSRFToken"]}`);
      if (!status) throw new Error("no line");
      return new Response(null, { status });
    };
    button("Let it go").click();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual([uploads.size, changes()], [left, 1 - left], String(status));
  }
  assert.equal(asked[0], "DELETE /uploads/7 token");
});

test("how far it is, is said in the measures of the pages", async () => {
  const { uploads } = list();
  const held = hold("PATCH");
  uploads.add([file("long.bin", "x".repeat(3 << 20)), file("empty.txt", "")]);
  await until(() => held.length === 1, "it begins");
  await until(() => /^\d+ % of 3\.0 MB$/.test(states()[0]), "its size is not said");
  site.instead = () => false;
  held[0]();
  await until(() => uploads.size === 0, "an empty file arrives too");
});
