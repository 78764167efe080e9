/**
 * The light this page knows of a draft: its keys, what is painted on them, exposure over time. Read
 * once, then kept by the entries; this hand's commands that wait are shown as done.
 *
 *   const book = new LightBook(session);   await book.open(draft);   book.keys, book.exposure
 *
 * Event "change".
 */

import { around, lampsBetween, NO_LIGHT } from "./between.js";
import { Figures } from "./figures.js";
import { goneBy, movedBy } from "./follow.js";
import { curveOf, exposureAt, fit, HIGHEST, LOWEST } from "./curves.js";
import { Field, rowsOf, WetField } from "./field.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {import("./between.js").How} How */
/** @typedef {import("./field.js").Stroke & {id: string}} Stroke */
/** @typedef {{id: string, frame: number, how: How, light: Light, strokes: Stroke[] | null, pending?: boolean}} Key strokes null: not read yet */
/** @typedef {{keys: Map<string, Key>, gone: Map<string, Key>, back: Map<string, Stroke>, exposure: import("./curves.js").Spot[]}} Standing */

const AGAIN = 3000; // ms before asking again for what could not be answered

export class LightBook extends EventTarget {
  #session;
  #draft = "";
  #seq = 0;
  /** @type {Standing} */
  #standing = nothing();
  /** @type {Standing | null} with what waits */
  #shown = null;
  /** @type {{seq: number, verb: string, id: string, payload: any}[]} while it is being read */
  #meanwhile = [];
  /** @type {Map<string, {strokes: Stroke[], values: Float32Array<ArrayBuffer>, field: Field}>} by key */
  #fields = new Map();
  /** @type {Map<string, {id: string, under: Field | null, field: WetField}>} what a hand paints just now, by part */
  #wet = new Map();
  /** @type {Set<string>} keys whose strokes are being read */
  #reading = new Set();
  /** @type {(input: string) => Promise<Response>} */
  #fetch;
  known = false;
  /** The people who were traced. */
  figures;
  /** @type {string[]} the tags of the performances that light may not cross */
  spared = [];
  /** @type {import("./light-pass.js").Rendering} what has become of this light */
  rendering = null;

