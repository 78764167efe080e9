/**
 * Draws a frame with light on it, in WebGL2.
 *
 *   const renderer = new Renderer(canvas);   // renderer.available: false without WebGL2
 *   renderer.master({ width, height, planes });   renderer.light = …;   renderer.draw();
 *
 * Event "lost" and "restored": a tablet may take the context away; what was shown is drawn again.
 */

import { tableOf, SAMPLES } from "./curves.js";
import { MOST_LAMPS, MOST_MATTES, PROGRAMS, VERTEX } from "./shader.js";

/** @typedef {import("./between.js").Light} Light */
/** @typedef {keyof typeof PROGRAMS} Kind */
/** @typedef {Float32Array<ArrayBuffer> | null} Field null: nothing is painted */
/** @typedef {{mask?: import("./between.js").Mask, who?: number}} Masked */

/**
 * @typedef {object} Lit what the shader is told
 * @property {Light} a
 * @property {Light} b
 * @property {number} t share of b
 * @property {(import("./between.js").Lamp | import("./between.js").Gradient)[]} lamps
 * @property {number} exposure in stops
 * @property {Field[]} fieldsA what is painted off people; then, where that is not the same, on those who are not `meant`, and on each who is
 * @property {Field[]} fieldsB
 * @property {number} rows of the fields
 * @property {number[]} [meant] the persons who are meant alone, by their number from 1
 * @property {Uint8Array<ArrayBuffer>[] | null} [mattes] where everybody is, as large as a field, then each who is meant
 * @property {boolean} [spared] light may not cross people; without a matte, nothing
 * @property {[number, number]} [movedA] how far what a follows has gone, of width and height
 * @property {[number, number]} [movedB]
 */

export const LOOKS = /** @type {const} */ ({ lit: 0, false: 1, clipping: 2, before: 3, qualifier: 4, tones: 5 });
const SAMPLED = 320; // columns that the scopes look at

const SLOW = 40; // ms
const LATEST = 1000; // ms after which nothing waits for a drawing any more
const COARSE = 4;
const NOTHING = new Float32Array(1);
const LAYERED = ["fieldsA", "fieldsB", "mattes"]; // textures of more than one grid
const NOWHERE = /** @type {[number, number]} */ ([0, 0]);

export class Renderer extends EventTarget {
  #canvas;
  /** @type {WebGL2RenderingContext | null} */
  #gl;
  /** @type {Map<Kind, WebGLProgram>} */
  #programs = new Map();
  /** @type {Map<string, {texture: WebGLTexture, made: string}>} */
  #textures = new Map();
  /** @type {Map<string, unknown>} what a texture holds, so that nothing is sent twice */
  #held = new Map();
  /** @type {Map<string, Float32Array<ArrayBuffer>>} */
  #tables = new Map();
  /** @type {{kind: Kind, width: number, height: number, fill: () => void} | null} */
  #picture = null;
  /** @type {{name: string, buffer: WebGLFramebuffer} | null} where the scopes' look is drawn */
  #sampled = null;
  /** @type {keyof typeof LOOKS} */
  look = "lit";
  wipe = 0;
  /** @type {Lit | null} */
  light = null;
  /** Whether a whole picture takes longer than a hand will wait. */
  slow = false;
  /** @type {{sync: WebGLSync, at: number, whole: boolean} | null} */
  #drawing = null;
  /** How many pictures were drawn: one a frame of the screen, whatever the hand does. */
  drawn = 0;

  /** @param {HTMLCanvasElement | OffscreenCanvas} canvas */
  constructor(canvas) {
    super();
    this.#canvas = canvas;
    const options = { antialias: false, alpha: false, preserveDrawingBuffer: true, powerPreference: "high-performance" };
    this.#gl = /** @type {WebGL2RenderingContext | null} */ (canvas.getContext("webgl2", options));
    canvas.addEventListener("webglcontextlost", (event) => {
      event.preventDefault(); // or it never comes back
      this.dispatchEvent(new Event("lost"));
    });
    canvas.addEventListener("webglcontextrestored", () => {
      this.#programs.clear();
      this.#textures.clear();
      this.#held.clear();
      this.#sampled = this.#drawing = null;
      this.#picture?.fill();
      this.draw();
      this.dispatchEvent(new Event("restored"));
    });
  }

