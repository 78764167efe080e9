/**
 * Where things stand in a plate: what each handle moves, and what of a guess a hand has changed.
 * Pure. Points are shares of the plate's width and height; slowfilm/engines/layout.py says the rest.
 *
 * A handle's name is its item and its part: "lamp 0 at", "figure Video1 head", "screen 2".
 */

/** @typedef {[number, number]} Point */
/** @typedef {{at: Point, strength: number, radius: number, colour: [number, number, number]}} Lamp */
/** @typedef {{tag: string, foot: Point, height: number, mirrored: boolean, span: [number, number] | null}} Figure */

/**
 * @typedef {object} Layout
 * @property {Point | null} vanishing
 * @property {number} horizon
 * @property {Lamp[]} lamps
 * @property {Point[] | null} screen four corners, clockwise from the upper left
 * @property {Figure[]} figures
 * @property {Occluder[]} occluders what of the plate stands before people
 */

/** @typedef {{points: Point[], everybody: boolean}} Occluder before everybody, or before those alone who are further away */
/** @typedef {{name: string, item: string, at: Point}} Handle */

const SAME = 1e-4;
const MOST_LAMPS = 16;
const MOST_OCCLUDERS = 16;
const MOST_POINTS = 32; // of an outline
const CLOSE = 0.004; // of the plate: how far an outline that a hand drew may be off
const LOW = -0.6; // how far beyond the plate a thing may be dragged
const HIGH = 1.8;
export const ARM = 0.09; // of the plate's height: how far out of a lamp the handle of its size lies
const NEAR = 0.05; // a foot this little under the horizon says nothing of depth

/** A layout of any time: an earlier one says nothing of what stands before people. @param {any} data @returns {Layout} */
export function read(data) {
  return { ...data, occluders: data.occluders ?? [] };
}

/** The name of each thing that can be taken hold of: horizon, vanishing, screen, lamps, figures, what stands before them.
 * @param {Layout} layout */
export function items(layout) {
  return [
    "horizon",
    ...(layout.vanishing ? ["vanishing"] : []),
    ...(layout.screen ? ["screen"] : []),
    ...layout.lamps.map((_, number) => `lamp ${number}`),
    ...layout.figures.map(({ tag }) => `figure ${tag}`),
    ...layout.occluders.map((_, number) => `occluder ${number}`),
  ];
}

/** The thing that a handle belongs to. @param {string} name */
export function itemOf(name) {
  const [kind, which] = name.split(" ");
  return ["lamp", "figure", "occluder"].includes(kind) ? `${kind} ${which}` : kind;
}

/**
 * Every handle, in the order in which the keyboard comes to them.
 * @param {Layout} layout
 * @param {number} aspect the plate's width over its height
 * @returns {Handle[]}
 */
export function handles(layout, aspect) {
  /** @type {Handle[]} */
  const list = [{ name: "horizon", item: "horizon", at: [0.97, layout.horizon] }];
  if (layout.vanishing) list.push({ name: "vanishing", item: "vanishing", at: layout.vanishing });
  for (const [corner, at] of (layout.screen ?? []).entries()) list.push({ name: `screen ${corner}`, item: "screen", at });
  if (layout.screen) list.push({ name: "screen all", item: "screen", at: middle(layout.screen) });
  for (const [number, { at, radius }] of layout.lamps.entries()) {
    const item = `lamp ${number}`;
    list.push({ name: `${item} at`, item, at });
    list.push({ name: `${item} edge`, item, at: [at[0] + (radius + ARM) / aspect, at[1]] });
  }
  for (const { tag, foot, height } of layout.figures) {
    const item = `figure ${tag}`;
    list.push({ name: `${item} foot`, item, at: foot });
    list.push({ name: `${item} head`, item, at: [foot[0], foot[1] - height] });
  }
  for (const [number, { points }] of layout.occluders.entries()) {
    const item = `occluder ${number}`;
    list.push({ name: `${item} all`, item, at: middle(points) });
    for (const [place, at] of points.entries()) list.push({ name: `${item} ${place}`, item, at });
  }
  return list;
}

/**
 * The layout with one handle elsewhere. A screen whose corners would cross stays as it is.
 * @param {Layout} layout
 * @param {string} name of the handle
 * @param {Point} to
 * @param {number} aspect
 * @returns {Layout}
 */
