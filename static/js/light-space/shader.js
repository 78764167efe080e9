/**
 * A light space as a fragment shader: the same arithmetic as slowfilm/media/lightspace, line by
 * line, so that what the hand sees is what a worker renders.
 */

export const MOST = { lamps: 12, apertures: 6, strokes: 16, points: 24 };

export const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const NOISE = `
uint hashed(ivec2 p, uint seed) {
  uint h = (uint(p.x) * 0x8DA6B343u) ^ (uint(p.y) * 0xD8163841u);
  h ^= seed * 0xCB1AB31Fu;
  h = (h ^ (h >> 16)) * 0x7FEB352Du;
  h = (h ^ (h >> 15)) * 0x846CA68Bu;
  return h ^ (h >> 16);
}
float unit(uint bits) { return float(bits >> 8) * (1.0 / 16777216.0); }
float corner(ivec2 at, vec2 away, uint seed) {
  uint h = hashed(at, seed);
  return dot(vec2(float(h & 0xFFFFu), float(h >> 16)) / 32767.5 - 1.0, away);
}
float noise(vec2 p, uint seed) {
  vec2 whole = floor(p), f = p - whole;
  ivec2 i = ivec2(whole);
  vec2 e = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
  float a = corner(i, f, seed), b = corner(i + ivec2(1, 0), f - vec2(1.0, 0.0), seed);
  float c = corner(i + ivec2(0, 1), f - vec2(0.0, 1.0), seed), d = corner(i + ivec2(1, 1), f - 1.0, seed);
  float upper = a + (b - a) * e.x, lower = c + (d - c) * e.x;
  return (upper + (lower - upper) * e.y) * 1.5;
}
float fbm(vec2 p, uint seed, int octaves) {
  float total = 0.0, weight = 0.5;
  for (int octave = 0; octave < octaves; octave++) {
    total += noise(p, seed + uint(octave)) * weight;
    p = vec2(p.x * 0.8 - p.y * 0.6, p.x * 0.6 + p.y * 0.8) * 2.03 + vec2(17.3, 9.1);
    weight *= 0.5;
  }
  return total;
}`;

const VEILS = `
float cloth(vec2 p, float folds, uint seed) {
  float drift = noise(vec2(p.x * 0.9, p.y * 0.5), seed + 11u) * 0.10;
  drift += noise(vec2(p.x * 2.7, p.y * 0.9), seed + 12u) * 0.025;
  float u = (p.x + drift) * folds;
  u += noise(vec2(u * 0.33, p.y * 0.25 + 3.7), seed + 13u) * 0.8;
  float a = u * 6.283185307;
  float broad = sin(a + 0.9 * sin(a + 0.5));
  float b = a * 2.37 + noise(vec2(u * 0.7, p.y * 0.8), seed + 14u) * 2.6;
  float narrow = sin(b + 0.8 * sin(b));
  float hang = 0.55 + 0.45 * noise(vec2(u * 0.21, p.y * 0.7 + 8.0), seed + 15u);
  float depth = 0.5 + 0.5 * (broad * 0.68 + narrow * 0.32 * hang);
  float crease = (1.0 - depth) * (1.0 - depth);
  crease *= crease;
  float weave = fbm(vec2(p.x * 90.0, p.y * 14.0), seed + 16u, 2) * 0.035;
  return 0.16 + 1.02 * depth * sqrt(max(depth, 0.0)) - 0.14 * crease + weave;
}
float patches(vec2 p, float scale, uint seed, float edge) {
  vec2 g = vec2((p.x + p.y * 0.24) * scale, p.y * scale * 1.12);
  ivec2 cell = ivec2(floor(g));
  float total = 0.0;
  for (int down = -1; down <= 1; down++) {
    for (int across = -1; across <= 1; across++) {
      ivec2 at = cell + ivec2(across, down);
      uint bits = hashed(at, seed), other = hashed(at, seed + 1u);
      vec2 c = vec2(at) + 0.15 + vec2(unit(bits), unit(other)) * 0.7;
      float size = 0.20 + unit(bits * 0x9E3779B1u) * 0.5;
      float soft = clamp((1.15 - length(g - c) / size) * edge, 0.0, 1.0);
      float strength = clamp(unit(other * 0x85EBCA77u) * 1.5 - 0.5, 0.0, 1.0);
      total += soft * soft * (3.0 - 2.0 * soft) * strength;
    }
  }
  return 1.0 - exp(total * -1.4);
}
float leaves(vec2 p, float many, uint seed) {
  p *= many;
  float sway = fbm(p * 0.35, seed + 21u, 3);
  float large = patches(p + sway * vec2(0.9, 0.6), 0.62, seed + 22u, 1.5);
  float near = patches(p + sway * vec2(0.7, 0.5), 1.15, seed + 23u, 2.2);
  float far = patches(p + sway * vec2(0.4, -0.5), 2.3, seed + 25u, 3.2);
  float gap = clamp(0.5 + 1.5 * fbm(vec2(p.x * 0.21 + 4.0, p.y * 0.21), seed + 27u, 3), 0.0, 1.0);
  return 0.10 + (large * 0.50 + near * 0.62 + far * 0.42) * (0.12 + 0.95 * gap * gap);
}
vec2 ripples(float x, float depth, uint seed) {
  float near = 1.0 / (depth * 1.9 + 0.10);
  vec2 r = vec2(x * near * 1.5, near * 7.0);
  float swell = noise(vec2(r.x * 0.8 + 3.0, r.y * 0.9), seed + 31u);
  float chop = fbm(vec2(r.x * 2.3, r.y * 2.6), seed + 32u, 3);
  float side = noise(vec2(r.x * 1.9 + 40.0, r.y * 1.7), seed + 36u);
  return vec2(side, swell * 0.55 + chop * 0.9);
}`;

