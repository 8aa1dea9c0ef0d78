// The phones side by side: whose they are, what they show, and what is typed and tapped on them.

import { draw, make } from "./chat.js";
import { $, GROUP, notice, perform, world } from "./world.js";

const NOTHING = { messages: new Map(), pinned: null };
const phones = []; // each { whose, as, element, list, input, rows, dirty, … }

const chatId = (phone) => (phone.whose === GROUP ? world.state.group : phone.whose);
const speaker = (phone) => (phone.whose === GROUP ? phone.as : phone.whose);
const owner = (phone) => (phone.whose === GROUP ? world.t.group : world.person(phone.whose)?.name ?? "");

export const shown = () => phones.map((each) => each.whose).filter((each) => each !== GROUP);
export const shows = (user) => phones.find((each) => each.whose === user) ?? phones.find((each) => each.whose === GROUP && each.as === user);
const played = () => { if (world.state.others !== "off") perform("others", { manner: world.state.others, played: shown() }); };

// what it shows

const tapping = (phone) => async (message, row, column) => {
  const body = await perform("taps", { user: speaker(phone), chat: message.chat, message: message.id, row, column }, phone.toasts);
  if (!body.copied) return;
  notice(world.t.copied + body.copied, phone.toasts);
  navigator.clipboard?.writeText(body.copied).catch(() => {});
};

// The row of a message that is there already keeps its place, and the keyboard stays on the button it was on.
const redraw = (row, fresh) => {
  const focused = row.contains(document.activeElement) ? document.activeElement.textContent : null;
  row.className = fresh.className;
  row.setAttribute("aria-live", "off"); // what is new is read out; what changes is told by a toast
  row.replaceChildren(...fresh.childNodes);
  if (focused === null) return;
  const same = [...row.querySelectorAll("button, a")].find((each) => each.textContent === focused);
  (same ?? row.closest(".chat")).focus({ preventScroll: true });
};

const rows = (phone, here) => {
  const { t, zone } = world;
  const how = { user: speaker(phone), t, zone, tap: tapping(phone), reply: (message) => replyTo(phone, message) };
  const key = `${chatId(phone)}/${speaker(phone)}`;
  const anew = phone.drawn !== key || phone.dirty.has("all");
  if (anew) {
    phone.list.setAttribute("aria-live", "off");
    phone.list.replaceChildren();
    phone.rows.clear();
    phone.drawn = key;
    setTimeout(() => phone.list.setAttribute("aria-live", "polite"), 300);
  }
  for (const id of anew ? here.messages.keys() : phone.dirty) {
    const message = here.messages.get(id);
    const row = phone.rows.get(id);
    if (!message) { row?.remove(); phone.rows.delete(id); continue; }
    const fresh = draw(message, { ...how, changed: !anew });
    if (row) redraw(row, fresh);
    else { phone.list.append(fresh); phone.rows.set(id, fresh); }
  }
  phone.dirty.clear();
};

// The newest message stays in sight unless somebody has scrolled up to read; a picture that comes later moves it too.
const follow = (phone) => {
  if (!phone.follows) return;
  phone.list.scrollTop = phone.list.scrollHeight;
  phone.put = phone.list.scrollTop; // the event comes later, when the end may be further down already
};
const scrolled = (phone) => {
  const { scrollTop, scrollHeight, clientHeight } = phone.list;
  phone.follows = scrollTop > phone.put - 40 || scrollHeight - scrollTop - clientHeight < 120;
};

const show = (phone) => {
  if (phone.pressed) return; // a button that is drawn anew between press and release would not be clicked
  const id = chatId(phone);
  const here = id ? world.chat(id) : NOTHING;
  const { list } = phone;
  if (phone.drawn !== `${id}/${speaker(phone)}`) phone.follows = true;
  rows(phone, here);
  follow(phone);
  const pinned = here.messages.get(here.pinned);
  phone.pin.hidden = !pinned;
  phone.pin.textContent = pinned ? `📌 ${world.t.pinned}: ${pinned.text.split("\n")[0]}` : "";
  phone.pin.onclick = () => phone.rows.get(here.pinned)?.scrollIntoView({ block: "center" });
  phone.element.classList.toggle("off", world.state.off.includes(phone.whose));
  if (id) { world.reads(id); counted(id); }
  const last = [...here.messages.values()].at(-1);
  phone.input.placeholder = last?.asks ?? world.t.type;
  if (last?.asks && last.id !== phone.asked) { phone.asked = last.id; replyTo(phone, last, false); }
};

