/** The library's page: files come in, and cards follow the film's record without a reload. */

import { takeDrops } from "./drop.js";
import { byId } from "../shared/elements.js";
import { refresh as refreshPart } from "../shared/fresh.js";
import { followLine } from "./reference-line.js";
import { Uploads } from "./uploads.js";
import { drawWaveforms } from "../timeline/waveforms.js";

const library = byId("library");
const cards = byId("cards");
const { references = "", uploads: endpoint = "", kind = "", needs = "" } = library.dataset;

const standing = document.getElementById("standing");
const showStanding = () => standing && refreshPart(standing);

followLine(library, {
  onReference: (id, verb) => {
    if (verb === "reference-removed") take(id);
    else refresh(id, verb);
    showStanding();
  },
  onShare: (id, percent, words) => {
    const card = document.getElementById(`reference-${id}`);
    const bar = card?.querySelector("progress");
    const label = card?.querySelector("[data-share]");
    if (bar) bar.value = percent;
    if (label) label.textContent = words;
  },
});
drawWaveforms(cards);
document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest("#more a") : null;
  const link = /** @type {HTMLAnchorElement | null} */ (pressed);
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  showMore(link.href);
});
if (document.getElementById("chosen")) {
  cards.addEventListener("change", countChosen);
  countChosen();
}
const origin = document.getElementById("origin");
if (origin) bringIn(/** @type {HTMLFormElement} */ (origin));

/** @param {HTMLFormElement} form */
function bringIn(form) {
  const files = /** @type {HTMLInputElement} */ (byId("files"));
  const arriving = byId("arriving");
  const uploads = new Uploads({
    list: byId("uploads"),
    endpoint,
    token: () => String(new FormData(form).get("csrfmiddlewaretoken")),
    origin: () => filled(form),
  });
  uploads.addEventListener("change", () => {
    arriving.hidden = uploads.size === 0;
    showStanding();
  });
  byId("choose").addEventListener("click", () => files.click());
  files.addEventListener("change", () => {
    uploads.add(files.files ?? []);
    files.value = ""; // so that the same file can be chosen again
  });
  // On a small screen the references come first; what is filled in goes along all the same.
  const fields = /** @type {HTMLDetailsElement} */ (byId("origin-fields"));
  fields.open = matchMedia("(width > 900px)").matches;
  form.addEventListener("submit", (event) => event.preventDefault());
  takeDrops(byId("drop"), (dropped) => uploads.add(dropped));
}

/**
 * The origin as the form stands, without the empty fields.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function filled(form) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith("origin-") && value) fields[name.slice("origin-".length)] = String(value);
  }
  return fields;
}

/** The cards of the next page, after those that are here. @param {string} page */
async function showMore(page) {
  const answer = await fetch(page).catch(() => null);
  if (!answer?.ok) return location.assign(page);
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const card of next.querySelectorAll("#cards > .card")) {
    if (document.getElementById(card.id)) continue;
    cards.append(card);
    if (card instanceof HTMLElement) drawWaveforms(card);
  }
  byId("more").replaceWith(next.getElementById("more") ?? "");
}

/** @type {Map<string, number>} what was asked last for a card: an earlier answer comes too late */
const requests = new Map();

/** @param {string} id @param {string} [verb] */
async function refresh(id, verb) {
  const turn = (requests.get(id) ?? 0) + 1;
  requests.set(id, turn);
  const answer = await fetch(`${references}${id}/card`).catch(() => null);
  if (requests.get(id) !== turn || !answer) return;
  if (!answer.ok) return take(id);
  const holder = document.createElement("template");
  holder.innerHTML = await answer.text(); // our own server's: templates escape what people wrote
  const card = holder.content.firstElementChild;
  if (card instanceof HTMLElement) put(id, card, verb === "reference-added");
}

/**
 * @param {string} id
 * @param {HTMLElement} card
 * @param {boolean} isNew
 */
function put(id, card, isNew) {
  const old = document.getElementById(`reference-${id}`);
  const isOfAnotherKind = kind && card.dataset.kind && card.dataset.kind !== kind;
  const elsewhere = isOfAnotherKind || (needs && !card.querySelector(".needs"));
  const box = choiceOf(card);
  if (box) box.checked = choiceOf(old)?.checked ?? false;
  if (elsewhere) old?.remove();
  else if (old) old.replaceWith(card);
  else if (isNew || !document.getElementById("more")) cards.prepend(card); // else it comes further down
  drawWaveforms(card);
  byId("empty").hidden = cards.childElementCount > 0;
}

/**
 * The box by which a card is chosen, for those who may say who is in it.
 * @param {HTMLElement | null} card
 * @returns {HTMLInputElement | null | undefined}
 */
function choiceOf(card) {
  return card?.querySelector(".card-choose input");
}

/** How many are chosen is said where it is said of them who is in them. */
function countChosen() {
  const chosen = cards.querySelectorAll(".card-choose input:checked").length;
  byId("chosen").textContent = chosen ? String(chosen) : "";
}

/** @param {string} id */
function take(id) {
  document.getElementById(`reference-${id}`)?.remove();
  byId("empty").hidden = cards.childElementCount > 0;
}