const LIGHT = `
float even(float low, float high, float value) {
  float t = clamp((value - low) / (high - low), 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}
vec3 airAt(float y) {
  float up = even(0.0, 1.0, clamp((uHorizon - y) / max(uHorizon, 0.05), 0.0, 1.0));
  float low = even(0.0, 1.0, clamp((y - uHorizon) / max(1.0 - uHorizon, 0.05), 0.0, 1.0));
  vec3 made = uAir[1] + (uAir[0] - uAir[1]) * sqrt(up);
  made += (uAir[2] - uAir[1]) * sqrt(low);
  float off = (y - uHorizon) / (0.05 + 0.16 * uHaze);
  return made * (1.0 + exp(-off * off) * 0.55 * uHaze);
}
vec3 lampAt(int n, vec2 p, float hang) {
  vec4 lamp = uLamps[n];
  vec2 d = p - vec2(lamp.x * uAspect, lamp.y);
  float away = dot(d, d) / (lamp.z * lamp.z);
  float core = exp(-away * 1.4);
  float near = 0.30 / (1.0 + away * 0.30) / sqrt(1.0 + away * 0.30);
  float wide = 0.075 / (1.0 + away * 0.022);
  return (core + (near + wide) * (0.12 + hang)) * lamp.w * uLampColours[n];
}
float thrown(vec2 q, vec2 pane, vec2 way, float far) {
  float start = 0.0, stop = 8.0;
  for (int axis = 0; axis < 2; axis++) {
    float step_ = abs(way[axis]) > 1e-3 ? way[axis] : 1e-3;
    float one = (q[axis] - pane[axis]) / step_, other = (q[axis] + pane[axis]) / step_;
    start = max(start, min(one, other));
    stop = min(stop, max(one, other));
  }
  return (exp(-start / far) - exp(-max(stop, start) / far)) * 0.8;
}
vec3 apertureAt(int n, vec2 p, float hang) {
  vec4 lie = uPlaces[n], how = uShapes[n], beamed = uBeams[n];
  float c = cos(how.x), s = sin(how.x);
  vec2 d = p - vec2(lie.x * uAspect, lie.y);
  vec2 q = vec2(d.x * c + d.y * s, d.y * c - d.x * s);
  q.x += q.y * how.y;
  vec2 all = lie.zw / 2.0;
  vec2 way = vec2(cos(beamed.y - how.x) + sin(beamed.y - how.x) * how.y, sin(beamed.y - how.x));
  ivec2 many = uPanes[n];
  vec2 pane = all / vec2(many) * (1.0 - 0.055 * vec2(greaterThan(many, ivec2(1))));
  float shine = 0.0, beam = 0.0;
  for (int i = 0; i < many.x; i++) {
    for (int j = 0; j < many.y; j++) {
      vec2 off = q - (vec2(2 * i + 1, 2 * j + 1) / vec2(many) - 1.0) * all;
      shine += even(-how.z, how.z, pane.x - abs(off.x)) * even(-how.z, how.z, pane.y - abs(off.y));
      if (beamed.x > 0.0) beam += thrown(off, pane, way, beamed.x);
    }
  }
  vec2 beyond = max(abs(q) - all, 0.0);
  float away = dot(beyond, beyond) / (0.16 * lie.z * lie.w + 1e-4);
  float glow = 0.34 / (1.0 + away * 1.1) / sqrt(1.0 + away * 1.1) + 0.05 / (1.0 + away * 0.1);
  float made = (shine + glow * (0.1 + hang)) * beamed.z + beam * hang * 0.9;
  return made * how.w * uOpenColours[n];
}
float veilAt(vec2 p) {
  float made = 1.0;
  if (uCurtain > 0.0) made *= 1.0 + uCurtain * (cloth(p, uFolds, uSeed) - 1.0);
  if (uLeaves > 0.0) made *= 1.0 + uLeaves * (leaves(p, uPatches, uSeed) - 1.0);
  return max(made, 0.18 * 0.2);
}
vec3 lightAt(vec2 p) {
  vec2 at = p;
  float wetness = 1.0;
  if (uWater > 0.0) {
    float below = p.y - uHorizon, wet = even(0.0, 0.012, below) * uWater;
    float depth = clamp(below / max(1.0 - uHorizon, 0.05), 0.0, 1.0);
    vec2 lean = ripples(p.x, depth, uSeed);
    float rough = 0.02 + depth * 0.22;
    float up = uHorizon - below * 0.92 + lean.y * rough * 1.25;
    float across = p.x + lean.x * rough * 0.16;
    float tone = 0.80 - 0.30 * depth + lean.y * 0.34;
    at = vec2(p.x + (across - p.x) * wet, p.y + (min(up, uHorizon) - p.y) * wet);
    wetness = 1.0 + (clamp(tone, 0.12, 1.4) - 1.0) * wet;
  }
  float drift = fbm(vec2(at.x * 1.3, at.y * 2.9), uSeed + 1u, 4);
  float hang = uHaze * clamp(0.85 + drift * 0.9, 0.1, 2.0);
  vec3 glow = vec3(0.0);
  for (int n = 0; n < uLampCount; n++) glow += lampAt(n, at, hang);
  for (int n = 0; n < uOpenCount; n++) glow += apertureAt(n, at, hang);
  float veil = veilAt(p);
  float gain = (0.55 + 0.45 * veil) * wetness;
  glow *= veil * wetness;
  for (int n = 0; n < uStrokeCount; n++) {
    vec4 stroke = uStrokes[n];
    int count = int(stroke.z);
    float near = 9.0;
    for (int i = 0; i < max(count - 1, 1); i++) {
      vec2 a = texelFetch(uPoints, ivec2(i, n), 0).xy, b = texelFetch(uPoints, ivec2(min(i + 1, count - 1), n), 0).xy;
      a.x *= uAspect;
      b.x *= uAspect;
      vec2 v = b - a;
      float t = clamp(dot(p - a, v) / max(dot(v, v), 1e-8), 0.0, 1.0);
      vec2 off = p - a - v * t;
      near = min(near, dot(off, off));
    }
    float away = near / (stroke.x * stroke.x * 0.25);
    if (stroke.y < 0.0) {
      float shade = exp2(exp(-away) * stroke.y);
      gain *= shade;
      glow *= shade;
    } else glow += (exp(-away) + 0.10 / (1.0 + away * 0.12)) * stroke.y * uStrokeColours[n];
  }
  return (airAt(at.y) * gain + glow) * exp2(uExposure);
}`;

