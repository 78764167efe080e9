import assert from "node:assert/strict";
import { test } from "node:test";

import { answersTo, namedIn, partBefore, partsOf } from "../../static/js/notes/mentions.js";

const member = (name, present = true) => ({ id: name, name, roles: [], present });

test("longer names are found first, and who has left is not called", () => {
  const members = [member("Lin"), member("Lin Yao"), member("周砚"), member("Ada", false)];
  const named = namedIn("@Lin Yao，问@周砚。@Ada said so.", members).map(({ name }) => name);
  assert.deepEqual(named, ["Lin Yao", "周砚"]);
});

test("two members of one name are both called, once", () => {
  const members = [{ ...member("王伟"), id: "a" }, { ...member("王伟"), id: "b" }, member("王")];
  const named = namedIn("@王伟 看一下，@王伟！", members).map(({ id }) => id);
  assert.deepEqual(named, ["a", "b"]);
});

test("any word of a name calls it, and any character of a Chinese one", () => {
  for (const part of ["", "王", "小明", "明", "wang", "xiao", "xiaoming"]) {
    assert.ok(answersTo("王小明 Wang Xiaoming", part), part);
  }
  for (const part of ["ming", "ang", "李"]) assert.ok(!answersTo("王小明 Wang Xiaoming", part), part);
  assert.ok(answersTo("Alan Lan", "lan"), "its second word, not only where it is found first");
});

test("an @ opens a list after any sign, but not within an address", () => {
  assert.deepEqual(partBefore("请@王", 3), { start: 1, part: "王" });
  assert.equal(partBefore("ada@example", 11), null);
});

test("signs of full width name members too, and the text stays as it was typed", () => {
  const members = [member("林遥"), member("Ｌｅｅ １")];
  const text = "请＠林遥和@Lee 1看";
  const named = namedIn(text, members);
  assert.deepEqual(named.map(({ name }) => name), ["Ｌｅｅ １", "林遥"]);
  assert.deepEqual(partBefore("请＠林", 3), { start: 1, part: "林" });
  const parts = partsOf(text, named).filter(({ names }) => names).map(({ part }) => part);
  assert.deepEqual(parts, ["＠林遥", "@Lee 1"]);
});
