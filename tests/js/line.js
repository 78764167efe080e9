/** The other end of a room's line: what a page opens arrives here, and the test says what it hears. */

export class Line extends EventTarget {
  static OPEN = 1;
  /** @type {Line[]} every line that was opened, the latest last */
  static all = [];

  static get latest() {
    return Line.all.at(-1);
  }

  readyState = 0;
  /** Messages that arrived, as objects. */
  sent = [];

  constructor(url) {
    super();
    this.url = url;
    Line.all.push(this);
  }

  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  /** The connection is made. */
  accept() {
    this.readyState = Line.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  /** The connection is made, and what came before is told. */
  welcome(seq = 10, more = {}) {
    if (this.readyState === 0) this.accept();
    this.say({ type: "welcome", protocol: 1, seq, since: seq, you: "me", members: [], ...more });
  }

  /** Messages, as the room sends them: several in one frame. */
  say(...messages) {
    this.dispatchEvent(Object.assign(new Event("message"), { data: JSON.stringify(messages) }));
  }

  entry(seq, verb, payload, more = {}) {
    this.say({ type: "entry", ...entry(seq, verb, payload, more) });
  }

  /** The other end hangs up, or the network does. */
  lose(code = 1006) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }

  /** What arrived of one kind. */
  of(type) {
    return this.sent.filter((message) => message.type === type);
  }
}

/** Lets every socket that is opened from now on arrive here. */
export function listen() {
  Line.all = [];
  Object.defineProperty(globalThis, "WebSocket", { value: Line, writable: true, configurable: true });
}

/** One entry of the record. */
export function entry(seq, verb, payload, { id = `e${seq}`, actor = "member:ada", at } = {}) {
  return { seq, verb, actor, at: at ?? `2026-01-01T00:00:${String(seq).padStart(2, "0")}Z`, id, payload };
}

/** What a page carries of a film with one shot and one draft; you are its director. */
export function paint(more = {}) {
  const shot = { id: "s", scene: "c", number: 10, name: "S01_SH010", title: "A lamp", intent: "", selected: null, locked_at: null };
  return {
    seq: 10,
    film: { id: "f", title: "The Lane", rate: "24" },
    you: "me",
    rights: ["look", "mark", "make", "lock"],
    members: [
      { id: "me", name: "Director", roles: ["director"], present: true },
      { id: "ada", name: "Ada Bell", roles: ["editor"], present: true },
    ],
    scenes: [{ id: "c", number: 1, name: "S01", title: "The lane" }],
    shots: [shot],
    drafts: [draft("d")],
    generations: [],
    uploads: [],
    upload_failures: { broken: "It could not be read.", "no-picture": "No picture could be found in it." },
    shot: "s",
    draft: "d",
    notes: [],
    marks: [],
    ...more,
  };
}

/** A draft's row. */
export function draft(id, more = {}) {
  return {
    id, shot: "s", version: 1, name: "S01_SH010_v001", origin: "uploaded", engine: "", actor: "member:ada",
    made_at: "2026-01-01T00:00:00Z", width: 1280, height: 720, rate: "24", frames: 100, damaged: 0,
    master: "m", proxy: `proxy-${id}`, poster: `poster-${id}`,
    filmstrip: { digest: "strip", tiles: 4, tile_width: 96, tile_height: 54 }, waveform: null, ...more,
  };
}

/** A note as an entry says it. */
export function words(text, more = {}) {
  return { draft: "d", first: 1, last: 2, kind: "change", text, reason: "", parent: null, mentions: [], ...more };
}
