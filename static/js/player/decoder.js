/**
 * Pictures of a clip by frame number, decoded with WebCodecs.
 *
 * The unit of work is a group: a key frame and what depends on it (12 frames in our proxies). Asking
 * for a frame decodes its group whole, so that stepping in it costs nothing, and the next group in
 * the direction of stepping is decoded in advance. Requests are latest-wins: one is being decoded,
 * one waits, and whatever waited before is let go. What waits for its bytes on a slow line is given
 * up for what is wanted now.
 */

import { FrameCache } from "./frame-cache.js";
import { Ranges } from "./ranges.js";
import { middle } from "../timeline/timecode.js";

/** @typedef {import("../timeline/timecode.js").Rate} Rate */
/** @typedef {import("mediabunny").EncodedPacketSink} EncodedPacketSink */

/**
 * @typedef {object} Request
 * @property {number} frame
 * @property {(picture: VideoFrame | null) => void} resolve
 * @property {(error: unknown) => void} reject
 */

/** @typedef {{first: number, waits: boolean}} Group its first frame, and whether it waits for bytes */

const KEPT = 48;
// So near to a frame being decoded it is quicker to go on than to start afresh; it is also how far
// stepping is prepared. Both ways together it must be less than KEPT.
const NEAR = 20;
const PATIENCE_MS = 300; // so long a request may wait for its bytes once another has come

export class Decoder {
  /** @type {FrameCache<VideoFrame>} */
  #cache = new FrameCache(KEPT);
  /** @type {Request | null} the request being decoded */
  #current = null;
  /** @type {Request | null} the latest request, when it has to wait */
  #next = null;
  /** @type {Group | null} the group being decoded, null once it is done or given up */
  #group = null;
  #here = 0;
  #direction = 0;
  #running = false;
  #closed = false;
  #input;
  #sink;
  #config;
  #rate;
  #frames;
  #bytes;
  #codec;

  /**
   * @param {import("mediabunny").Input} input
   * @param {EncodedPacketSink} sink
   * @param {VideoDecoderConfig} config
   * @param {Rate} rate
   * @param {number} frames
   * @param {Pick<Ranges, "drop">} [bytes] where they come from
   */
  constructor(input, sink, config, rate, frames, bytes) {
    this.#input = input;
    this.#sink = sink;
    this.#config = config;
    this.#rate = rate;
    this.#frames = frames;
    this.#bytes = bytes;
    this.#codec = this.#newCodec();
  }

  static get available() {
    return typeof globalThis.VideoDecoder === "function";
  }

  /**
   * Reads the clip's tables; decodes nothing yet.
   * @param {string} url answered in ranges (206); an answer may be shorter than what was asked
   * @param {Rate} rate
   * @param {number} frames how many frames the clip has
   * @returns {Promise<Decoder>}
   * @throws {Error} when it can't be fetched, has no picture, or this browser can't decode it
   */
  static async open(url, rate, frames) {
    const { CustomSource, EncodedPacketSink, Input, MP4 } = await import("mediabunny");
    const bytes = new Ranges(new URL(url, location.href));
    const source = new CustomSource({
      getSize: () => bytes.size(),
      read: (start, end) => bytes.read(start, end),
      dispose: () => bytes.close(),
      maxCacheSize: 0, // they are kept by themselves
    });
    const input = new Input({ formats: [MP4], source });
    try {
      const track = await input.getPrimaryVideoTrack();
      const config = await decodable((await track?.getDecoderConfig()) ?? null);
      if (!track || !config) throw new Error(`no picture to decode in ${url}`);
      return new Decoder(input, new EncodedPacketSink(track), config, rate, frames, bytes);
    } catch (error) {
      input.dispose();
      throw error;
    }
  }

