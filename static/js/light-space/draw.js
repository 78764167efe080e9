/** A light space drawn live with WebGL2. */

import { FRAGMENT, MOST, VERTEX } from "./shader.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Space} Space */

const RADIANS = Math.PI / 180;

export class LightDrawing {
  #gl;
  #program;
  /** @type {Map<string, WebGLUniformLocation | null>} */
  #places = new Map();

  /** @param {HTMLCanvasElement} canvas Throws where the browser has no WebGL2. */
  constructor(canvas) {
    const gl = canvas.getContext("webgl2", { antialias: false, preserveDrawingBuffer: true });
    if (!gl) throw new Error("no WebGL2");
    this.#gl = gl;
    this.#program = linked(gl);
    gl.useProgram(this.#program);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    for (const how of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, how, gl.NEAREST);
  }

  /** @param {Space} space @param {State} state at the moment that is shown */
  draw(space, state) {
    const gl = this.#gl;
    const { width, height } = gl.canvas;
    gl.viewport(0, 0, width, height);
    gl.uniform2f(this.#at("uSize"), width, height);
    gl.uniform1ui(this.#at("uSeed"), space.seed);
    this.#numbers({
      uAspect: width / height,
      uGrain: space.grain,
      uExposure: state.exposure,
      uHorizon: state.air.horizon,
      uHaze: state.air.haze,
      uCurtain: state.veil.curtain,
      uFolds: state.veil.folds,
      uLeaves: state.veil.leaves,
      uPatches: state.veil.patches,
      uWater: state.veil.water,
    });
    gl.uniform3fv(this.#at("uAir"), [...state.air.top, ...state.air.middle, ...state.air.bottom]);
    this.#lamps(state);
    this.#apertures(state);
    this.#strokes(state);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  /** @param {State} state */
  #lamps({ lamps }) {
    this.#gl.uniform1i(this.#at("uLampCount"), lamps.length);
    this.#fours("uLamps", lamps.map(({ x, y, radius, power }) => [x, y, radius, power]));
    this.#threes("uLampColours", lamps);
  }

  /** @param {State} state */
  #apertures({ apertures }) {
    const gl = this.#gl;
    gl.uniform1i(this.#at("uOpenCount"), apertures.length);
    this.#fours("uPlaces", apertures.map(({ x, y, width, height }) => [x, y, width, height]));
    this.#fours("uShapes", apertures.map(({ turn, lean, soft, power }) => [turn * RADIANS, lean, soft, power]));
    this.#fours("uBeams", apertures.map((aperture) => [aperture.throw, aperture.fall * RADIANS, aperture.shine, 0]));
    if (apertures.length > 0) gl.uniform2iv(this.#at("uPanes"), apertures.flatMap(({ across, down }) => [across, down]));
    this.#threes("uOpenColours", apertures);
  }

  /** @param {State} state */
  #strokes({ strokes }) {
    const gl = this.#gl;
    gl.uniform1i(this.#at("uStrokeCount"), strokes.length);
    this.#fours("uStrokes", strokes.map(({ width, power, points }) => [width, power, points.length, 0]));
    this.#threes("uStrokeColours", strokes);
    const values = new Float32Array(MOST.points * MOST.strokes * 4);
    for (const [row, { points }] of strokes.entries())
      for (const [index, [x, y]] of points.entries()) values.set([x, y], (row * MOST.points + index) * 4);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, MOST.points, MOST.strokes, 0, gl.RGBA, gl.FLOAT, values);
  }

  /** @param {string} name @param {number[][]} rows */
  #fours(name, rows) {
    if (rows.length > 0) this.#gl.uniform4fv(this.#at(name), rows.flat());
  }

  /** @param {string} name @param {{colour: number[]}[]} parts */
  #threes(name, parts) {
    if (parts.length > 0) this.#gl.uniform3fv(this.#at(name), parts.flatMap(({ colour }) => colour));
  }

  /** @param {Record<string, number>} values */
  #numbers(values) {
    for (const [name, value] of Object.entries(values)) this.#gl.uniform1f(this.#at(name), value);
  }

  /** @param {string} name */
  #at(name) {
    if (!this.#places.has(name)) this.#places.set(name, this.#gl.getUniformLocation(this.#program, name));
    return this.#places.get(name) ?? null;
  }
}

/** @param {WebGL2RenderingContext} gl */
function linked(gl) {
  const program = /** @type {WebGLProgram} */ (gl.createProgram());
  for (const [kind, text] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? "shader");
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "program");
  return program;
}