  /**
   * @param {import("../room/session.js").Session} session
   * @param {(input: string) => Promise<Response>} [read]
   */
  constructor(session, read = (input) => fetch(input)) {
    super();
    this.#session = session;
    this.#fetch = read;
    this.figures = new Figures(read);
    this.figures.addEventListener("change", () => this.#changed());
    session.addEventListener("entry", (event) => this.#hear(/** @type {CustomEvent} */ (event).detail));
    session.addEventListener("changes", (event) => {
      const changes = /** @type {CustomEvent<import("../room/state.js").Change[]>} */ (event).detail;
      if (changes.some(({ what }) => what === "light")) this.#changed();
    });
  }

  get draft() {
    return this.#draft;
  }

  /** Rising by frame. @returns {Key[]} */
  get keys() {
    return Array.from(this.#now.keys.values()).toSorted((a, b) => a.frame - b.frame);
  }

  get exposure() {
    return this.#now.exposure;
  }

  /** @param {number} frame */
  keyOn(frame) {
    return this.keys.find((key) => key.frame === frame) ?? null;
  }

  /** @param {string} id */
  key(id) {
    return this.#now.keys.get(id) ?? null;
  }

  /** The light a frame has of the keys around it, as one a new key could begin with. @param {number} frame @returns {Light} */
  lightAt(frame) {
    const near = around(this.keys, frame);
    if (!near) return NO_LIGHT;
    const { a, b, t } = near;
    const nearer = t < 0.5 ? a : b;
    if (t === 0) return a.light;
    const between = (/** @type {"luma" | "r" | "g" | "b"} */ name) => curveBetween(a.light[name], b.light[name], t);
    const alike = a.light.mode === b.light.mode;
    const curves = alike ? { luma: between("luma"), r: between("r"), g: between("g"), b: between("b") } : {};
    return { ...nearer.light, ...curves, lamps: lampsBetween(a.light.lamps, b.light.lamps, t) };
  }

  /** The key whose painted light a new key at a frame takes along. @param {number} frame */
  nearest(frame) {
    const near = around(this.keys, frame);
    return near && (near.t < 0.5 ? near.a : near.b);
  }

  /**
   * What the shader is told of a frame; `own` is what the hand holds just now.
   * @param {number} frame
   * @param {number} aspect
   * @param {{light?: Light | null, wet?: Stroke | null, exposure?: import("./curves.js").Spot[] | null, only?: Key | null}} [own]
   * @returns {import("./renderer.js").Lit}
   */
  lit(frame, aspect, { light, wet, exposure, only } = {}) {
    const near = around(only ? [only] : this.keys, frame);
    const stops = exposureAt(exposure ?? this.exposure, frame);
    const rows = rowsOf(aspect);
    const spared = this.spared.length > 0;
    // What is under the hand is a key in the making: with what is painted on the nearest one.
    const ownLight = light ?? (wet ? this.lightAt(frame) : null);
    if (ownLight) {
      const nearest = this.nearest(frame);
      const people = this.#people(frame, [ownLight], [...(nearest?.strokes ?? []), ...(wet ? [wet] : [])]);
      const movedA = this.gone(ownLight, frame);
      const lamps = movedBy(ownLight.lamps, movedA);
      const fieldsA = this.#painted(nearest, aspect, people.meant, wet);
      return { a: ownLight, b: ownLight, t: 0, lamps, exposure: stops, fieldsA, fieldsB: [null], rows, movedA, spared, ...people };
    }
    if (!near) {
      const people = this.#people(frame, [], []);
      return { a: NO_LIGHT, b: NO_LIGHT, t: 0, lamps: [], exposure: stops, fieldsA: [null], fieldsB: [null], rows, spared, ...people };
    }
    const { a, b, t } = near;
    const people = this.#people(frame, [a.light, b.light], [...(a.strokes ?? []), ...(t > 0 ? (b.strokes ?? []) : [])]);
    const [movedA, movedB] = [this.gone(a.light, frame), this.gone(b.light, frame)];
    const lamps = lampsBetween(movedBy(a.light.lamps, movedA), movedBy(b.light.lamps, movedB), t);
    return {
      a: a.light,
      b: b.light,
      t,
      lamps,
      exposure: stops,
      fieldsA: this.#painted(a, aspect, people.meant),
      fieldsB: t > 0 ? this.#painted(b, aspect, people.meant) : [null],
      rows,
      movedA,
      movedB,
      spared,
      ...people,
    };
  }

  /** How far what a light follows has gone by a frame. @param {Light} light @param {number} frame */
  gone(light, frame) {
    return goneBy(light.follow, frame, (person, at) => this.figures.where(person, at));
  }

  /**
   * Who is meant alone by anything that lies on a frame, and where they are; null where that does
   * not matter, or is not here yet.
   * @param {number} frame
   * @param {Light[]} lights
   * @param {{mask?: import("./between.js").Mask, who?: number}[]} strokes
   */
  #people(frame, lights, strokes) {
    const masked = [...lights.flatMap(({ lamps, qualifier }) => [...lamps, ...(qualifier ? [qualifier] : [])]), ...strokes].filter(({ mask }) => mask);
    const meant = Array.from(new Set(masked.map(({ who }) => who ?? 0))).filter((who) => who > 0).toSorted((a, b) => a - b);
    if (this.spared.length === 0 && masked.length === 0) return { meant, mattes: null };
    const mattes = [0, ...meant].flatMap((who) => this.figures.matte(frame, who) ?? []);
    return { meant, mattes: mattes.length > meant.length ? mattes : null };
  }

  /**
   * Takes up a draft's light.
   * @param {string} draft
   */
  async open(draft) {
    this.#draft = draft;
    this.#standing = nothing();
    this.#fields.clear();
    this.#reading.clear();
    this.#meanwhile = [];
    this.known = false;
    this.rendering = null;
    this.spared = [];
    this.figures.open("", null);
    this.#changed();
    const answer = await this.#fetch(this.#address).catch(() => null);
    if (draft !== this.#draft) return;
    if (!answer || answer.status >= 500) setTimeout(() => draft === this.#draft && !this.known && this.open(draft), AGAIN);
    if (!answer?.ok) return;
    const paint = await answer.json();
    if (draft !== this.#draft) return;
    this.#seq = paint.seq;
    this.#standing.exposure = paint.exposure;
    this.rendering = paint.rendering ?? null;
    this.spared = paint.spared ?? [];
    this.figures.open(this.#address, paint.figures ?? null);
    for (const { strokes, ...key } of paint.keys) {
      this.#standing.keys.set(key.id, { ...key, strokes: strokes > 0 ? null : [] });
    }
    this.known = true;
    for (const entry of this.#meanwhile) if (entry.seq > this.#seq) foldLight(this.#standing, entry);
    this.#meanwhile = [];
    this.#changed();
  }

  /** Asks anew what has become of the light. */
  async readRendering() {
    const draft = this.#draft;
    const answer = await this.#fetch(this.#address).catch(() => null);
    const paint = answer?.ok ? await answer.json() : null;
    if (!paint || draft !== this.#draft) return;
    this.rendering = paint.rendering;
    this.figures.open(this.#address, paint.figures ?? null);
    this.#changed();
  }

  get #address() {
    return `/films/${this.#session.film}/drafts/${this.#draft}/light/`;
  }

  /** @param {{seq: number, verb: string, id: string, payload: any}} entry */
  #hear(entry) {
    if (entry.payload?.draft !== this.#draft || !isLight(entry.verb)) return;
    if (/^(light-render|figures-|tracing-)/.test(entry.verb)) return void this.readRendering();
    if (this.rendering && "draft" in this.rendering) this.rendering = null; // another light by now
    if (!this.known) this.#meanwhile.push(entry);
    else {
      foldLight(this.#standing, entry);
      this.#meanwhile.push(entry);
      if (this.#meanwhile.length > 200) this.#meanwhile.shift();
      this.#changed();
    }
  }

  /** With what this hand gave and no entry has said yet. */
  get #now() {
    if (this.#shown) return this.#shown;
    const shown = copyOf(this.#standing);
    for (const { id, verb, fields, refused } of this.#session.state.pending.values()) {
      if (refused) continue;
      const fact = asFact(shown, id, verb, fields, this.#draft);
      if (fact) foldLight(shown, fact, true);
    }
    this.#shown = shown;
    return shown;
  }

  #changed() {
    this.#shown = null;
    this.dispatchEvent(new Event("change"));
  }

  /**
   * What is painted on a key: off people, and where that is not the same on those who are not meant
   * alone, and on each who is.
   * @param {Key | null} key
   * @param {number} aspect
   * @param {number[]} meant
   * @param {Stroke | null} [wet] under a hand
   * @returns {import("./renderer.js").Field[]}
   */
  #painted(key, aspect, meant, wet = null) {
    if (key?.strokes === null) {
      void this.#read(key.id);
      return [null];
    }
    const strokes = key?.strokes ?? [];
    const apart = Boolean(wet?.mask) || strokes.some(({ mask }) => mask);
    const on = (/** @type {number | null} */ who) => {
      const own = apart ? strokes.filter((stroke) => liesOn(stroke, who)) : strokes;
      return this.#field(`${key?.id} ${who}`, own, aspect, wet && liesOn(wet, who) ? wet : null);
    };
    return apart ? [null, 0, ...meant].map(on) : [on(null)];
  }

  /**
   * The field of strokes; a stroke more on top goes on from the field that is there.
   * @param {string} name of the key and its part
   * @param {Stroke[]} strokes
   * @param {number} aspect
   * @param {Stroke | null} wet
   */
  #field(name, strokes, aspect, wet) {
    if (strokes.length === 0) return wet ? this.#wetOver(name, null, aspect, wet) : null;
    const entry = this.#fields.get(name);
    const goesOn = entry && entry.strokes.length <= strokes.length && entry.strokes.every((stroke, at) => stroke.id === strokes[at].id);
    let current = entry;
    if (!entry || !goesOn || entry.strokes.length !== strokes.length || entry.field.rows !== rowsOf(aspect)) {
      const field = goesOn && entry.field.rows === rowsOf(aspect) ? entry.field.copy() : new Field(aspect);
      for (const stroke of strokes.slice(goesOn ? entry.strokes.length : 0)) field.lay(stroke);
      current = { strokes, field, values: field.values };
      if (this.#fields.size > 32) this.#fields.delete(String(this.#fields.keys().next().value));
      this.#fields.set(name, current);
    }
    if (!current) return null;
    return wet ? this.#wetOver(name, current.field, aspect, wet) : current.values;
  }

  /** @param {string} name @param {Field | null} under @param {number} aspect @param {Stroke} wet */
  #wetOver(name, under, aspect, wet) {
    let entry = this.#wet.get(name);
    if (entry?.id !== wet.id || entry.under !== under) {
      entry = { id: wet.id, under, field: new WetField(under, aspect, wet) };
      if (this.#wet.size > 8) this.#wet.clear(); // off people, and on each
      this.#wet.set(name, entry);
    }
    return entry.field.values(wet.points);
  }

  /** @param {string} key */
  async #read(key) {
    if (this.#reading.has(key)) return;
    this.#reading.add(key);
    const draft = this.#draft;
    const strokes = await this.#strokesOn(key).catch(() => null);
    const standingKey = this.#standing.keys.get(key);
    if (!strokes || !standingKey || draft !== this.#draft) {
      setTimeout(() => this.#reading.delete(key), AGAIN); // asked again when it is looked at
      return;
    }
    this.#reading.delete(key);
    this.#standing.keys.set(key, { ...standingKey, strokes });
    // Safe to do again in order: each stroke is laid once, by its id.
    for (const entry of this.#meanwhile) {
      if (entry.payload.key === key && /paint|stroke/.test(entry.verb)) foldLight(this.#standing, entry);
    }
    this.#changed();
  }

  /**
   * What is painted on a key, page by page.
   * @param {string} key
   * @returns {Promise<Stroke[]>}
   */
  async #strokesOn(key) {
    const frame = this.#standing.keys.get(key)?.frame ?? 0;
    /** @type {(Stroke & {key: string})[]} */
    const all = [];
    let after = "0,0";
    while (after) {
      const query = `first=${frame}&last=${frame + 1}&after=${after}`;
      const answer = await this.#fetch(`/films/${this.#session.film}/drafts/${this.#draft}/light/strokes?${query}`);
      if (!answer.ok) throw new Error(answer.statusText);
      const { strokes, next } = await answer.json();
      all.push(...strokes);
      after = next?.join() ?? "";
    }
    return all.filter((stroke) => stroke.key === key);
  }
}

/**
 * A curve between two others, as points again: so that a key set there begins as it was seen.
 * @param {import("./curves.js").Spot[]} a
 * @param {import("./curves.js").Spot[]} b
 * @param {number} t
 */
function curveBetween(a, b, t) {
  if (a.length === 0 && b.length === 0) return [];
  const [from, to] = [curveOf(a), curveOf(b)];
  const line = Array.from({ length: 161 }, (_, at) => {
    const x = LOWEST + ((HIGHEST - LOWEST) * at) / 160;
    return /** @type {import("./curves.js").Spot} */ ([x, from(x) + (to(x) - from(x)) * t]);
  });
  return fit(line, 0.03).points;
}

/**
 * Whether a stroke lies on a person who is meant alone, on any other (0), or on nobody (null).
 * @param {{mask?: import("./between.js").Mask, who?: number}} stroke
 * @param {number | null} who
 */
function liesOn({ mask, who: of = 0 }, who) {
  if (!mask) return true;
  return (who !== null && (of === 0 || of === who)) === (mask === "on");
}

/** @returns {Standing} */
function nothing() {
  return { keys: new Map(), gone: new Map(), back: new Map(), exposure: [] };
}

/** @param {Standing} of @returns {Standing} */
function copyOf(of) {
  return { keys: new Map(of.keys), gone: new Map(of.gone), back: new Map(of.back), exposure: of.exposure };
}

/** @param {string} verb */
function isLight(verb) {
  return /^(light-|exposure-set|figures-|tracing-)/.test(verb);
}

/**
 * What a command will record, as far as it can be known here.
 * @param {Standing} standing
 * @param {string} id
 * @param {string} verb
 * @param {Record<string, any>} fields
 * @param {string} draft
 */
function asFact(standing, id, verb, fields, draft) {
  const of = fields.draft ?? (standing.keys.has(fields.key) || standing.gone.has(fields.key) || fields.stroke ? draft : null);
  if (of !== draft) return null;
  const standingKey = [...standing.keys.values()].find((key) => key.frame === fields.frame);
  /** @type {Record<string, [string, object]>} */
  const facts = {
    "set-light-key": ["light-key-set", { ...fields, key: standingKey?.id ?? id }],
    "move-light-key": ["light-key-moved", fields],
    "copy-light-key": ["light-key-copied", fields],
    "remove-light-key": ["light-key-removed", fields],
    "restore-light-key": ["light-key-restored", fields],
    "paint-light": ["light-painted", fields],
    "take-back-light-stroke": ["light-stroke-taken-back", { ...fields, key: keyOfStroke(standing, fields.stroke) }],
    "give-back-light-stroke": ["light-stroke-given-back", { ...fields, key: standing.back.get(fields.stroke) && keyOf(standing, fields.stroke) }],
    "set-exposure": ["exposure-set", fields],
  };
  const fact = facts[verb];
  return fact ? { seq: 0, id, verb: fact[0], payload: { ...fact[1], draft } } : null;
}

/** @param {Standing} standing @param {string} stroke */
function keyOfStroke(standing, stroke) {
  for (const key of standing.keys.values()) if (key.strokes?.some(({ id }) => id === stroke)) return key.id;
  return "";
}

/** @param {Standing} standing @param {string} stroke */
function keyOf(standing, stroke) {
  return /** @type {any} */ (standing.back.get(stroke))?.key ?? "";
}

/**
 * Folds one entry in.
 * @param {Standing} standing
 * @param {{id: string, verb: string, payload: any}} entry
 * @param {boolean} [pending]
 */
export function foldLight(standing, { id, verb, payload }, pending = false) {
  const { keys, gone, back } = standing;
  const key = keys.get(payload.key);
  const put = (/** @type {Key | undefined} */ was, /** @type {Partial<Key>} */ change) => {
    if (was) keys.set(was.id, { ...was, pending, ...change });
  };
  /** @type {Record<string, () => void>} */
  const folds = {
    "light-key-set": () => {
      const { frame, how, light } = payload;
      keys.set(payload.key, { id: payload.key, strokes: key ? key.strokes : [], frame, how, light, pending });
    },
    "light-key-moved": () => put(key, { frame: payload.frame }),
    "light-key-copied": () => {
      const strokes = payload.strokes ?? key?.strokes ?? [];
      const light = payload.light ?? key?.light ?? NO_LIGHT;
      keys.set(id, { id, frame: payload.frame, how: payload.how ?? key?.how ?? "smooth", light, strokes, pending });
    },
    "light-key-removed": () => {
      if (key) gone.set(key.id, key);
      keys.delete(payload.key);
    },
    // One that was taken away before this page was opened: what is painted on it is read anew.
    "light-key-restored": () => {
      const was = gone.get(payload.key);
      if (was) put(was, { frame: payload.frame ?? was.frame });
    },
    "light-painted": () => {
      const { points, width, stops, softness, erase, mask } = payload;
      if (!key?.strokes || key.strokes.some((stroke) => stroke.id === id)) return;
      put(key, { strokes: [...key.strokes, { id, points, width, stops, softness, erase, mask }] });
    },
    "light-stroke-taken-back": () => {
      const stroke = key?.strokes?.find((candidate) => candidate.id === payload.stroke);
      if (!key?.strokes || !stroke) return;
      const after = key.strokes[key.strokes.indexOf(stroke) + 1]?.id ?? null;
      back.set(stroke.id, /** @type {any} */ ({ ...stroke, key: key.id, after }));
      put(key, { strokes: key.strokes.filter((other) => other !== stroke) });
    },
    "light-stroke-given-back": () => {
      const record = /** @type {any} */ (back.get(payload.stroke));
      if (!key) return;
      // Taken back before this page was opened: only the server has it.
      if (!record) return put(key, { strokes: null });
      if (!key.strokes || key.strokes.some((other) => other.id === payload.stroke)) return;
      const at = key.strokes.findIndex((other) => other.id === record.after);
      const { key: _key, after: _after, ...stroke } = record;
      put(key, { strokes: at < 0 ? [...key.strokes, stroke] : key.strokes.toSpliced(at, 0, stroke) });
    },
    "exposure-set": () => (standing.exposure = payload.points),
  };
  folds[verb]?.();
}
