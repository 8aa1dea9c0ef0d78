// The page: it shows chats, and it can type and tap. Everything it knows comes through one stream of events.

import { clock, draw, make } from "./chat.js";

const TEXTS = {
  "zh-CN": { banner: "推演 · 非真实事件", bot: "机器人", photo: "图片", reply: "回复", edited: "已编辑", mark: "【演练】", send: "发送", type: "输入文字或 /命令", menu: "命令",
    location: "位置", sendPhoto: "图片", phone: "看谁的手机", group: "指挥群", as: "群里以谁的身份发言", time: "时间", weather: "意外", people: "其他人", script: "剧本",
    next: "跳到下一件到期的事", fast: "×60", minute: "+1 分钟", week: "+1 周", monday: "下周一", quarter: "季度末", date: "跳到这个时间", go: "跳", nothing: "没有到期的事", down: "Telegram 断线", slow: "网络慢", limits: "Telegram 限速",
    kill: "杀掉机器人进程", restart: "重新启动机器人", off: "关机", blocks: "屏蔽机器人", off_: "不自动回答", prompt: "马上回答", realistic: "像真人（有人不答）",
    step: "下一幕", all: "一口气演完", pause: "暂停", log: "记录：谁收到什么，多快", accepted: "警报送达", answered: "已回答", silent: "未回答", more: "＋ 再看一部手机", close: "收起这部手机",
    wait: "正在让所有人登记…", first: "一个人演所有人。先试：在第一部手机（所长）里发 /activate 图书馆 有人受伤，再点「确认启动」。或在「剧本」里点「下一幕」。",
    dead: "机器人进程已死", alive: "机器人在运行", copied: "已复制：", who: "选一部手机", lost: "与推演程序的连接断了，正在重连…", unread: "未读", pinned: "置顶", cancel: "取消回复", seconds: "秒后", others: "没有显示的手机：" },
  en: { banner: "REHEARSAL · nothing here is real", bot: "bot", photo: "picture", reply: "Reply", edited: "edited", mark: "[EXERCISE]", send: "Send", type: "Words or a /command", menu: "Commands",
    location: "Location", sendPhoto: "Picture", phone: "Whose phone", group: "Group chat", as: "Who speaks in the group", time: "Time", weather: "Trouble", people: "The others", script: "Script",
    next: "Jump to what is due next", fast: "×60", minute: "+1 min", week: "+1 week", monday: "Next Monday", quarter: "Quarter’s end", date: "Jump to this time", go: "Jump", nothing: "nothing is due", down: "Telegram down", slow: "Slow network", limits: "Telegram's limits",
    kill: "Kill the bot's process", restart: "Restart the bot", off: "Off", blocks: "Blocks the bot", off_: "answer nothing", prompt: "answer at once", realistic: "like people (some never)",
    step: "Next scene", all: "Play it all", pause: "Pause", log: "Log: who got what, how fast", accepted: "alerts accepted", answered: "answered", silent: "silent", more: "+ another phone", close: "Close this phone",
    wait: "Everybody is being enrolled, a moment…", first: "You play everybody. Try this first: on the first phone (the director) send /activate Library someone is hurt, then tap “Confirm activation”. Or tap “Next scene” under Script.",
    dead: "the bot's process is dead", alive: "the bot is running", copied: "Copied: ", who: "Choose a phone", lost: "The rehearsal cannot be reached; trying again…", unread: "unread", pinned: "Pinned", cancel: "Cancel reply", seconds: "s after", others: "Phones not shown: " },
};
const COMMANDS = ["/help", "/report", "/here", "/status", "/activate", "/drill", "/standdown", "/readiness"];
const GROUP = "group";
const $ = (id) => document.getElementById(id);

let world = null;
let t = TEXTS[document.documentElement.lang] ?? TEXTS.en;
const chats = new Map(); // chat id → { messages: Map, pinned }
const read = new Map();
let phones = []; // { whose, element, reply }
let skew = 0;
let trayDrawn = false;

const chat = (id) => chats.get(id) ?? chats.set(id, { messages: new Map(), pinned: null }).get(id);
const state = () => world.state;

export const perform = async (what, given = {}) => {
  try {
    const answer = await fetch("/do", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ do: what, ...given }) });
    const body = await answer.json();
    if (!body.ok) notice(body.problem);
    return body;
  } catch {
    notice(t.lost);
    return { ok: false };
  }
};

const notice = (text) => {
  const line = make("p", {}, text);
  $("notices").append(line);
  setTimeout(() => line.remove(), 4000);
};

// phones

const chatId = (phone) => (phone.whose === GROUP ? state().group : phone.whose);
const speaker = (phone) => (phone.whose === GROUP ? phone.as : phone.whose);
const person = (id) => world.people.find((each) => each.id === id);
const unread = (id) => [...chat(id).messages.values()].filter((m) => m.bot && m.id > (read.get(id) ?? 0)).length;

