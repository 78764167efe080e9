import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../static/css/", import.meta.url);
const sheets = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith(".css"))
  .map((name) => [name, readFileSync(new URL(name, folder), "utf8")]);
const scripts = new URL("../../static/js/", import.meta.url);
const set = readdirSync(scripts, { recursive: true })
  .filter((name) => name.endsWith(".js"))
  .map((name) => readFileSync(new URL(name, scripts), "utf8"))
  .join();

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
