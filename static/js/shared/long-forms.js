/** On every page: the words of its long forms are kept, and of those marked with data-words. */

import { hold, keep } from "./kept-words.js";

for (const form of document.forms) {
  if (form.dataset.carries) hold(form, form.dataset.carries);
  else if (form.dataset.words === "own") continue; // its own script puts them back
  else if ("words" in form.dataset || (form.method === "post" && form.querySelector("textarea"))) keep(form);
}
