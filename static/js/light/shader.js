/**
 * The light as a shader, pixel for pixel what slowfilm/media/light makes of the same numbers. One
 * program for the master's own pixels (three planes of ten bits), one for planes of a proxy's frame.
 */

export const MOST_LAMPS = 24; // of two keys together
export const MOST_MATTES = 7; // everybody, and as many as are ever traced

export const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
  gl_Position = vec4(corner * 2. - 1., 0, 1);
}`;

/** Ten bits a channel, through a table of 1,024 so that both sides have the same linear light. */
const MASTER = `
uniform highp usampler2D planeG, planeB, planeR;
uniform highp sampler2D linear;
vec3 codes(ivec2 at) {
  return vec3(texelFetch(planeR, at, 0).r, texelFetch(planeG, at, 0).r, texelFetch(planeB, at, 0).r);
}
vec3 light(ivec2 at) {
  ivec3 code = min(ivec3(codes(at)), ivec3(1023));
  return vec3(texelFetch(linear, ivec2(code.r, 0), 0).r, texelFetch(linear, ivec2(code.g, 0), 0).r,
    texelFetch(linear, ivec2(code.b, 0), 0).r);
}
vec3 asItIs(ivec2 at) { return codes(at) / 1023.; }`;

/** BT.709 in limited range, by our own matrix: browsers differ by up to eight codes. */
const PROXY = `
uniform highp sampler2D planeY, planeU, planeV;
vec3 asItIs(ivec2 at) {
  float y = (texelFetch(planeY, at, 0).r * 255. - 16.) / 219.;
  float u = (texelFetch(planeU, at / 2, 0).r * 255. - 128.) / 224.;
  float v = (texelFetch(planeV, at / 2, 0).r * 255. - 128.) / 224.;
  return clamp(vec3(y + 1.5748 * v, y - .187324 * u - .468124 * v, y + 1.8556 * u), 0., 1.);
}
vec3 light(ivec2 at) { return pow(asItIs(at), vec3(2.4)); }`;

/** Another picture as the browser shows it: a playing video where no planes are to be had. */
const SHOWN = `
uniform highp sampler2D shown;
vec3 asItIs(ivec2 at) { return texelFetch(shown, at * textureSize(shown, 0) / size, 0).rgb; } // a proxy may be smaller
vec3 light(ivec2 at) { return pow(asItIs(at), vec3(2.4)); }`;

const COMMON = `
uniform highp sampler2D curves;   // six rows of 4,097: r g b of key A, then of key B
// What is painted: off people, then where that is not the same on those who are not meant alone, and
// on each who is; and where people are: everybody, then each who is meant alone.
uniform highp sampler2DArray fieldsA, fieldsB, mattes;
uniform vec2 movedA, movedB; // how far what is followed has gone
uniform int people, spared; // people: mattes there are; spared: light may not cross, without a matte nothing
uniform int maskA, maskB; // of the curves: 1 on everybody, 2 on the first who is meant, …; below 0: off
uniform float exposure, share, wipe, aspect;
uniform int lumaA, lumaB, lampCount, look;
uniform vec4 toneA, toneB, hueA, hueB; // lo, hi, soft, on; centre, spread, soft, on
uniform vec4 lamps[${MOST_LAMPS * 3}];
out vec4 shownAs;

float S(float t) { t = clamp(t, 0., 1.); return t * t * (3. - 2. * t); }

float there[${MOST_MATTES}]; // where people are at this pixel

float field(highp sampler2DArray of, vec2 uv, int layer) {
  ivec2 grid = textureSize(of, 0).xy;
  vec2 at = uv * vec2(grid) - .5;
  vec2 low = floor(at);
  vec2 part = at - low;
  ivec2 a = clamp(ivec2(low), ivec2(0), grid - 1), b = clamp(ivec2(low) + 1, ivec2(0), grid - 1);
  float top = mix(texelFetch(of, ivec3(a, layer), 0).r, texelFetch(of, ivec3(b.x, a.y, layer), 0).r, part.x);
  float under = mix(texelFetch(of, ivec3(a.x, b.y, layer), 0).r, texelFetch(of, ivec3(b, layer), 0).r, part.x);
  return mix(top, under, part.y);
}

float painted(highp sampler2DArray of, vec2 uv) {
  float plain = field(of, uv, 0), made = plain;
  if (people == 0 || textureSize(of, 0).z == 1) return made;
  float others = there[0];
  for (int n = 1; n < people; n++) {
    others -= there[n];
    made += (field(of, uv, n + 1) - plain) * there[n];
  }
  return made + (field(of, uv, 1) - plain) * max(others, 0.);
}

float kept(int mask) {
  if (mask > 0) return there[mask - 1];
  return mask < 0 ? 1. - there[-mask - 1] : 1.;
}

vec3 lamp(vec4 place, vec4 shape, vec4 force, vec2 uv) {
  float w;
  if (force.w > .5) {
    vec2 from = vec2(place.x, place.y * aspect), way = vec2(place.z, place.w * aspect) - from;
    w = 1. - S(dot(vec2(uv.x, uv.y * aspect) - from, way) / max(dot(way, way), 1e-6));
  } else {
    vec2 off = vec2(uv.x - place.x, (uv.y - place.y) * aspect);
    vec2 turned = vec2(shape.x * off.x + shape.y * off.y, -shape.y * off.x + shape.x * off.y) / place.zw;
    float soft = max(shape.z, .05);
    w = 1. - S((length(turned) - (1. - soft)) / soft);
  }
  return w * kept(int(force.z)) * (force.x + vec3(.5, 0, -.5) * force.y);
}

