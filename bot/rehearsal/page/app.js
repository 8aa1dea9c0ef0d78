// The page: it shows chats, and it can type and tap. Everything it knows comes through one stream of events.

import { clock, make } from "./chat.js";
import { buildAll, changed, countAll, showAll, shows } from "./phone.js";
import { drawState, drawTray } from "./tray.js";
import { $, notice, world } from "./world.js";

const LINES = 300;
const SIGNS = { tapped: "👆", edited: "✎", toast: "💬", pinned: "📌", blocked: "⛔", unblocked: "✅" };
let drawn = false;

const logged = (line) => {
  const { t, zone } = world;
  const who = line.bot ? t.bot : line.who;
  const arrow = line.kind === "toast" ? `${t.bot} → ${line.who}` : line.bot || !line.private ? `${who} → ${line.to}` : who;
  const item = make("li", {}, make("time", {}, clock(line.time, zone)), ` ${arrow} ${SIGNS[line.kind] ?? ""} ${line.text} `);
  if (line.after !== null) item.append(make("span", { className: "after" }, `${line.after} ${t.seconds}`));
  $("lines").prepend(item);
  while ($("lines").children.length > LINES) $("lines").lastChild.remove();
};

// A pop-up has to be closed; then the keyboard is where it was, also when that button was drawn anew meanwhile.
const popUp = (phone, text) => {
  const popup = $("popup");
  popup.querySelector("p").textContent = text;
  if (popup.open) return;
  const from = document.activeElement;
  const key = from?.textContent;
  const row = from?.closest("article");
  popup.showModal();
  popup.onclose = () => {
    const same = row?.isConnected && [...row.querySelectorAll("button")].find((each) => each.textContent === key);
    (from?.isConnected ? from : same || phone.list).focus({ preventScroll: true });
  };
};

const took = {
  snapshot(body) {
    if (world.run && world.run !== body.run) { location.reload(); return; } // another rehearsal at the same address
    world.takes(body);
    const { t } = world;
    $("banner").textContent = t.banner;
    $("unit").textContent = body.unit;
    $("log-title").textContent = t.log;
    $("popup").querySelector("button").textContent = t.ok;
    $("phones").setAttribute("aria-label", t.phones);
    $("tray").setAttribute("aria-label", t.tray);
    if (drawn) { drawState(); showAll(); } else { drawTray(); buildAll(); }
    drawn = true;
    countAll();
    $("lines").replaceChildren();
    body.log.forEach(logged);
  },
  message(body) {
    const here = world.chat(body.chat);
    if (body.message) here.messages.set(body.id, body.message); else here.messages.delete(body.id);
    here.pinned = body.pinned;
    changed(body.chat, body.id);
  },
  toast(body) {
    const phone = shows(body.user);
    if (!body.text || !phone) return;
    if (body.alert) popUp(phone, `${world.person(body.user)?.name ?? ""}: ${body.text}`);
    else notice(phone.whose === body.user ? body.text : `${world.person(body.user)?.name ?? ""}: ${body.text}`, phone.toasts);
  },
  log: logged,
  problem: (body) => notice(body.text),
  state(body) {
    const before = world.state;
    world.state = body;
    drawState();
    if (before.group !== body.group || before.off.join() !== body.off.join()) showAll();
  },
};

$("popup").querySelector("button").addEventListener("click", () => $("popup").close());
const stream = new EventSource("/events");
for (const [kind, take] of Object.entries(took)) stream.addEventListener(kind, (event) => { if (world.state || kind === "snapshot") take(JSON.parse(event.data)); });
stream.addEventListener("error", () => notice(world.t.lost));