const FILM = `
vec3 coded(vec3 level) {
  level = clamp(level, 0.0, 1.0);
  vec3 high = 1.055 * pow(max(level, 1e-6), vec3(1.0 / 2.4)) - 0.055;
  return mix(high, level * 12.92, vec3(lessThanEqual(level, vec3(0.0031308))));
}
void main() {
  vec2 pixel = vec2(gl_FragCoord.x, uSize.y - gl_FragCoord.y);
  vec3 light = max(lightAt(pixel / uSize.y), 0.0);
  light = light * light / (light + 0.028) * 1.028;
  vec3 code = coded(1.0 - exp(-light));
  ivec2 at = ivec2(pixel);
  float grain = (unit(hashed(at, uSeed + 103u)) - 0.5) * 1.2 + (unit(hashed(at >> 1, uSeed + 104u)) - 0.5) * 0.9;
  float dither = unit(hashed(at, uSeed + 101u)) + unit(hashed(at, uSeed + 102u)) - 1.0;
  float strength = uGrain * 0.030 * (0.35 + 2.6 * code.g * (1.0 - code.g));
  shown = vec4(code + grain * strength + dither / 255.0, 1.0);
}`;

export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
out vec4 shown;
uniform vec2 uSize;
uniform float uAspect, uGrain, uExposure, uHorizon, uHaze, uCurtain, uFolds, uLeaves, uPatches, uWater;
uniform uint uSeed;
uniform vec3 uAir[3];
uniform int uLampCount, uOpenCount, uStrokeCount;
uniform vec4 uLamps[${MOST.lamps}];
uniform vec3 uLampColours[${MOST.lamps}];
uniform vec4 uPlaces[${MOST.apertures}], uShapes[${MOST.apertures}], uBeams[${MOST.apertures}];
uniform ivec2 uPanes[${MOST.apertures}];
uniform vec3 uOpenColours[${MOST.apertures}];
uniform vec4 uStrokes[${MOST.strokes}];
uniform vec3 uStrokeColours[${MOST.strokes}];
uniform sampler2D uPoints;
${NOISE}
${VEILS}
${LIGHT}
${FILM}`;
