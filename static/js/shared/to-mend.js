/** A form that came back: one stands at the first field to mend, or at what is said of the whole. */

const FIELD = ":is(input, select, textarea):not([type=hidden])";

/** @type {HTMLElement | null} */
const first =
  document.querySelector(`main :is(.field, .citation):has(.refusal) ${FIELD}`) ??
  document.querySelector("main .refusal");
first?.focus();
