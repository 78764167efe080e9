/** Faces over a picture, what is shown of each, and a box drawn around one that the scan missed. */

import { boxAt, dragged, FINEST } from "./face-boxes.js";
import { t } from "../shared/i18n.js";

/** @typedef {import("./face-boxes.js").Found} Found */

const SVG = "http://www.w3.org/2000/svg";
/** @typedef {HTMLImageElement | HTMLVideoElement} Picture */

begin(document.getElementById("found"), document.querySelector("[data-stage]"));

/**
 * @param {HTMLElement | null} section
 * @param {HTMLElement | null} stage
 */
function begin(section, stage) {
  if (!section || !stage) return;
  const picture = /** @type {Picture | null} */ (stage.querySelector("img, video"));
  const sound = /** @type {HTMLMediaElement | null} */ (stage.querySelector("video, audio"));
  if (picture) showBoxes(section, stage, picture);
  for (const button of section.querySelectorAll("[data-play]")) if (sound) listen(button, sound);
  showFaces(section);
}

/**
 * Boxes over the picture, at the frame that is shown.
 * @param {HTMLElement} section
 * @param {HTMLElement} stage
 * @param {Picture} picture
 */
function showBoxes(section, stage, picture) {
  /** @type {Found[]} */
  const boxes = JSON.parse(document.getElementById("found-boxes")?.textContent ?? "[]");
  const rate = Number(section.dataset.rate);
  const over = document.createElementNS(SVG, "svg");
  over.setAttribute("class", "found-over");
  over.setAttribute("viewBox", `0 0 ${FINEST} ${FINEST}`);
  over.setAttribute("preserveAspectRatio", "none");
  stage.append(over);
  const frame = () => (picture instanceof HTMLVideoElement ? Math.floor(picture.currentTime * rate + 1e-3) : 0);

  function place() {
    const [left, top, width, height] = shownPart(picture);
    Object.assign(over.style, {
      left: `${picture.offsetLeft + left}px`,
      top: `${picture.offsetTop + top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
  }

  function draw() {
    const now = frame();
    const rects = boxes.flatMap((region) => {
      const box = region.dismissed ? null : boxAt(region, now);
      if (!box) return [];
      const rect = outline(box, region.name ? "named" : "");
      const title = document.createElementNS(SVG, "title");
      title.textContent = region.name || t("No name yet");
      rect.append(title);
      rect.addEventListener("click", () => pointOut(region.id));
      return [rect];
    });
    over.replaceChildren(...rects);
  }

  new ResizeObserver(place).observe(picture);
  picture.addEventListener("load", place);
  picture.addEventListener("loadedmetadata", place);
  for (const name of ["seeked", "timeupdate"]) picture.addEventListener(name, draw);
  place();
  draw();
  takeBox(section, over, () => frame() / (rate || 1));
}

/**
 * A box drawn with pen, finger or mouse goes into the form.
 * @param {HTMLElement} section
 * @param {SVGSVGElement} over
 * @param {() => number} second where the clip stands
 */
function takeBox(section, over, second) {
  const form = /** @type {HTMLFormElement | null} */ (section.querySelector("#add-track"));
  const button = /** @type {HTMLButtonElement | null} */ (form?.querySelector("[data-draw]") ?? null);
  const output = form?.querySelector("[data-drawn]");
  if (!form || !button || !output) return;
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  /** @type {[number, number] | null} */
  let from = null;
  button.hidden = false;
  button.addEventListener("click", () => {
    over.classList.add("drawing");
    output.textContent = t("Draw a box around the face.");
    over.scrollIntoView({ block: "center" });
  });
  const at = (/** @type {PointerEvent} */ event) => {
    const { left, top, width, height } = over.getBoundingClientRect();
    return /** @type {[number, number]} */ ([(event.clientX - left) / width, (event.clientY - top) / height]);
  };
  over.addEventListener("pointerdown", (event) => {
    if (!over.classList.contains("drawing")) return;
    event.preventDefault();
    from = at(event);
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener("pointermove", (event) => {
    if (from) over.replaceChildren(outline(dragged(from, at(event)), "drawn"));
  });
  over.addEventListener("pointerup", (event) => {
    if (!from) return;
    const box = dragged(from, at(event));
    from = null;
    over.classList.remove("drawing");
    if (box[2] < 20 || box[3] < 20) return (output.textContent = t("That box is too small. Draw it again."));
    const now = second();
    const [boxes, begins, ends] = [field("box"), field("from"), field("to")];
    if (boxes) boxes.value = box.join(" ");
    if (begins) begins.value = now.toFixed(2);
    if (ends && !(Number(ends.value) > now)) ends.value = (now + 1).toFixed(2);
    output.textContent = t("The box is drawn.");
  });
  over.addEventListener("pointercancel", () => (from = null));
}

/**
 * @param {number[]} box
 * @param {string} kind
 */
function outline([x, y, width, height], kind) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, String(value));
  rect.setAttribute("class", kind);
  return rect;
}

/** @param {string} id of a track: its row is shown */
function pointOut(id) {
  for (const row of document.querySelectorAll(".found-one.pointed")) row.classList.remove("pointed");
  const row = document.getElementById(`track-${id}`);
  row?.classList.add("pointed");
  row?.scrollIntoView({ block: "center" });
}

/**
 * Where in its element a picture is shown: it may have bars.
 * @param {Picture} picture
 */
function shownPart(picture) {
  const { clientWidth: width, clientHeight: height } = picture;
  const moves = picture instanceof HTMLVideoElement;
  const [across, down] = moves
    ? [picture.videoWidth, picture.videoHeight]
    : [picture.naturalWidth, picture.naturalHeight];
  if (!across || !down) return [0, 0, width, height];
  const scale = Math.min(width / across, height / down);
  return [(width - across * scale) / 2, (height - down * scale) / 2, across * scale, down * scale];
}

/**
 * @param {Element} button plays a voice's span, and stops where it ends
 * @param {HTMLMediaElement} sound
 */
function listen(button, sound) {
  const [from, until] = (/** @type {HTMLElement} */ (button).dataset.play ?? "").split(" ").map(Number);
  button.addEventListener("click", () => {
    sound.currentTime = from;
    const watch = () => {
      if (sound.currentTime < until && !sound.paused) return;
      if (sound.currentTime >= until) sound.pause();
      sound.removeEventListener("timeupdate", watch);
    };
    sound.play().then(() => sound.addEventListener("timeupdate", watch), () => undefined);
  });
}

/**
 * Of a clip, the frame in which each face is largest: one after another, from a clip of its own.
 * @param {HTMLElement} section
 */
async function showFaces(section) {
  const faces = /** @type {HTMLCanvasElement[]} */ ([...section.querySelectorAll("canvas[data-crop]")]);
  if (!faces.length) return;
  const clip = document.createElement("video");
  Object.assign(clip, { muted: true, preload: "auto", src: section.dataset.proxy });
  for (const face of faces) {
    const seeked = new Promise((done) => {
      for (const name of ["seeked", "error"]) clip.addEventListener(name, done, { once: true });
    });
    clip.currentTime = Number(face.dataset.second);
    await seeked;
    if (clip.error) return;
    const scale = clip.videoWidth / Number(face.dataset.wide || clip.videoWidth);
    const [x, y, width, height] = (face.dataset.crop ?? "").trim().split(" ").map((side) => Number(side) * scale);
    face.getContext("2d")?.drawImage(clip, x, y, width, height, 0, 0, face.width, face.height);
  }
}