export function moved(layout, name, to, aspect) {
  const at = /** @type {Point} */ (to.map((part) => within(part, LOW, HIGH)));
  const [kind, which, part] = name.split(" ");
  if (kind === "horizon") return withHorizon(layout, at[1]);
  if (kind === "vanishing") return { ...layout, vanishing: at, horizon: at[1] };
  if (kind === "screen") return withScreen(layout, which, at);
  if (kind === "lamp") return withLamp(layout, Number(which), (lamp) => lampAt(lamp, part, at, aspect));
  if (kind === "occluder") return withOccluder(layout, Number(which), (occluder) => ({ ...occluder, points: outlineAt(occluder.points, part, at) }));
  return withFigure(layout, which, (figure) => figureAt(figure, part, at, layout.horizon));
}

/** @param {Layout} layout @param {number} horizon @returns {Layout} a street runs to its horizon */
function withHorizon(layout, horizon) {
  const { vanishing } = layout;
  const together = vanishing && Math.abs(vanishing[1] - layout.horizon) < SAME;
  return { ...layout, horizon, vanishing: together ? [vanishing[0], horizon] : vanishing };
}

/** @param {Layout} layout @param {string} which @param {Point} at @returns {Layout} */
function withScreen(layout, which, at) {
  if (!layout.screen) return layout;
  const [x, y] = middle(layout.screen);
  const screen = layout.screen.map((corner, place) => {
    if (which === "all") return /** @type {Point} */ ([corner[0] + at[0] - x, corner[1] + at[1] - y]);
    return place === Number(which) ? at : corner;
  });
  return goesRound(screen) ? { ...layout, screen } : layout;
}

/**
 * @param {Layout} layout
 * @param {number} number
 * @param {(lamp: Lamp) => Lamp} change
 * @returns {Layout}
 */
export function withLamp(layout, number, change) {
  return { ...layout, lamps: layout.lamps.map((lamp, place) => (place === number ? change(lamp) : lamp)) };
}

/**
 * @param {Layout} layout
 * @param {string} tag
 * @param {(figure: Figure) => Figure} change
 * @returns {Layout}
 */
export function withFigure(layout, tag, change) {
  return { ...layout, figures: layout.figures.map((figure) => (figure.tag === tag ? change(figure) : figure)) };
}

/**
 * @param {Layout} layout
 * @param {number} number
 * @param {(occluder: Occluder) => Occluder} change
 * @returns {Layout}
 */
export function withOccluder(layout, number, change) {
  return { ...layout, occluders: layout.occluders.map((occluder, place) => (place === number ? change(occluder) : occluder)) };
}

/** @param {Point[]} points @param {string} part one of them, or "all" @param {Point} at */
function outlineAt(points, part, at) {
  const [x, y] = middle(points);
  return points.map((point, place) => {
    if (part === "all") return /** @type {Point} */ ([point[0] + at[0] - x, point[1] + at[1] - y]);
    return place === Number(part) ? at : point;
  });
}

/**
 * One more thing that stands before people: as a hand drew around it, or a post in the middle.
 * @param {Layout} layout
 * @param {Point[]} [drawn]
 * @returns {Layout} the same where there is no room, or where next to nothing was drawn
 */
export function withOneMoreOccluder(layout, drawn = [[0.48, 0.3], [0.52, 0.3], [0.52, 0.9], [0.48, 0.9]]) {
  const points = outlineOf(drawn);
  if (points.length < 3 || layout.occluders.length >= MOST_OCCLUDERS) return layout;
  return { ...layout, occluders: [...layout.occluders, { points, everybody: true }] };
}

/** @param {Layout} layout @param {number} number @returns {Layout} */
export function withoutOccluder(layout, number) {
  return { ...layout, occluders: layout.occluders.filter((_, place) => place !== number) };
}

/** An outline with a point more, in the middle of its longest side. @param {Occluder} occluder @returns {Occluder} */
export function withOneMorePoint(occluder) {
  const { points } = occluder;
  if (points.length >= MOST_POINTS) return occluder;
  const long = points.map((point, place) => {
    const [x, y] = points[(place + 1) % points.length];
    return Math.hypot(x - point[0], y - point[1]);
  });
  const place = long.indexOf(Math.max(...long));
  const more = middle([points[place], points[(place + 1) % points.length]]);
  return { ...occluder, points: points.toSpliced(place + 1, 0, more) };
}

/** An outline without the point that bends it least. @param {Occluder} occluder @returns {Occluder} */
export function withOneLessPoint(occluder) {
  const { points } = occluder;
  return points.length > 3 ? { ...occluder, points: points.toSpliced(leastBent(points).place, 1) } : occluder;
}

