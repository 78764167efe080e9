import assert from "node:assert/strict";
import { test } from "node:test";

import { added, fold, named } from "../../static/js/brief/cast.js";

const self = (id, name, period, material = []) => ({ id, title: `${name}（${period}）`, name, about: "", poster: "", material });
const YOUNG = self("y", "林遥", "1998");
const OLD = self("o", "林遥", "2024");
const ADA = self("a", "Ada Bell", "now");
const who = (text, cast = [YOUNG, OLD, ADA]) => named(text, cast).map(({ id }) => id);

test("widths, case and spaces make no difference", () => {
  assert.equal(fold("林遥 （１９９８）"), fold("林遥(1998)"));
  for (const text of ["@林遥（1998）", "看@林遥(1998)吗", "@ada bell（NOW）", "@AdaBell (now)"]) {
    assert.equal(who(text).length, 1, text);
  }
});

test("a bare name is enough where one alone has it, and no period is taken for another", () => {
  assert.deepEqual(who("@Ada Bell smiles, @ada bell too"), ["a"]);
  assert.deepEqual(who("@Ada Bell (smiling) turns"), ["a"]);
  assert.deepEqual(who("@Ada Bell waits (as in 1998)"), ["a"]);
  assert.deepEqual(who("@林遥 waits"), []);
  assert.deepEqual(who("@林遥（1997）", [YOUNG]), []);
  assert.deepEqual(who("@林遥 (1997)", [YOUNG]), []);
  assert.deepEqual(who("ada@adabell（now） is an address"), []);
});

test("in the order of the text, each once", () => {
  assert.deepEqual(who("@林遥（2024） and @林遥（1998） and @林遥（2024）"), ["o", "y"]);
});

test("nothing is cited twice in one role", () => {
  const material = [{ reference: "r", role: "subject" }, { reference: "r", role: "voice" }];
  const one = self("y", "林遥", "1998", material);
  const more = added([one, one], [{ reference: "r", role: "subject" }]);
  assert.deepEqual(more.map(({ reference, role }) => [reference, role]), [["r", "voice"]]);
});
