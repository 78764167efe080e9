import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { button, heard, openPage, press, stopClock, type } from "./page.js";
import { Composer } from "../../static/js/notes/composer.js";
import { offerNames, withNames } from "../../static/js/notes/mentions.js";

const MEMBERS = ["Ada Bell", "Lin", "Lin Yao", "王小明 Wang Xiaoming", "Noor"].map((name) => ({ id: name, name, roles: [], present: true }));
const GONE = { id: "gone", name: "Adam", roles: [], present: false };

beforeEach(() => {
  openPage();
});

/** A composer on the page, with what it says. */
function composer(options = {}) {
  const made = new Composer({ members: () => [...MEMBERS, GONE], label: "Write a note", asksKind: true, ...options });
  document.body.append(made.element);
  const [text, reason] = made.element.querySelectorAll("textarea");
  const events = heard(made, "send", "begin", "typed");
  const sent = () => events.filter(([name]) => name === "send").map(([, words]) => words);
  const problem = () => {
    const said = made.element.querySelector("[role=alert]");
    return said.hidden ? "" : said.textContent;
  };
  const kind = (value) => made.element.querySelector(`input[value=${value}]`).click();
  return { made, text, reason, events, sent, problem, kind };
}

const send = () => button("Send").click();

test("words are sent with their kind, trimmed, and the field is empty again", () => {
  const { made, text, sent, kind } = composer();
  type(text, "  Slower, 慢一点。 ");
  kind("question");
  send();
  assert.deepEqual(sent(), [{ kind: "question", text: "Slower, 慢一点。", reason: "", mentions: [] }]);
  assert.deepEqual(made.words, { text: "", reason: "", kind: "change" });
  assert.equal(made.empty, true);
});

test("nothing but spaces is not sent", () => {
  const { text, sent } = composer();
  type(text, "  ");
  send();
  assert.deepEqual(sent(), []);
  assert.equal(document.activeElement, text);
});

test("Enter is a new line; with Ctrl or Cmd it sends", () => {
  const { text, sent } = composer();
  type(text, "One");
  assert.equal(press("Enter"), true);
  assert.deepEqual(sent(), []);
  for (const held of ["ctrlKey", "metaKey"]) {
    text.value = held;
    assert.equal(press("Enter", { [held]: true }), false);
  }
  assert.deepEqual(sent().map((words) => words.text), ["ctrlKey", "metaKey"]);
});

test("the Enter that ends a composition never sends", () => {
  const { text, sent } = composer();
  type(text, "慢");
  press("Enter", { ctrlKey: true, isComposing: true });
  press("Enter", { ctrlKey: true, keyCode: 229 });
  assert.deepEqual(sent(), []);
  assert.equal(text.value, "慢");
});

test("a keep says why it stays", () => {
  const { text, reason, sent, problem, kind } = composer();
  type(text, "His hand.");
  assert.equal(reason.parentElement.hidden, true);
  kind("keep");
  assert.equal(reason.parentElement.hidden, false);
  send();
  assert.equal(problem(), "Say why it is kept.");
  assert.equal(document.activeElement, reason);
  assert.deepEqual(sent(), []);
  type(reason, "It shook then, too.");
  assert.equal(problem(), "", "it is being mended");
  reason.focus();
  press("Enter", { ctrlKey: true });
  assert.deepEqual(sent(), [{ kind: "keep", text: "His hand.", reason: "It shook then, too.", mentions: [] }]);
  assert.equal(document.activeElement, text, "the reason's field is gone, and the hand goes on in the note's");
});

test("a reason that was begun is not sent with another kind", () => {
  const { text, reason, sent, kind } = composer();
  type(text, "His hand.");
  kind("keep");
  type(reason, "It shook.");
  kind("change");
  send();
  assert.equal(sent()[0].reason, "");
});

test("what is too long is said and not cut, counted in characters", () => {
  const { text, reason, sent, problem, kind } = composer();
  text.value = "😀".repeat(5003);
  send();
  assert.equal(problem(), "That is 3 characters too long.");
  assert.equal(text.value, "😀".repeat(5003));
  text.value = "😀".repeat(5000);
  kind("keep");
  reason.value = "长".repeat(5001);
  send();
  assert.equal(problem(), "That is 1 characters too long.");
  assert.equal(document.activeElement, reason);
  assert.deepEqual(sent(), []);
  reason.value = "长";
  send();
  assert.equal(sent()[0].text, "😀".repeat(5000));
  assert.equal(problem(), "");
});

test("the first letter is said, and every one", () => {
  const { text, events } = composer();
  type(text, "abc");
  assert.deepEqual(events.map(([name]) => name).toSorted(), ["begin", "typed", "typed", "typed"]);
});

test("closed, what was typed can be read and not sent", () => {
  const { made, text, reason, sent } = composer();
  type(text, "Half a");
  made.closed = true;
  assert.deepEqual([text.readOnly, reason.readOnly, button("Send").disabled], [true, true, true]);
  assert.ok([...made.element.querySelectorAll("input")].every((each) => each.disabled));
  press("Enter", { ctrlKey: true }, text);
  assert.deepEqual(sent(), []);
  made.closed = false;
  send();
  assert.equal(sent().length, 1);
});