/** What a hand drew around a thing, as few points as say its shape. @param {Point[]} drawn @returns {Point[]} */
function outlineOf(drawn) {
  let points = drawn.filter(([x, y], place) => place === 0 || Math.hypot(x - drawn[place - 1][0], y - drawn[place - 1][1]) > CLOSE / 4);
  while (points.length > 3) {
    const { place, off } = leastBent(points);
    if (points.length <= MOST_POINTS && off > CLOSE) break;
    points = points.toSpliced(place, 1);
  }
  return area(points) > CLOSE * CLOSE ? points : [];
}

/** The point of an outline that lies nearest to the line between its neighbours. @param {Point[]} points */
function leastBent(points) {
  const offs = points.map(([x, y], place) => {
    const [a, b] = [points.at(place - 1), points[(place + 1) % points.length]];
    if (!a) return Infinity;
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const long = Math.hypot(dx, dy);
    return long > 0 ? Math.abs((x - a[0]) * dy - (y - a[1]) * dx) / long : 0;
  });
  const off = Math.min(...offs);
  return { place: offs.indexOf(off), off };
}

/** @param {Point[]} points */
function area(points) {
  const sum = points.reduce((all, [x, y], place) => {
    const [u, v] = points[(place + 1) % points.length];
    return all + x * v - u * y;
  }, 0);
  return Math.abs(sum) / 2;
}

/** @param {Lamp} lamp @param {string} part @param {Point} at @param {number} aspect @returns {Lamp} */
function lampAt(lamp, part, at, aspect) {
  if (part === "at") return { ...lamp, at };
  const radius = Math.hypot((at[0] - lamp.at[0]) * aspect, at[1] - lamp.at[1]);
  return { ...lamp, radius: within(radius - ARM, 0.005, 1) };
}

/**
 * Who comes nearer along the ground grows with it; the head alone says how tall they are.
 * @param {Figure} figure
 * @param {string} part
 * @param {Point} at
 * @param {number} horizon
 * @returns {Figure}
 */
function figureAt(figure, part, at, horizon) {
  if (part === "head") return { ...figure, height: within(figure.foot[1] - at[1], 0.02, 4) };
  const [before, after] = [figure.foot[1] - horizon, at[1] - horizon];
  const grown = before > NEAR && after > NEAR ? after / before : 1;
  return { ...figure, foot: at, height: within(figure.height * grown, 0.02, 4) };
}

/** @param {Layout} layout @returns {Layout} with one more lamp in the middle, white */
export function withOneMoreLamp(layout) {
  if (layout.lamps.length >= MOST_LAMPS) return layout;
  /** @type {Lamp} */
  const lamp = { at: [0.5, 0.25], strength: 1, radius: 0.05, colour: [1, 0.85, 0.6] };
  return { ...layout, lamps: [...layout.lamps, lamp] };
}

/** @param {Layout} layout @returns {Layout} with a screen in the middle, or without the one it has */
export function withOrWithoutScreen(layout) {
  const screen = /** @type {Point[]} */ ([[0.42, 0.4], [0.58, 0.4], [0.58, 0.56], [0.42, 0.56]]);
  return { ...layout, screen: layout.screen ? null : screen };
}

/** @param {Layout} layout @returns {Layout} a street that runs away from us, or a flat picture */
export function deepOrFlat(layout) {
  return { ...layout, vanishing: layout.vanishing ? null : [0.5, layout.horizon] };
}

/** @param {Layout} layout @param {Layout} guess @param {string} item whether a hand has changed it */
export function changed(layout, guess, item) {
  return !same(valueOf(layout, item), valueOf(guess, item));
}

/** @param {Layout} layout @param {Layout} guess whether a hand has changed anything */
export function changedAtAll(layout, guess) {
  return !same(inOrder(layout), inOrder(guess));
}

/** @param {Layout} layout */
function inOrder(layout) {
  return { ...layout, figures: layout.figures.toSorted((a, b) => (a.tag < b.tag ? -1 : 1)) };
}

/**
 * One item as it was guessed; a lamp that nobody guessed goes.
 * @param {Layout} layout
 * @param {Layout} guess
 * @param {string} item
 * @returns {Layout}
 */
export function restored(layout, guess, item) {
  const [kind, which] = item.split(" ");
  if (kind === "horizon" || kind === "vanishing") return { ...layout, horizon: guess.horizon, vanishing: guess.vanishing };
  if (kind === "screen") return { ...layout, screen: guess.screen };
  if (kind === "figure") return withFigure(layout, which, (figure) => guess.figures.find(({ tag }) => tag === which) ?? figure);
  const number = Number(which);
  if (kind === "occluder") return withoutOccluder(layout, number);
  if (number < guess.lamps.length) return withLamp(layout, number, () => guess.lamps[number]);
  return { ...layout, lamps: layout.lamps.filter((_, place) => place !== number) };
}

