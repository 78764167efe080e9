/** Draws light as the room does, and gives back what stands on the screen. */

import { LightBook } from "/js/light/book.js";
import { Renderer } from "/js/light/renderer.js";

const renderer = new Renderer(document.querySelector("canvas"));

/** A film's session of which nothing is said. */
class Session extends EventTarget {
  film = "f";
  state = { pending: new Map() };
}

/**
 * @param {{keys: any[], exposure: any[], figures?: object, ways?: any[]}} plan as the light pass is told it; people who were traced, and whom light may not cross
 * @param {{frame: number, width: number, height: number, picture: string}} at
 * @returns {Promise<string>} RGBA from the bottom row up, as base64
 */
globalThis.drawn = async ({ keys, exposure, figures = null, ways = [], spared = [] }, { frame, width, height, picture }) => {
  const told = keys.map((key, at) => ({ ...key, id: String(at), strokes: key.strokes.length }));
  const strokes = keys.flatMap((key, at) => key.strokes.map((each, n) => ({ ...each, id: `${at} ${n}`, key: String(at) })));
  const book = new LightBook(new Session(), async (path) => {
    if (path.includes("people/")) return fetch(`/frames/mattes-${path.split("/").pop().replace("?who=", "-")}`);
    if (path.endsWith("people")) return Response.json(ways);
    return Response.json(path.includes("strokes") ? { strokes, next: null } : { seq: 1, exposure, keys: told, rendering: null, figures, spared });
  });
  await book.open("d");
  for (let look = 0; look < 2; look += 1) {
    renderer.light = book.lit(frame, height / width); // what is painted is read when it is looked at
    await new Promise((resolve) => setTimeout(resolve));
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (let who = 0; figures && who <= figures.people; who += 1) {
    for (let tried = 0; !book.figures.matte(frame, who) && tried < 500; tried += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  renderer.light = book.lit(frame, height / width);
  const bytes = await (await fetch(`/frames/${picture}`)).arrayBuffer();
  const planes = [0, 1, 2].map((at) => new Uint16Array(bytes, at * width * height * 2, width * height));
  renderer.master({ width, height, planes });
  renderer.draw();
  const { data } = renderer.read();
  let text = "";
  for (let at = 0; at < data.length; at += 30_000) text += String.fromCharCode(...data.subarray(at, at + 30_000));
  return btoa(text);
};
