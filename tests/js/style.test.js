import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { openPage } from "./page.js";

const folder = new URL("../../static/css/", import.meta.url);
const sheets = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".css"))
  .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);
const scripts = new URL("../../static/js/", import.meta.url);
const set = readdirSync(scripts, { recursive: true })
  .filter((name) => name.endsWith(".js"))
  .map((name) => readFileSync(new URL(name, scripts), "utf8"))
  .join();

test("in papers only what is no longer, or not yet, in force is struck through", () => {
  const people = sheets.find(([name]) => name === "library/people.css")?.[1] ?? "";
  const { body } = openPage();
  const selector = people.match(/([^}/]+) \{\s+text-decoration: line-through/)?.[1].trim() ?? "";
  const struck = (/** @type {string} */ state) => {
    body.innerHTML = `<div class="paper ${state}"><p><strong>A</strong> <span>B</span></p></div>`;
    return body.querySelector(selector) !== null;
  };
  assert.equal(struck(""), false, "a message of a thread");
  assert.equal(struck("live"), false);
  assert.equal(struck("withdrawn"), true);
});

test("every colour and size that is used is set somewhere", () => {
  const known = new Set(sheets.flatMap(([, text]) => text.match(/--[\w-]+(?=\s*:)/g) ?? []));
  const unset = sheets.flatMap(([name, text]) =>
    [...text.matchAll(/var\((--[\w-]+)\)/g)]
      .map(([, variable]) => variable)
      .filter((variable) => !known.has(variable) && !set.includes(`"${variable}"`))
      .map((variable) => `${name}: ${variable}`),
  );
  assert.deepEqual(unset, []);
});

test("every rule of every sheet lies in the sheet's own layer, and one list says their order", () => {
  const bare = (/** @type {string} */ text) => text.replaceAll(/\/\*.*?\*\//gs, "").trim();
  const base = bare(sheets.find(([name]) => name === "shared/base.css")?.[1] ?? "");
  const list = base.slice(0, base.indexOf(";") + 1);
  const layers = list.replace(/^@layer|;$/g, "").split(",").map((name) => name.trim());
  const names = sheets.map(([name]) => name.replace("/", ".").replace(".css", ""));
  assert.deepEqual(layers.toSorted(), names.toSorted());
  const outside = sheets.filter(([name, text]) => {
    const rules = bare(text).replace(list, "").trim();
    const layer = `@layer ${name.replace("/", ".").replace(".css", "")} {`;
    return !rules.startsWith(layer) || closing(rules, layer.length) !== rules.length - 1;
  });
  assert.deepEqual(outside.map(([name]) => name), []);
});

/** Where the brace is closed that was opened before a place. @param {string} text @param {number} from */
function closing(text, from) {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}