  /**
   * The picture of a frame, or null when a later request overtook this one. The receiver closes it.
   * @param {number} frame
   * @returns {Promise<VideoFrame | null>}
   */
  picture(frame) {
    if (this.#closed) return Promise.resolve(null);
    const move = frame - this.#here;
    this.#direction = Math.abs(move) > NEAR ? 0 : Math.sign(move) || this.#direction;
    this.#here = frame;
    this.#next?.resolve(null);
    this.#next = null;
    const entry = this.#cache.get(frame);
    if (entry) {
      const picture = entry.clone();
      this.#run();
      return Promise.resolve(picture);
    }
    return new Promise((resolve, reject) => {
      this.#next = { frame, resolve, reject };
      this.#giveUpGroup();
      this.#run();
      if (this.#next && this.#current) this.#loseWith(this.#current);
    });
  }

  close() {
    this.#closed = true;
    this.#group = null;
    this.#answer((request) => request.resolve(null));
    this.#cache.clear();
    if (this.#codec.state !== "closed") this.#codec.close();
    this.#input.dispose();
  }

  async #run() {
    if (this.#running || this.#closed) return;
    this.#running = true;
    try {
      for (let frame = this.#take(); frame !== null; frame = this.#take()) {
        const whole = await this.#decodeGroup(frame);
        // A frame that its own whole group lacks would be asked for again for ever.
        if (whole && !this.#closed && this.#current) throw new Error(`no frame ${frame} in the clip`);
        if (whole && !this.#cache.has(frame) && !this.#next) break;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#running = false;
    }
  }

  /** The frame to decode now: the latest one asked for, else one that stepping may come to. */
  #take() {
    if (this.#closed) return null;
    this.#current = this.#next;
    this.#next = null;
    if (this.#current) return this.#current.frame;
    for (let away = 1; this.#direction && away <= NEAR; away += 1) {
      const frame = this.#here + this.#direction * away;
      if (frame < 0 || frame >= this.#frames) return null;
      if (!this.#cache.has(frame)) return frame;
    }
    return null;
  }

  /**
   * Decodes the group that holds a frame. Groups are closed: each begins with a key frame.
   * @param {number} frame
   * @returns {Promise<boolean>} false when it was given up
   */
  async #decodeGroup(frame) {
    /** @type {Group} */
    const group = { first: frame, waits: false };
    this.#group = group;
    const key = await this.#packet(group, () => this.#sink.getKeyPacket(middle(frame, this.#rate)));
    if (this.#closed || this.#group !== group) return false;
    if (!key) throw new Error(`no key frame before frame ${frame}`);
    group.first = this.#frameOf(key.microsecondTimestamp);
    // An error closes it for good: the next request begins with a new one.
    if (this.#codec.state === "closed") this.#codec = this.#newCodec();
    if (this.#codec.state === "unconfigured") this.#codec.configure(this.#config);
    /** @type {import("mediabunny").EncodedPacket | null} */
    let packet = key;
    do {
      const before = packet;
      this.#codec.decode(packet.toEncodedVideoChunk());
      packet = await this.#packet(group, () => this.#sink.getNextPacket(before));
      if (this.#group !== group) return false;
    } while (packet && packet.type !== "key");
    try {
      await this.#codec.flush();
    } catch (error) {
      if (this.#group === group) throw error;
    }
    const whole = this.#group === group;
    this.#group = null;
    return whole;
  }

  /**
   * A packet of a group; null also when the group was given up meanwhile.
   * @param {Group} group
   * @param {() => ReturnType<EncodedPacketSink["getNextPacket"]>} ask
   */
  async #packet(group, ask) {
    group.waits = true;
    try {
      return await ask();
    } catch (error) {
      if (this.#group === group) throw error;
      return null;
    } finally {
      group.waits = false;
    }
  }

  /**
   * After a while: gives up a request that still waits for its bytes, if another waits for its turn.
   * Not at once, or scrubbing would show nothing.
   * @param {Request} slow
   */
  #loseWith(slow) {
    setTimeout(() => {
      if (this.#current !== slow || !this.#next || !this.#group?.waits || this.#isNear()) return;
      this.#current = null;
      slow.resolve(null);
      this.#giveUpGroup();
    }, PATIENCE_MS);
  }

  /** Whether what is wanted now comes with the group that is being decoded, or soon after it. */
  #isNear() {
    const away = (this.#next?.frame ?? 0) - (this.#group?.first ?? 0);
    return away >= 0 && away <= NEAR;
  }

  #newCodec() {
    return new VideoDecoder({
      output: (picture) => this.#receive(picture),
      error: (error) => this.#fail(error),
    });
  }

  /** Leaves a group whose wanted frame is out, when what is wanted now is not near it. */
  #giveUpGroup() {
    if (!this.#group || this.#current || !this.#next || this.#isNear()) return;
    this.#group = null;
    if (this.#codec.state === "configured") this.#codec.reset();
    this.#bytes?.drop();
  }

  /** @param {VideoFrame} picture */
  #receive(picture) {
    const frame = this.#frameOf(picture.timestamp);
    this.#answer((request) => request.resolve(picture.clone()), frame);
    this.#cache.keep(frame, picture, this.#here);
    this.#giveUpGroup();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#answer((request) => request.reject(error));
  }

  /**
   * Settles what waits for a frame, or all that waits.
   * @param {(request: Request) => void} settle
   * @param {number} [frame]
   */
  #answer(settle, frame) {
    const current = this.#current;
    const next = this.#next;
    if (current && (frame ?? current.frame) === current.frame) {
      this.#current = null;
      settle(current);
    }
    if (next && (frame ?? next.frame) === next.frame) {
      this.#next = null;
      settle(next);
    }
  }

  /** @param {number} microseconds where a frame begins */
  #frameOf(microseconds) {
    return Math.round((microseconds * this.#rate.n) / (this.#rate.d * 1e6));
  }
}

/**
 * The configuration this browser can decode. Software first: hardware decoders own a handful of
 * pictures and stall while we keep ours.
 * @param {VideoDecoderConfig | null} config
 * @returns {Promise<VideoDecoderConfig | null>}
 */
async function decodable(config) {
  if (!config) return null;
  for (const hardwareAcceleration of /** @type {const} */ (["prefer-software", "no-preference"])) {
    const settings = { ...config, hardwareAcceleration };
    if ((await VideoDecoder.isConfigSupported(settings)).supported) return settings;
  }
  return null;
}