test("words put back stand as they stood", () => {
  const { made, reason } = composer();
  made.put({ text: "His hand.", reason: "It shook.", kind: "keep" });
  assert.deepEqual(made.words, { text: "His hand.", reason: "It shook.", kind: "keep" });
  assert.equal(reason.parentElement.hidden, false);
  assert.equal(made.element.querySelector("input:checked").value, "keep");
  made.put({ text: "More" });
  assert.deepEqual(made.words, { text: "More", reason: "", kind: "keep" });
});

test("it is open while one writes, and closes a moment after it was left", (t) => {
  const tick = stopClock(t);
  const { made, text } = composer();
  text.focus();
  assert.equal("open" in made.element.dataset, true);
  text.blur();
  tick(299);
  assert.equal("open" in made.element.dataset, true, "what the finger is about to touch stays where it is");
  tick(1);
  assert.equal("open" in made.element.dataset, false);
  text.focus();
  text.blur();
  text.focus();
  tick(300);
  assert.equal("open" in made.element.dataset, true);
});

// ── naming members ───────────────────────────────────────────────────────────

/** A field with its list. */
function field() {
  const text = document.createElement("textarea");
  document.body.append(text);
  offerNames(text, () => [...MEMBERS, GONE]);
  const list = document.querySelector("[role=listbox]");
  const names = () => [...list.querySelectorAll("[role=option]")].map((each) => each.textContent);
  const chosen = () => list.querySelector("[aria-selected=true]")?.textContent;
  return { text, list, names, chosen };
}

test("an @ opens a list of those one may mean, and not of who has left", () => {
  const { text, list, names, chosen } = field();
  assert.equal(list.hidden, true);
  type(text, "Please look, @");
  assert.deepEqual(names(), MEMBERS.map(({ name }) => name));
  type(text, "ad");
  assert.deepEqual(names(), ["Ada Bell"]);
  assert.equal(chosen(), "Ada Bell");
  assert.equal(text.getAttribute("aria-activedescendant"), list.firstChild.id);
  type(text, "x");
  assert.deepEqual([list.hidden, text.hasAttribute("aria-activedescendant")], [true, false]);
});

test("the list is gone through by arrows, round at its ends, and a name is taken with Enter or Tab", () => {
  for (const key of ["Enter", "Tab"]) {
    openPage();
    const { text, list, chosen } = field();
    type(text, "问@lin");
    assert.equal(chosen(), "Lin");
    press("ArrowDown");
    assert.equal(chosen(), "Lin Yao");
    press("ArrowDown");
    assert.equal(chosen(), "Lin");
    press("ArrowUp");
    assert.equal(press(key), false);
    assert.equal(text.value, "问@Lin Yao ");
    assert.equal(list.hidden, true);
  }
});

test("Escape leaves the list; keys of an open list reach nobody else", () => {
  const { text, list } = field();
  let reached = 0;
  document.addEventListener("keydown", () => (reached += 1));
  type(text, "@lin");
  press("Escape");
  assert.equal(list.hidden, true);
  assert.equal(reached, 0);
  assert.equal(press("Enter"), true, "then Enter is a new line again");
  assert.equal(reached, 1);
});

test("a composition and shortcuts keep their keys", () => {
  const { text, list } = field();
  type(text, "@lin");
  for (const more of [{ isComposing: true }, { keyCode: 229 }, { ctrlKey: true }]) {
    assert.equal(press("Enter", more), true);
    assert.equal(text.value, "@lin");
  }
  assert.equal(list.hidden, false);
});

test("a finger takes a name before the field loses the focus", () => {
  const { text, list } = field();
  type(text, "@wang");
  const down = new PointerEvent("pointerdown", { bubbles: true, cancelable: true });
  list.firstChild.dispatchEvent(down);
  assert.equal(down.defaultPrevented, true);
  assert.equal(text.value, "@王小明 Wang Xiaoming ");
});

test("a list is not longer than six, and names two of one name once", () => {
  const text = document.createElement("textarea");
  document.body.append(text);
  const many = Array.from({ length: 9 }, (_, n) => ({ id: String(n), name: n < 2 ? "Lin" : `Lin ${n}`, roles: [], present: true }));
  offerNames(text, () => many);
  type(text, "@lin");
  const names = [...document.querySelectorAll("[role=option]")].map((each) => each.textContent);
  assert.deepEqual(names, ["Lin", "Lin 2", "Lin 3", "Lin 4", "Lin 5", "Lin 6"]);
});

test("leaving the field closes the list", () => {
  const { text, list } = field();
  type(text, "@lin");
  text.blur();
  assert.equal(list.hidden, true);
});

test("what is sent names the members by id", () => {
  const { text, sent } = composer();
  type(text, "@ad");
  press("Enter");
  assert.equal(text.value, "@Ada Bell ");
  type(text, "and @Adam, who has left");
  send();
  assert.deepEqual(sent()[0].mentions, ["Ada Bell"]);
});

test("names in a text are marked, longer ones first, and signs in them are only signs", () => {
  const odd = { name: "A.B (x)", id: "odd" };
  const parts = withNames("@Lin Yao, @Lin and @A.B (x), not @AxB", [MEMBERS[1], MEMBERS[2], odd]);
  assert.deepEqual(parts.map((part) => part.textContent ?? part), ["", "@Lin Yao", ", ", "@Lin", " and ", "@A.B (x)", ", not @AxB"]);
  assert.deepEqual(parts.map((part) => part.className), [undefined, "mention", undefined, "mention", undefined, "mention", undefined]);
  assert.deepEqual(withNames("@Lin", []), ["@Lin"]);
});