float stops(float linear) { return clamp(log2(max(linear, 1.52587890625e-5) / .18), -10., 6.); }

float bent(int row, float s) {
  float at = (s + 10.) * 256.;
  float low = min(floor(at), 4095.);
  return mix(texelFetch(curves, ivec2(int(low), row), 0).r, texelFetch(curves, ivec2(int(low) + 1, row), 0).r, at - low);
}

float chosen(vec3 L, float s, vec4 tone, vec4 hue) {
  float w = 1.;
  if (tone.w > .5) w *= S((s - (tone.x - tone.z)) / tone.z) * (1. - S((s - tone.y) / tone.z));
  if (hue.w > .5) {
    float most = max(L.r, max(L.g, L.b)), least = min(L.r, min(L.g, L.b)), range = max(most - least, 1e-9);
    float h = most == L.r ? (L.g - L.b) / range : most == L.g ? 2. + (L.b - L.r) / range : 4. + (L.r - L.g) / range;
    float away = abs(mod(h * 60. - hue.x + 540., 360.) - 180.);
    w *= (1. - S((away - hue.y) / hue.z)) * S(((most - least) / max(most, 1e-6) - .02) / .08);
  }
  return w;
}

vec3 change(vec3 L, float s, int first, int luma, vec4 tone, vec4 hue, int mask) {
  vec3 d;
  if (luma == 1) d = vec3(bent(first, s) - s);
  else {
    vec3 each = vec3(stops(L.r), stops(L.g), stops(L.b));
    d = vec3(bent(first, each.r), bent(first + 1, each.g), bent(first + 2, each.b)) - each;
  }
  return d * chosen(L, s, tone, hue) * kept(mask);
}

vec3 falseColour(vec3 code) {
  float s = stops(dot(pow(code, vec3(2.4)), vec3(.2126, .7152, .0722)));
  if (max(code.r, max(code.g, code.b)) >= 1.) return vec3(.9, .1, .1);
  if (s < -7.) return vec3(.35, .1, .6);
  if (s < -5.) return vec3(.1, .25, .8);
  if (s < -2.) return vec3(.1, .5, .7);
  if (s < -.33) return vec3(.3);
  if (s < .33) return vec3(.2, .65, .25);
  if (s < 1.) return vec3(.5);
  if (s < 1.67) return vec3(.85, .55, .6);
  if (s < 2.2) return vec3(.75);
  return vec3(.95, .85, .2);
}

void main() {
  ivec2 at = ivec2(gl_FragCoord.x, float(drawn.y) - gl_FragCoord.y);
  if (drawn != size) at = (at * 2 + 1) * size / (drawn * 2);
  vec2 uv = (vec2(at) + .5) / vec2(size);
  if (look == 3 || uv.x < wipe) { shownAs = vec4(asItIs(at), 1); return; }
  vec2 uvA = uv - movedA, uvB = uv - movedB;
  for (int n = 0; n < ${MOST_MATTES}; n++) there[n] = n < people ? field(mattes, uv, n) : 0.;
  vec3 gain = vec3(exposure + mix(painted(fieldsA, uvA), painted(fieldsB, uvB), share));
  for (int n = 0; n < lampCount; n++) gain += lamp(lamps[3 * n], lamps[3 * n + 1], lamps[3 * n + 2], uv);
  vec3 was = asItIs(at), L = light(at) * exp2(gain);
  float s = stops(dot(L, vec3(.2126, .7152, .0722)));
  vec3 d = change(L, s, 0, lumaA, toneA, hueA, maskA);
  if (share > 0.) d = mix(d, change(L, s, 3, lumaB, toneB, hueB, maskB), share);
  bool asItWas = spared == 1 && (people == 0 || there[0] > .002); // THERE in picture.py
  vec3 becomes = asItWas ? was : was * exp2((gain + d) / 2.4); // no power of any pixel: what isn't lit stays to the bit
  vec3 code = clamp(becomes, 0., 1.);
  if (look == 1) { code = falseColour(code); }
  if (look == 2) {
    if (max(becomes.r, max(becomes.g, becomes.b)) > 1.) code = vec3(1, .15, .1);
    else if (max(code.r, max(code.g, code.b)) < 1. / 1023.) code = vec3(.1, .3, 1);
  }
  if (look == 4) code = mix(vec3(dot(code, vec3(.3))), vec3(1, .72, .3), .75 * chosen(L, s, toneA, hueA) * kept(maskA));
  // For the scopes: the tone that the curves are asked for in sixteen bits, how bright it becomes.
  if (look == 5) {
    float told = floor((s + 10.) / 16. * 65535. + .5);
    float bright = floor(dot(code, vec3(.2126, .7152, .0722)) * 255. + .5) / 255.;
    shownAs = vec4(floor(told / 256.) / 255., mod(told, 256.) / 255., bright, 1);
    return;
  }
  shownAs = vec4(floor(code * 255. + .5) / 255., 1);
}`;

/** @param {string} source */
const fragment = (source) => `#version 300 es
precision highp float;
precision highp int;
uniform ivec2 size, drawn; // of the picture, and of what is drawn of it
${source}${COMMON}`;

export const PROGRAMS = { master: fragment(MASTER), proxy: fragment(PROXY), shown: fragment(SHOWN) };