  get available() {
    return this.#gl !== null;
  }

  get lost() {
    return this.#gl?.isContextLost() ?? true;
  }

  /**
   * The master's own pixels: planes G, B, R of ten bits.
   * @param {{width: number, height: number, planes: Uint16Array<ArrayBuffer>[]}} frame
   */
  master({ width, height, planes }) {
    this.#take("master", width, height, () => {
      const gl = this.#gl;
      if (!gl) return;
      for (const [at, name] of ["planeG", "planeB", "planeR"].entries()) {
        this.#fill(name, width, height, gl.R16UI, gl.RED_INTEGER, gl.UNSIGNED_SHORT, planes[at]);
      }
    });
  }

  /**
   * A decoded frame's Y, U and V of eight bits, 4:2:0.
   * @param {number} width
   * @param {number} height
   * @param {{data: Uint8Array<ArrayBuffer>, stride: number}[]} planes
   */
  proxy(width, height, planes) {
    this.#take("proxy", width, height, () => {
      const gl = this.#gl;
      if (!gl) return;
      for (const [at, name] of ["planeY", "planeU", "planeV"].entries()) {
        const [wide, high] = at ? [Math.ceil(width / 2), Math.ceil(height / 2)] : [width, height];
        this.#fill(name, wide, high, gl.R8, gl.RED, gl.UNSIGNED_BYTE, planes[at].data, planes[at].stride);
      }
    });
  }

  /**
   * What the browser itself makes of a frame: near enough while it runs.
   * @param {TexImageSource} source
   * @param {number} width
   * @param {number} height
   */
  shown(source, width, height) {
    this.#take("shown", width, height, () => {
      const gl = this.#gl;
      if (!gl) return;
      this.#bind("shown", "video");
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, source);
    });
  }

  /** Whether what was drawn last is still on its way: then drawing more only makes it later. */
  get busy() {
    const [gl, drawing] = [this.#gl, this.#drawing];
    if (!gl || !drawing || gl.isContextLost()) return false;
    const late = performance.now() - drawing.at;
    if (gl.getSyncParameter(drawing.sync, gl.SYNC_STATUS) !== gl.SIGNALED && late < LATEST) return true;
    gl.deleteSync(drawing.sync);
    if (drawing.whole) this.slow = late > SLOW;
    this.#drawing = null;
    return false;
  }

  /**
   * Draws what it has, if it has both a picture and light.
   * @param {boolean} [coarse] a quarter as wide, for a hand that moves where drawing is slow
   */
  draw(coarse = false) {
    const [gl, picture, light] = [this.#gl, this.#picture, this.light];
    if (!gl || !picture || !light || gl.isContextLost()) return false;
    const program = this.#use(picture.kind);
    if (!program) return false;
    const by = coarse ? COARSE : 1;
    const drawn = { width: Math.ceil(picture.width / by), height: Math.ceil(picture.height / by) };
    this.#size(drawn);
    this.#tell(program, picture, light, this.look, this.wipe, drawn);
    gl.viewport(0, 0, drawn.width, drawn.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.#drawing = sync && { sync, at: performance.now(), whole: !coarse };
    gl.flush();
    this.drawn += 1;
    return true;
  }

  /**
   * A small look at the same frame for the scopes and for the hand: the tone its curves are asked
   * for, and how bright it becomes. Nothing on the screen changes.
   * @returns {import("./scopes.js").Sample | null}
   */
  sample() {
    const [gl, picture, light] = [this.#gl, this.#picture, this.light];
    if (!gl || !picture || !light || gl.isContextLost()) return null;
    const program = this.#use(picture.kind);
    if (!program) return null;
    const width = Math.min(SAMPLED, picture.width);
    const height = Math.max(1, Math.round((width * picture.height) / picture.width));
    this.#tell(program, picture, light, "tones", 0, { width, height });
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#buffer(width, height));
    gl.viewport(0, 0, width, height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const data = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return sampleOf(width, height, data);
  }

  /** @param {number} width @param {number} height */
  #buffer(width, height) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const name = `${width} ${height}`;
    if (this.#sampled?.name === name) return this.#sampled.buffer;
    const buffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, buffer);
    const inside = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, inside);
    gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, width, height);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, inside);
    this.#sampled = { name, buffer };
    return buffer;
  }

  /** @returns {{width: number, height: number, data: Uint8Array<ArrayBuffer>} | null} what was drawn, RGBA from the bottom row up */
  read() {
    const [gl, picture] = [this.#gl, this.#picture];
    if (!gl || !picture) return null;
    const { width, height } = picture;
    const data = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
    return { width, height, data };
  }

  /**
   * @param {Kind} kind
   * @param {number} width
   * @param {number} height
   * @param {() => void} fill
   */
  #take(kind, width, height, fill) {
    this.#picture = { kind, width, height, fill };
    if (!this.lost) fill();
  }

  /** @param {{width: number, height: number}} drawn */
  #size({ width, height }) {
    if (this.#canvas.width === width && this.#canvas.height === height) return;
    Object.assign(this.#canvas, { width, height });
  }

  /** @param {Kind} kind */
  #use(kind) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    let program = this.#programs.get(kind);
    if (!program) {
      program = gl.createProgram();
      for (const [type, source] of /** @type {const} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, PROGRAMS[kind]]])) {
        const shader = /** @type {WebGLShader} */ (gl.createShader(type));
        gl.shaderSource(shader, source);
        gl.compileShader(shader);
        gl.attachShader(program, shader);
      }
      gl.linkProgram(program);
      if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
        if (gl.isContextLost()) return null;
        const shaders = gl.getAttachedShaders(program) ?? [];
        throw new Error(`${gl.getProgramInfoLog(program)} ${shaders.map((shader) => gl.getShaderInfoLog(shader)).join(" ")}`);
      }
      this.#programs.set(kind, program);
    }
    gl.useProgram(program);
    return program;
  }

  /**
   * @param {WebGLProgram} program
   * @param {{kind: Kind, width: number, height: number}} picture
   * @param {Lit} light
   * @param {keyof typeof LOOKS} look
   * @param {number} wipe
   * @param {{width: number, height: number}} drawn
   */
  #tell(program, { kind, width, height }, light, look, wipe, drawn) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    this.#sendCurves(light);
    this.#sendFields("fieldsA", light.fieldsA, light.rows);
    this.#sendFields("fieldsB", light.fieldsB, light.rows);
    const people = this.#sendPeople(light);
    if (kind === "master") this.#sendLinear();
    const planes = { master: ["planeG", "planeB", "planeR", "linear"], proxy: ["planeY", "planeU", "planeV"], shown: ["shown"] };
    for (const [unit, name] of ["curves", ...LAYERED, ...planes[kind]].entries()) {
      const texture = name === "mattes" && people === 0 ? "fieldsA" : name; // a sampler always wants one of its kind
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(LAYERED.includes(name) ? gl.TEXTURE_2D_ARRAY : gl.TEXTURE_2D, this.#textures.get(texture)?.texture ?? null);
      gl.uniform1i(gl.getUniformLocation(program, name), unit);
    }
    const place = (/** @type {string} */ name) => gl.getUniformLocation(program, name);
    gl.uniform2i(place("size"), width, height);
    gl.uniform2i(place("drawn"), drawn.width, drawn.height);
    for (const [name, value] of Object.entries({ exposure: light.exposure, share: light.t, wipe, aspect: height / width })) {
      gl.uniform1f(place(name), value);
    }
    gl.uniform2f(place("movedA"), ...(light.movedA ?? NOWHERE));
    gl.uniform2f(place("movedB"), ...(light.movedB ?? NOWHERE));
    const lamps = light.lamps.slice(0, MOST_LAMPS);
    const whole = { lumaA: Number(light.a.mode === "luma"), lumaB: Number(light.b.mode === "luma"), lampCount: lamps.length, people, spared: Number(light.spared ?? false), look: LOOKS[look] };
    const meant = light.meant ?? [];
    for (const [name, value] of Object.entries(whole)) gl.uniform1i(place(name), value);
    for (const [key, { qualifier }] of Object.entries({ A: light.a, B: light.b })) {
      gl.uniform4f(place(`tone${key}`), ...range(qualifier?.tone, 0.05));
      gl.uniform4f(place(`hue${key}`), ...range(qualifier?.hue, 1));
      gl.uniform1i(place(`mask${key}`), maskOf(qualifier, meant));
    }
    if (lamps.length > 0) gl.uniform4fv(place("lamps"), lamps.flatMap((lamp) => numbersOf(lamp, meant)));
  }

  /** @param {Lit} light */
  #sendCurves({ a, b }) {
    const rows = [a, b].flatMap((key) => (key.mode === "luma" ? [key.luma, [], []] : [key.r, key.g, key.b]));
    const now = JSON.stringify(rows);
    if (this.#held.get("curves") === now) return;
    this.#held.set("curves", now);
    const all = new Float32Array(SAMPLES * rows.length);
    for (const [at, points] of rows.entries()) all.set(this.#table(points), at * SAMPLES);
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    this.#fill("curves", SAMPLES, rows.length, gl.R32F, gl.RED, gl.FLOAT, all);
  }

  /** @param {import("./curves.js").Spot[]} points */
  #table(points) {
    const name = JSON.stringify(points);
    const table = this.#tables.get(name);
    if (table) return table;
    if (this.#tables.size > 32) this.#tables.clear();
    const values = tableOf(points);
    this.#tables.set(name, values);
    return values;
  }

  /** @param {string} name @param {Field[]} fields @param {number} rows */
  #sendFields(name, fields, rows) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const some = fields.some((field) => field);
    this.#sendLayers(name, some ? fields : [NOTHING], some ? rows : 1, [gl.R32F, gl.RED, gl.FLOAT]);
  }

  /** @param {Lit} light @returns {number} how many mattes it matters to know */
  #sendPeople({ mattes, rows }) {
    if (!mattes) return 0;
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const sent = mattes.slice(0, MOST_MATTES);
    this.#sendLayers("mattes", sent, rows, [gl.R8, gl.RED, gl.UNSIGNED_BYTE]);
    return sent.length;
  }

  /**
   * Grids one upon another, all of one size; one that is the same as before is not sent again.
   * @param {string} name
   * @param {(ArrayBufferView<ArrayBuffer> & {length: number} | null)[]} layers null: of noughts
   * @param {number} rows
   * @param {[number, number, number]} kind how the GPU keeps it, format, type
   */
  #sendLayers(name, layers, rows, [inside, format, type]) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const cells = layers.find((layer) => layer)?.length ?? rows;
    const size = `${cells} ${rows} ${layers.length}`;
    const previous = /** @type {unknown[]} */ (this.#held.get(name) ?? []);
    if (this.#textures.get(name)?.made === size && layers.every((layer, at) => layer === previous[at])) return;
    const same = this.#bind(name, size, gl.TEXTURE_2D_ARRAY);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    const wide = cells / rows;
    if (!same) gl.texImage3D(gl.TEXTURE_2D_ARRAY, 0, inside, wide, rows, layers.length, 0, format, type, null); // of noughts
    for (const [at, layer] of layers.entries()) {
      if (same && layer === previous[at]) continue;
      const data = layer ?? new Float32Array(cells);
      gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, at, wide, rows, 1, format, type, data);
    }
    this.#held.set(name, layers);
  }

  #sendLinear() {
    if (this.#held.has("linear")) return;
    this.#held.set("linear", true);
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const table = Float32Array.from({ length: 1024 }, (_, code) => (code / 1023) ** 2.4);
    this.#fill("linear", 1024, 1, gl.R32F, gl.RED, gl.FLOAT, table);
  }

  /** @param {string} name @param {string} size @param {number} [target] */
  #bind(name, size, target = WebGL2RenderingContext.TEXTURE_2D) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const binding = this.#textures.get(name);
    gl.activeTexture(gl.TEXTURE0);
    if (binding) {
      gl.bindTexture(target, binding.texture);
      const same = binding.made === size;
      binding.made = size;
      return same;
    }
    const texture = gl.createTexture();
    gl.bindTexture(target, texture);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(target, filter, gl.NEAREST);
    for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(target, wrap, gl.CLAMP_TO_EDGE);
    this.#textures.set(name, { texture, made: size });
    return false;
  }

  /**
   * @param {string} name
   * @param {number} width
   * @param {number} height
   * @param {number} inside how the GPU keeps it
   * @param {number} format
   * @param {number} type
   * @param {ArrayBufferView<ArrayBuffer>} data
   * @param {number} [stride] of a row, in samples
   */
  #fill(name, width, height, inside, format, type, data, stride = 0) {
    const gl = /** @type {WebGL2RenderingContext} */ (this.#gl);
    const same = this.#bind(name, `${width} ${height} ${inside}`);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, stride);
    if (same) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, format, type, data);
    else gl.texImage2D(gl.TEXTURE_2D, 0, inside, width, height, 0, format, type, data);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
  }
}