let frame = null;
const flush = () => { frame = null; for (const phone of phones) if (phone.dirty.size) show(phone); };
const soon = (phone, id) => { phone.dirty.add(id); frame ??= requestAnimationFrame(flush); };

// Something changed in a chat.
export const changed = (chat, id) => {
  for (const phone of phones) if (chatId(phone) === chat) soon(phone, id);
  if (chat > 0) counted(chat);
};
export const showAll = () => { for (const phone of phones) soon(phone, "all"); };

const released = () => setTimeout(() => { for (const phone of phones) phone.pressed = false; flush(); });
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, released);

// what nobody sees just now

const news = new Map(); // person → unread messages on a phone that is not shown, the newest last
const label = (each) => `${each.name} · ${each.title}${news.has(each.id) ? ` (${news.get(each.id)} ${world.t.unread})` : ""}`;
const counted = (id) => {
  const count = phones.some((each) => each.whose === id) ? 0 : world.unread(id);
  if (count === (news.get(id) ?? 0)) return;
  news.delete(id);
  if (count) news.set(id, count);
  const each = world.person(id);
  if (each) for (const phone of phones) phone.options.get(id).textContent = label(each);
  waiting();
};
const MOST = 6;
let drawing = null;
const waiting = () => { drawing ??= requestAnimationFrame(() => { drawing = null; drawWaiting(); }); };
const drawWaiting = () => {
  const place = $("waiting");
  if (!place) return;
  const latest = [...news.keys()].reverse();
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.who : null;
  place.hidden = !latest.length;
  place.replaceChildren(world.t.others, ...latest.slice(0, MOST).map((id) =>
    make("button", { type: "button", "data-who": String(id), "aria-label": `${world.person(id).name}: ${news.get(id)} ${world.t.unread}`, onclick: () => open(id) }, `${world.person(id).name} ${news.get(id)}`)),
    latest.length > MOST ? `${world.t.andMore} ${latest.length - MOST}` : "");
  if (focused) (place.querySelector(`[data-who="${focused}"]`) ?? $("more")).focus({ preventScroll: true });
};
export const countAll = () => { for (const each of world.people) counted(each.id); };

// what is typed

const replyTo = (phone, message, focus = true) => {
  phone.reply = message;
  phone.replying.hidden = !message;
  phone.replying.replaceChildren();
  if (message) phone.replying.append(`↩ ${[...message.text.split("\n")[0]].slice(0, 40).join("")} `, make("button", { type: "button", onclick: () => { replyTo(phone, null); phone.input.focus(); } }, world.t.cancel));
  if (message && focus) phone.input.focus();
};

const send = async (phone) => {
  const given = { user: speaker(phone), chat: chatId(phone), text: phone.input.value };
  if (phone.reply) given.reply_to = phone.reply.id;
  if (!phone.input.value.trim()) return;
  phone.input.value = "";
  replyTo(phone, null);
  phone.follows = true;
  await perform("types", given, phone.toasts);
};

const closeMenu = (phone) => { phone.menu.hidden = true; phone.menuKey.setAttribute("aria-expanded", "false"); };
const chooses = (phone, command) => { phone.input.value = `${command} `; closeMenu(phone); phone.input.focus(); };
const openMenu = async (phone) => {
  const { commands } = await perform("menu", { user: speaker(phone), chat: chatId(phone) }, phone.toasts);
  if (!commands) return;
  if (!commands.length) { notice(world.t.noCommands, phone.toasts); return; }
  phone.menu.replaceChildren(...commands.map(({ command, does }) =>
    make("button", { type: "button", onclick: () => chooses(phone, command) }, make("strong", {}, command), ` ${does}`)));
  phone.menu.hidden = false;
  phone.menuKey.setAttribute("aria-expanded", "true");
};

// Enter sends, as on a computer; with Shift it begins another line. While a word is being composed it chooses the word.
const entered = (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
};

const escaped = (phone) => (event) => {
  if (event.key !== "Escape") return;
  if (!phone.menu.hidden) { closeMenu(phone); phone.menuKey.focus(); } else if (phone.reply) { replyTo(phone, null); phone.input.focus(); }
};