/**
 * What a hand set right, carried into a new guess: of the plate only while it is the same plate.
 * @param {Layout} layout
 * @param {Layout} before the guess it was set right from
 * @param {Layout} guess
 * @param {boolean} samePlate
 * @returns {Layout}
 */
export function carried(layout, before, guess, samePlate) {
  const figures = guess.figures.map((figure) => {
    const own = layout.figures.find(({ tag }) => tag === figure.tag);
    return own && changed(layout, before, `figure ${figure.tag}`) ? own : figure;
  });
  if (!samePlate) return { ...guess, figures }; // another plate has other things in front
  const street = changed(layout, before, "horizon") || changed(layout, before, "vanishing");
  const ground = street ? { horizon: layout.horizon, vanishing: layout.vanishing } : {};
  const lit = same(layout.lamps, before.lamps) ? guess.lamps : layout.lamps;
  const screen = changed(layout, before, "screen") ? layout.screen : guess.screen;
  return { ...guess, ...ground, lamps: lit, screen, figures, occluders: layout.occluders };
}

/**
 * The layout after its tags were renamed; who is cited no more goes.
 * @param {Layout} layout
 * @param {Map<string, string | null>} renamed
 * @returns {Layout}
 */
export function retagged(layout, renamed) {
  const figures = layout.figures.flatMap((figure) => {
    const tag = renamed.has(figure.tag) ? renamed.get(figure.tag) : figure.tag;
    return tag ? [{ ...figure, tag }] : [];
  });
  return { ...layout, figures };
}

/**
 * The part of the plate that fills the frame: left, top, right, bottom, as shares.
 * The engine chooses it so (composite/plate.py): the street, the screen and who stands there are kept.
 * @param {Layout} layout
 * @param {number} aspect the plate's width over its height
 * @param {number} frame the frame's
 */
export function seen(layout, aspect, frame) {
  const wide = Math.min(1, frame / aspect);
  const high = Math.min(1, aspect / frame);
  const across = layout.figures.map(({ foot }) => foot[0]);
  if (layout.vanishing) across.push(layout.vanishing[0]);
  if (layout.screen) across.push(middle(layout.screen)[0]);
  const centre = across.length ? (Math.min(...across) + Math.max(...across)) / 2 : 0.5;
  const left = within(centre - wide / 2, 0, 1 - wide);
  const top = within(layout.horizon - 0.42 * high, 0, 1 - high);
  return { left, top, right: left + wide, bottom: top + high };
}

/** @param {Layout} layout as it is sent: no more digits than a screen shows */
export function written(layout) {
  return JSON.stringify(layout, (_, value) => (typeof value === "number" ? Math.round(value * 1e5) / 1e5 : value));
}

/** @param {Point[]} corners whether they go round clockwise without a dent */
function goesRound(corners) {
  return corners.every((a, place) => {
    const [b, c] = [corners[(place + 1) % 4], corners[(place + 2) % 4]];
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]) > 1e-5;
  });
}

/** @param {Point[]} corners @returns {Point} */
function middle(corners) {
  const sum = (/** @type {0 | 1} */ axis) => corners.reduce((all, corner) => all + corner[axis], 0);
  return [sum(0) / corners.length, sum(1) / corners.length];
}

/** @param {Layout} layout @param {string} item @returns {unknown} */
function valueOf(layout, item) {
  const [kind, which] = item.split(" ");
  if (kind === "lamp") return layout.lamps[Number(which)] ?? null;
  if (kind === "figure") return layout.figures.find(({ tag }) => tag === which) ?? null;
  if (kind === "screen") return layout.screen;
  if (kind === "occluder") return layout.occluders[Number(which)] ?? null;
  return kind === "vanishing" ? layout.vanishing : layout.horizon;
}

/** @param {unknown} a @param {unknown} b @returns {boolean} the same but for rounding */
function same(a, b) {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a - b) < SAME;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return a === b;
  const keys = Object.keys(a);
  const all = keys.length === Object.keys(b).length;
  return all && keys.every((key) => same(Reflect.get(a, key), Reflect.get(b, key)));
}

/** @param {number} value @param {number} least @param {number} most */
function within(value, least, most) {
  return Math.min(most, Math.max(least, value));
}