/**
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} data as the shader tells it, from the bottom row up
 * @returns {import("./scopes.js").Sample}
 */
function sampleOf(width, height, data) {
  const tones = new Float32Array(width * height);
  const bright = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const from = ((height - 1 - row) * width + column) * 4;
      tones[row * width + column] = ((data[from] * 256 + data[from + 1]) / 65535) * 16 - 10;
      bright[row * width + column] = data[from + 2];
    }
  }
  return { width, height, tones, bright };
}

/**
 * Which matte something is kept on (1, 2, …) or off (below 0); 0: it lies everywhere.
 * @param {Masked | null | undefined} masked
 * @param {number[]} meant
 */
function maskOf(masked, meant) {
  if (!masked?.mask) return 0;
  const matte = 1 + (masked.who ? meant.indexOf(masked.who) + 1 : 0);
  return masked.mask === "on" ? matte : -matte;
}

/**
 * A lamp or gradient as three vectors: place, shape, and force with its kind.
 * @param {import("./between.js").Lamp | import("./between.js").Gradient} lamp
 * @param {number[]} meant
 */
function numbersOf(lamp, meant) {
  const force = [lamp.stops, lamp.warmth, maskOf(lamp, meant), Number(lamp.kind === "gradient")];
  if (lamp.kind === "gradient") return [lamp.x1, lamp.y1, lamp.x2, lamp.y2, 0, 0, 0, 0, ...force];
  const turn = (lamp.turn * Math.PI) / 180;
  const reach = [Math.max(lamp.rx, 0.005), Math.max(lamp.ry, 0.005)];
  return [lamp.x, lamp.y, ...reach, Math.cos(turn), Math.sin(turn), lamp.softness, 0, ...force];
}

/**
 * @param {[number, number, number] | null | undefined} part
 * @param {number} softest
 * @returns {[number, number, number, number]}
 */
function range(part, softest) {
  return part ? [part[0], part[1], Math.max(part[2], softest), 1] : [0, 0, 1, 0];
}