const tapping = (phone) => async (message, row, column) => {
  const body = await perform("taps", { user: speaker(phone), chat: message.chat, message: message.id, row, column });
  if (body.copied) {
    notice(t.copied + body.copied);
    navigator.clipboard?.writeText(body.copied).catch(() => {});
  }
};

const options = (phone) => [
  ...world.people.map((each) => {
    const count = phones.some((other) => other.whose === each.id) ? 0 : unread(each.id);
    return make("option", { value: String(each.id), selected: each.id === phone.whose }, `${each.name} · ${each.title}${count ? ` (${count} ${t.unread})` : ""}`);
  }),
  make("option", { value: GROUP, selected: phone.whose === GROUP }, t.group),
];

const show = (phone, changed = null) => {
  // A button that is drawn anew between press and release would not be clicked.
  if (phone.pressed) {
    phone.stale = true;
    return;
  }
  const id = chatId(phone);
  const here = id ? chat(id) : { messages: new Map(), pinned: null };
  const list = phone.element.querySelector(".chat");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const how = { user: speaker(phone), t, zone: world.zone, tap: tapping(phone), reply: (message) => replyTo(phone, message) };
  const focused = list.contains(document.activeElement) ? [...list.querySelectorAll("button")].indexOf(document.activeElement) : -1;
  list.replaceChildren(...[...here.messages.values()].map((message) => draw(message, { ...how, changed: message.id === changed })));
  if (focused >= 0) list.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
  if (atEnd) list.scrollTop = list.scrollHeight;
  const pin = phone.element.querySelector(".pin");
  const pinned = here.messages.get(here.pinned);
  pin.hidden = !pinned;
  pin.textContent = pinned ? `📌 ${t.pinned}: ${pinned.text.split("\n")[0]}` : "";
  pin.onclick = () => list.children[[...here.messages.keys()].indexOf(here.pinned)]?.scrollIntoView({ block: "center" });
  phone.element.classList.toggle("off", state().off.includes(phone.whose));
  if (id) read.set(id, Math.max(0, ...here.messages.keys()));
  const last = [...here.messages.values()].at(-1);
  phone.element.querySelector("input").placeholder = last?.asks ?? t.type;
  if (last?.asks && !phone.reply) replyTo(phone, last, false);
};

const replyTo = (phone, message, focus = true) => {
  phone.reply = message;
  const line = phone.element.querySelector(".replying");
  line.hidden = !message;
  line.replaceChildren();
  if (message) line.append(`↩ ${message.text.split("\n")[0].slice(0, 40)} `, make("button", { type: "button", onclick: () => replyTo(phone, null) }, t.cancel));
  if (message && focus) phone.element.querySelector("input").focus();
};

const send = async (phone) => {
  const input = phone.element.querySelector("input");
  const given = { user: speaker(phone), chat: chatId(phone), text: input.value };
  if (phone.reply) given.reply_to = phone.reply.id;
  if (!input.value.trim()) return;
  input.value = "";
  replyTo(phone, null);
  phone.element.querySelector(".chat").scrollTop = 1e9;
  await perform("types", given);
};

const build = (phone) => {
  const choose = make("select", { "aria-label": t.phone, onchange: () => { phone.whose = choose.value === GROUP ? GROUP : Number(choose.value); replyTo(phone, null); refresh(phone); played(); } }, ...options(phone));
  const as = make("select", { "aria-label": t.as, hidden: true, onchange: () => { phone.as = Number(as.value); show(phone); } },
    ...world.people.map((each) => make("option", { value: String(each.id), selected: each.id === phone.as }, each.name)));
  const menu = make("div", { className: "menu", hidden: true }, ...(state().commands.length ? state().commands.map((each) => `/${each.command}`) : COMMANDS).map((command) =>
    make("button", { type: "button", onclick: () => { const input = phone.element.querySelector("input"); input.value = `${command} `; menu.hidden = true; input.focus(); } }, command)));
  phone.element = make("section", { className: "phone", "aria-label": t.phone },
    make("div", { className: "top" }, choose, as, make("button", { type: "button", "aria-label": t.close, title: t.close, onclick: () => { phones = phones.filter((each) => each !== phone); phone.element.remove(); played(); } }, "×")),
    make("button", { type: "button", className: "pin", hidden: true }),
    make("div", { className: "chat", tabIndex: 0, role: "log", "aria-label": t.phone }),
    make("form", { className: "say", onsubmit: (event) => { event.preventDefault(); send(phone); } },
      make("div", { className: "replying", hidden: true }), menu,
      make("button", { type: "button", "aria-label": t.menu, title: t.menu, onclick: () => { menu.hidden = !menu.hidden; } }, "/"),
      make("input", { "aria-label": t.type, autocomplete: "off" }),
      make("button", { type: "button", "aria-label": t.location, title: t.location, onclick: () => perform("location", { user: speaker(phone), chat: chatId(phone) }) }, t.location),
      make("button", { type: "button", "aria-label": t.sendPhoto, title: t.sendPhoto, onclick: () => perform("photo", { user: speaker(phone), chat: chatId(phone) }) }, t.sendPhoto),
      make("button", { type: "submit" }, t.send)));
  phone.element.querySelector(".chat").addEventListener("pointerdown", () => { phone.pressed = true; });
  $("phones").append(phone.element);
  refresh(phone);
};