// the phone itself

const named = (phone) => {
  phone.element.setAttribute("aria-label", owner(phone));
  phone.list.setAttribute("aria-label", world.t.chatOf + owner(phone));
  phone.speaks.hidden = phone.whose !== GROUP;
};

const becomes = (phone, whose) => {
  const before = phone.whose;
  phone.whose = whose;
  phone.choose.value = String(whose);
  replyTo(phone, null);
  closeMenu(phone);
  named(phone);
  show(phone);
  if (before !== GROUP) counted(before);
  played();
};

const closes = (phone) => {
  const at = phones.indexOf(phone);
  phones.splice(at, 1);
  phone.element.remove();
  (phones[Math.min(at, phones.length - 1)]?.choose ?? $("more")).focus();
  if (phone.whose !== GROUP) counted(phone.whose);
  played();
};

export const build = (whose) => {
  const { t } = world;
  const phone = { whose, as: world.first("leader") ?? world.people[0].id, reply: null, asked: null, rows: new Map(), dirty: new Set(), drawn: null, pressed: false, follows: true, put: 0 };
  const key = (name, title, act) => make("button", { type: "button", "aria-label": title, title, onclick: act }, name);
  const shares = (what, title) => key(title, title, () => perform(what, { user: speaker(phone), chat: chatId(phone) }, phone.toasts));
  phone.options = new Map(world.people.map((each) => [each.id, make("option", { value: String(each.id) }, label(each))]));
  phone.choose = make("select", { "aria-label": t.phone, onchange: () => becomes(phone, phone.choose.value === GROUP ? GROUP : Number(phone.choose.value)) },
    ...phone.options.values(), make("option", { value: GROUP }, t.group));
  phone.choose.value = String(whose);
  phone.speaks = make("select", { className: "speaks", "aria-label": t.as, onchange: () => { phone.as = Number(phone.speaks.value); show(phone); } },
    ...world.people.map((each) => make("option", { value: String(each.id), selected: each.id === phone.as }, each.name)));
  phone.pin = make("button", { type: "button", className: "pin", hidden: true });
  phone.list = make("div", { className: "chat", tabIndex: 0, role: "log", "aria-live": "polite", onscroll: () => scrolled(phone), onpointerdown: () => { phone.pressed = true; } });
  phone.list.addEventListener("load", () => follow(phone), true);
  new ResizeObserver(() => follow(phone)).observe(phone.list);
  phone.toasts = make("div", { className: "toasts", role: "status", "aria-live": "polite" });
  phone.replying = make("div", { className: "replying", hidden: true });
  phone.menu = make("div", { className: "menu", role: "group", "aria-label": t.menu, hidden: true });
  phone.menuKey = key("/", t.menu, () => (phone.menu.hidden ? openMenu(phone) : closeMenu(phone)));
  phone.menuKey.setAttribute("aria-expanded", "false");
  phone.input = make("textarea", { "aria-label": t.type, autocomplete: "off", rows: 1, onkeydown: entered });
  phone.element = make("section", { className: "phone", onkeydown: escaped(phone) },
    make("div", { className: "top" }, phone.choose, key("×", t.close, () => closes(phone)), phone.speaks),
    phone.pin, make("div", { className: "screen" }, phone.list, phone.toasts),
    make("form", { className: "say", onsubmit: (event) => { event.preventDefault(); send(phone); } },
      phone.replying, phone.menu, phone.input, phone.menuKey, shares("location", t.location), shares("photo", t.sendPhoto), make("button", { type: "submit" }, t.send)));
  phones.push(phone);
  $("phones").append(phone.element);
  named(phone);
  show(phone);
  return phone;
};

// Everybody who starts on the page: a director, a group lead, a member, the group chat.
export const buildAll = () => {
  const chosen = [world.first("leader") ?? world.people[0].id, world.first("lead"), world.first("member"), GROUP];
  for (const whose of new Set(chosen.filter((each) => each !== undefined))) build(whose);
};

const open = (whose) => {
  const phone = build(whose);
  played();
  phone.element.scrollIntoView({ inline: "end", block: "nearest" });
  phone.choose.focus({ preventScroll: true });
};

export const another = () => {
  const seen = shown();
  open((world.people.find((each) => !seen.includes(each.id)) ?? world.people[0]).id);
};
