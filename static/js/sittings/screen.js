/**
 * What is looked at in a sitting: a draft, or a version of a cut. Both are shown by one player, a
 * draft as a cut of one clip at its own rate, so that everything beside the picture stays the same.
 */

import { spokenIn } from "../cuts/notes.js";
import { timed } from "../cuts/paint.js";
import { CutPlayer } from "../cuts/player.js";
import { ofDrafts, ofTracks } from "../cuts/sound-plan.js";
import { Timing } from "../cuts/timing.js";
import { parseRate } from "../timeline/timecode.js";

/** @typedef {import("./paint.js").Version} Version */
/** @typedef {import("../cuts/paint.js").CutClip} CutClip */
/** @typedef {{draft?: string | null, version?: string | null}} Subject */

export class SittingScreen extends EventTarget {
  #session;
  #base;
  #versions;
  /** @type {Subject} */
  subject = {};
  /** @type {CutClip[]} */
  clips = [];
  #frozen = new Set();
  #asked = "";
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import("../room/session.js").Session} session
   * @param {string} base
   * @param {Version[]} versions
   */
  constructor(canvas, session, base, versions) {
    super();
    this.player = new CutPlayer(canvas);
    this.#session = session;
    this.#base = base;
    this.#versions = new Map(versions.map((version) => [version.id, version]));
    for (const { on_drafts, frozen } of versions) {
      this.#takeUp(on_drafts);
      for (const draft of frozen) this.#frozen.add(draft);
    }
  }

  /** What is shown, in words. */
  get name() {
    const { draft, version } = this.subject;
    const cut = this.#versions.get(version ?? "");
    if (cut) return `${cut.cut.title} v${String(cut.number).padStart(3, "0")}`;
    return this.#session.state.drafts.get(draft ?? "")?.name ?? "";
  }

  /** The draft and frame under the playhead. */
  get under() {
    const { timing, frame } = this.player;
    if (timing.frames === 0) return null;
    const shown = timing.at(Math.min(frame, timing.frames - 1));
    return { draft: this.clips[shown.clip].draft, frame: shown.frame };
  }

  /** @param {Subject} subject */
  shows({ draft, version }) {
    return (draft ?? null) === (this.subject.draft ?? null) && (version ?? null) === (this.subject.version ?? null);
  }

  /**
   * Goes to a frame of something, which is taken up first where it is not shown yet.
   * @param {Subject} subject
   * @param {number} frame
   */
  async show(subject, frame) {
    if (this.shows(subject)) {
      this.#asked = ""; // what is still on its way is not wanted any more
      return void this.player.seek(frame);
    }
    const wish = JSON.stringify([subject.draft, subject.version]);
    this.#frame = frame;
    if (this.#asked === wish) return; // it is on its way: taken up once
    this.#asked = wish;
    const showable = await this.#know(subject);
    if (this.#asked !== wish) return;
    this.#asked = "";
    if (showable) this.#load(subject, this.#frame);
  }

  /** @param {Subject} subject @returns {Promise<boolean>} whether it can be shown */
  async #know({ draft, version }) {
    const { state } = this.#session;
    if (version) return this.#versions.has(version);
    if (!draft) return false;
    if (state.onDraft.has(draft)) return true;
    const answer = await fetch(`${this.#base}drafts/${draft}/`).catch(() => null);
    if (!answer?.ok) return false;
    this.#session.takeUp(await answer.json());
    return true;
  }

  /**
   * @param {Subject} subject
   * @param {number} frame
   */
  #load(subject, frame) {
    const { state } = this.#session;
    const cut = this.#versions.get(subject.version ?? "");
    const draft = state.drafts.get(subject.draft ?? "");
    this.subject = subject;
    this.clips = cut?.clips ?? (draft ? [whole(draft)] : []);
    const measures = cut?.cut ?? draft;
    if (!measures) return;
    const rate = parseRate(measures.rate);
    const timing = new Timing(this.clips.map((clip) => timed(clip, state.drafts, parseRate)), rate);
    const heard = new Map((cut?.heard ?? []).map(({ id, proxy }) => [id, this.#media(proxy)]));
    void this.player.load(
      {
        timing,
        draft: (at) => this.#source(at),
        sounds: [
          ...ofDrafts(timing, (at) => this.#sound(at), (at) => this.clips[at].level),
          ...ofTracks(cut?.sounds ?? [], rate, (id) => heard.get(id) ?? null),
        ],
        width: measures.width,
        height: measures.height,
      },
      frame,
    );
    const lines = spokenIn(timing, (at) => state.onDraft.get(this.clips[at].draft)?.lines ?? []);
    const { filmstrip = null, waveform = null } = cut ? {} : (draft ?? {});
    this.dispatchEvent(
      new CustomEvent("subject", {
        detail: {
          rate: measures.rate,
          frames: Math.max(1, timing.frames),
          filmstrip: filmstrip && { ...filmstrip, url: this.#media(filmstrip.digest) },
          waveform: waveform && this.#media(waveform),
          lines,
        },
      }),
    );
  }

  /** @param {number} at */
  #source(at) {
    const draft = this.#session.state.drafts.get(this.clips[at].draft);
    return { url: draft ? this.#media(draft.proxy) : "", rate: parseRate(draft?.rate ?? "24"), frames: draft?.frames ?? 1 };
  }

  /** @param {number} at */
  #sound(at) {
    const draft = this.#session.state.drafts.get(this.clips[at].draft);
    return draft?.waveform && !this.#frozen.has(draft.id) ? this.#media(draft.proxy) : null;
  }

  /** @param {string} digest */
  #media(digest) {
    return `${this.#base}media/${digest}`;
  }

  /** @param {import("../cuts/paint.js").OnDraft[]} drafts */
  #takeUp(drafts) {
    const { state } = this.#session;
    for (const { draft: id, ...rest } of drafts) {
      const draft = state.drafts.get(id);
      if (draft) this.#session.takeUp({ seq: state.seq, draft, ...rest });
    }
  }
}

/** @param {import("../room/first-paint.js").Draft} draft @returns {CutClip} */
function whole({ id, frames }) {
  return { draft: id, first: 0, last: frames, join: "cut", join_frames: 0, level: 0 };
}
