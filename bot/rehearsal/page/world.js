// What is known of the rehearsal, and the one door for everything that a person can do.

import { TEXTS } from "./texts.js";
import { make } from "./chat.js";

export const GROUP = "group";
export const $ = (id) => document.getElementById(id);

const chats = new Map(); // chat id → { messages: Map, pinned }
const read = new Map(); // chat id → the newest message that was on a screen

export const world = {
  t: TEXTS[document.documentElement.lang] ?? TEXTS.en,
  zone: "UTC",
  people: [],
  run: null, // which rehearsal this is
  state: null, // what the tray shows; null until the first snapshot

  takes(body) {
    this.run = body.run;
    this.t = TEXTS[body.language] ?? TEXTS.en;
    document.documentElement.lang = body.language;
    this.zone = body.zone;
    this.people = body.people;
    this.state = body.state;
    chats.clear();
    for (const each of body.chats) chats.set(each.id, { messages: new Map(each.messages.map((m) => [m.id, m])), pinned: each.pinned });
  },
  chat: (id) => chats.get(id) ?? chats.set(id, { messages: new Map(), pinned: null }).get(id),
  person(id) { return this.people.find((each) => each.id === id); },
  first(kind) { return this.people.find((each) => each.kind === kind)?.id; },
  reads: (id) => read.set(id, Math.max(0, ...world.chat(id).messages.keys())),
  unread: (id) => [...world.chat(id).messages.values()].filter((m) => m.bot && m.id > (read.get(id) ?? 0)).length,
};

// Says a line for a few seconds, in the corner or on the phone that it concerns.
export const notice = (text, where = $("notices")) => {
  const line = make("p", {}, text);
  where.append(line);
  setTimeout(() => line.remove(), 4000);
};

export const perform = async (what, given = {}, where = undefined) => {
  try {
    const answer = await fetch("/do", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ do: what, ...given }) });
    const body = await answer.json();
    if (!body.ok) notice(body.problem, where);
    return body;
  } catch {
    notice(world.t.lost, where);
    return { ok: false };
  }
};