const released = () => setTimeout(() => {
  for (const phone of phones.filter((each) => each.pressed)) {
    phone.pressed = false;
    if (phone.stale) show(phone);
    phone.stale = false;
  }
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, released);

const refresh = (phone) => {
  const [choose, as] = phone.element.querySelectorAll("select");
  if (document.activeElement !== choose) choose.replaceChildren(...options(phone));
  as.hidden = phone.whose !== GROUP;
  const owner = phone.whose === GROUP ? t.group : person(phone.whose)?.name;
  phone.element.setAttribute("aria-label", owner);
  show(phone);
  const list = phone.element.querySelector(".chat");
  list.scrollTop = list.scrollHeight;
};

const played = () => {
  if (state().others !== "off") perform("others", { manner: state().others, played: phones.map((each) => each.whose).filter((each) => each !== GROUP) });
};

const another = () => {
  const shown = phones.map((each) => each.whose);
  const next = world.people.find((each) => !shown.includes(each.id)) ?? world.people[0];
  const phone = { whose: next.id, as: world.people[0].id, reply: null, element: null };
  phones.push(phone);
  build(phone);
  played();
  phone.element.scrollIntoView({ inline: "end", block: "nearest" });
};

// tray

const press = (label, act, given = {}) => make("button", { type: "button", onclick: act, ...given }, label);
const toggle = (id, label, act) => press(label, () => act($(id).getAttribute("aria-pressed") !== "true"), { id, "aria-pressed": "false" });

const drawTray = () => {
  const when = make("input", { type: "datetime-local", "aria-label": t.date });
  const who = make("select", { "aria-label": t.who, id: "who", onchange: drawState }, ...world.people.map((each) => make("option", { value: String(each.id) }, each.name)));
  const others = make("select", { "aria-label": t.people, id: "others", onchange: () => perform("others", { manner: others.value, played: phones.map((each) => each.whose).filter((each) => each !== GROUP) }) },
    ...["off", "prompt", "realistic"].map((each) => make("option", { value: each }, t[each === "off" ? "off_" : each])));
  const box = (title, ...inside) => make("fieldset", {}, make("legend", {}, title), ...inside);
  const weather = (what) => (on) => perform("weather", { what, on });
  const phoneWeather = (what) => (on) => perform("phone", { what, on, user: Number(who.value) });
  $("tray").replaceChildren(
    box(t.script, press(t.step, () => perform("script", { how: "step" }), { id: "step" }), press(t.all, () => perform("script", { how: "all" }), { id: "all" }), press(t.pause, () => perform("script", { how: "pause" })), make("p", { id: "scene" })),
    box(t.people, others, press(t.more, another, { id: "more" })),
    box(t.time, press(t.next, async () => { const body = await perform("next"); if (body.ok && body.due === null) notice(t.nothing); }, { id: "next" }), press(t.minute, () => perform("jump", { minutes: 1 })), press(t.week, () => perform("jump", { minutes: 10080 })), press(t.monday, () => perform("day", { which: "monday" }), { id: "monday" }), press(t.quarter, () => perform("day", { which: "quarter" }), { id: "quarter" }),
      toggle("fast", t.fast, (on) => perform("rate", { rate: on ? 60 : 1 })), when, press(t.go, () => when.value && perform("jump", { to: when.value }))),
    box(t.weather, toggle("down", t.down, weather("down")), toggle("slow", t.slow, weather("slow")), toggle("limits", t.limits, weather("limits")),
      press(t.kill, () => perform("kill"), { id: "kill" }), press(t.restart, () => perform("restart"), { id: "restart" }), make("p", { id: "alive" }),
      who, toggle("off", t.off, phoneWeather("off")), toggle("blocks", t.blocks, phoneWeather("blocks"))));
  trayDrawn = true;
};

const drawState = () => {
  const now = state();
  const pressed = (id, on) => $(id).setAttribute("aria-pressed", String(Boolean(on)));
  const who = Number($("who").value);
  pressed("fast", now.rate === 60); pressed("down", now.down); pressed("slow", now.slow); pressed("limits", now.limits);
  pressed("off", now.off.includes(who)); pressed("blocks", now.blocked.includes(who));
  $("others").value = now.others;
  $("kill").disabled = !now.bot; $("restart").disabled = now.bot;
  $("alive").textContent = now.bot ? t.alive : `⚠ ${t.dead}`;
  $("step").disabled = $("all").disabled = now.script.playing || !now.ready;
  $("scene").textContent = `${now.script.played}/${now.script.of} ${now.script.next}`;
  const counts = now.counts;
  $("counts").textContent = counts.accepted ? `${t.accepted} ${counts.accepted} · ${t.answered} ${counts.answered} · ${t.silent} ${counts.silent}` : "";
  $("first").textContent = now.ready ? t.first : t.wait;
  document.body.dataset.ready = String(now.ready);
  skew = now.now - (Date.now() / 1000) * now.rate;
};

const tick = () => {
  if (!world) return;
  const seconds = (Date.now() / 1000) * state().rate + skew;
  $("clock").textContent = `${new Date(seconds * 1000).toLocaleDateString(document.documentElement.lang, { timeZone: world.zone })} ${clock(seconds, world.zone)}`;
};

// log

const logged = (line) => {
  const who = line.bot ? t.bot : line.who;
  const arrow = line.kind === "toast" ? `${t.bot} → ${line.who}` : line.bot || !line.private ? `${who} → ${line.to}` : who;
  const sign = { tapped: "👆", edited: "✎", toast: "💬", pinned: "📌", blocked: "⛔", unblocked: "✅" }[line.kind] ?? "";
  const item = make("li", {}, make("time", {}, clock(line.time, world.zone)), ` ${arrow} ${sign} ${line.text} `);
  if (line.after !== null) item.append(make("span", { className: "after" }, `${line.after} ${t.seconds}`));
  $("lines").prepend(item);
  while ($("lines").children.length > 300) $("lines").lastChild.remove();
};

// events

const defaults = () => {
  const first = (kind) => world.people.find((each) => each.kind === kind)?.id;
  const chosen = [world.people[0].id, first("lead"), first("member"), GROUP].filter((each, at, all) => each !== undefined && all.indexOf(each) === at);
  const leader = first("leader");
  if (leader !== undefined) chosen[0] = leader;
  return chosen.map((whose) => ({ whose, as: leader ?? world.people[0].id, reply: null, element: null }));
};

const took = {
  snapshot(body) {
    world = body;
    t = TEXTS[body.language] ?? TEXTS.en;
    document.documentElement.lang = body.language;
    chats.clear();
    for (const each of body.chats) chats.set(each.id, { messages: new Map(each.messages.map((m) => [m.id, m])), pinned: each.pinned });
    $("banner").textContent = t.banner;
    $("unit").textContent = body.unit;
    $("log-title").textContent = t.log;
    $("phones").setAttribute("aria-label", t.phone);
    $("tray").setAttribute("aria-label", `${t.script}, ${t.time}, ${t.weather}`);
    if (!trayDrawn) drawTray();
    if (!phones.length) { phones = defaults(); phones.forEach(build); } else phones.forEach(refresh);
    $("lines").replaceChildren();
    body.log.forEach(logged);
    drawState();
  },
  message(body) {
    const here = chat(body.chat);
    if (body.message) here.messages.set(body.id, body.message); else here.messages.delete(body.id);
    here.pinned = body.pinned;
    for (const phone of phones) if (chatId(phone) === body.chat) later(phone, body.id);
  },
  toast(body) {
    if (!body.text || !phones.some((phone) => phone.whose === body.user || (phone.whose === GROUP && phone.as === body.user))) return;
    const text = `${person(body.user)?.name ?? ""}: ${body.text}`;
    if (!body.alert) return notice(text);
    $("popup").querySelector("p").textContent = text;
    if (!$("popup").open) $("popup").showModal();
  },
  log: logged,
  problem: (body) => notice(body.text),
  state(body) {
    const before = state();
    world.state = body;
    drawState();
    if (before.group !== body.group || before.off.join() !== body.off.join()) phones.forEach((phone) => show(phone));
    for (const phone of phones) { const choose = phone.element.querySelector("select"); if (document.activeElement !== choose) choose.replaceChildren(...options(phone)); }
  },
};

const waiting = new Map();
const later = (phone, changed) => {
  if (!waiting.size) requestAnimationFrame(() => { for (const [each, id] of waiting) show(each, id); waiting.clear(); });
  waiting.set(phone, changed);
};

$("popup").querySelector("button").addEventListener("click", () => $("popup").close());
const stream = new EventSource("/events");
for (const [kind, take] of Object.entries(took)) stream.addEventListener(kind, (event) => { if (world || kind === "snapshot") take(JSON.parse(event.data)); });
stream.addEventListener("error", () => notice(t.lost));
setInterval(tick, 250);
