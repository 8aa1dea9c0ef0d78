// The tray: script, the others, time and trouble; above it, the days that pass.

import { clock, make } from "./chat.js";
import { another, shown } from "./phone.js";
import { $, notice, perform, world } from "./world.js";

let skew = 0;
let before = null; // where the keyboard was when the days began to pass

const press = (label, act, given = {}) => make("button", { type: "button", onclick: act, ...given }, label);
const toggle = (id, label, act) => press(label, () => act($(id).getAttribute("aria-pressed") !== "true"), { id, "aria-pressed": "false" });
const day = (seconds) => new Date(seconds * 1000).toLocaleDateString(document.documentElement.lang, { timeZone: world.zone, month: "short", day: "numeric", weekday: "short" });
const moment = (seconds) => `${day(seconds)} ${clock(seconds, world.zone).slice(0, 5)}`;

const goes = async (what, given = {}) => {
  before = document.activeElement;
  const body = await perform(what, given);
  if (body.ok && "stopped" in body) notice(`${body.stopped ? world.t.stopped : world.t.there} ${moment(body.now)}`);
  return body;
};
const next = async () => {
  const body = await goes("next");
  if (body.ok && body.due === null) notice(world.t.nothing);
};

export const drawTray = () => {
  const { t } = world;
  const when = make("input", { type: "datetime-local", "aria-label": t.date });
  const who = make("select", { "aria-label": t.who, id: "who", onchange: drawState }, ...world.people.map((each) => make("option", { value: String(each.id) }, each.name)));
  const others = make("select", { "aria-label": t.people, id: "others", onchange: () => perform("others", { manner: others.value, played: shown() }) },
    ...["off", "prompt", "realistic"].map((each) => make("option", { value: each }, t[each === "off" ? "off_" : each])));
  const box = (title, ...inside) => make("fieldset", {}, make("legend", {}, title), ...inside);
  const weather = (what) => (on) => perform("weather", { what, on });
  const phoneWeather = (what) => (on) => perform("phone", { what, on, user: Number(who.value) });
  const script = (how) => () => perform("script", { how });
  $("tray").replaceChildren(
    box(t.script, press(t.step, script("step"), { id: "step" }), press(t.all, script("all"), { id: "all" }), press(t.pause, () => script(world.state.script.paused ? "resume" : "pause")(), { id: "pause" }), make("p", { id: "scene" })),
    box(t.people, others, press(t.more, another, { id: "more" }), make("p", { id: "waiting", hidden: true })),
    box(t.time, press(t.next, next, { id: "next" }), press(t.minute, () => goes("jump", { minutes: 1 })), toggle("fast", t.fast, (on) => perform("rate", { rate: on ? 60 : 1 })),
      press(t.week, () => goes("jump", { minutes: 10080 }), { id: "week" }), press(t.monday, () => goes("day", { which: "monday" }), { id: "monday" }), press(t.quarter, () => goes("day", { which: "quarter" }), { id: "quarter" }),
      when, press(t.go, () => (when.value ? goes("jump", { to: when.value }) : when.focus()), { "aria-label": t.date })),
    box(t.weather, toggle("down", t.down, weather("down")), toggle("slow", t.slow, weather("slow")), toggle("limits", t.limits, weather("limits")),
      press(t.kill, () => perform("kill"), { id: "kill" }), press(t.restart, () => perform("restart"), { id: "restart" }), make("p", { id: "alive", role: "status" }),
      who, toggle("off", t.off, phoneWeather("off")), toggle("blocks", t.blocks, phoneWeather("blocks"))));
  const stop = $("stop");
  stop.textContent = t.stop;
  stop.onclick = () => perform("stop");
  drawState();
};

const drawJourney = (journey) => {
  const [bar, stop] = [$("journey"), $("stop")];
  if (!journey && stop === document.activeElement) (before?.isConnected ? before : $("next")).focus();
  bar.hidden = !journey;
  if (!journey) return;
  const { t } = world;
  const progress = bar.querySelector("progress");
  bar.querySelector("span").textContent = `${t.passing}：${day(journey.at)} → ${moment(journey.to)}`.replace("：", document.documentElement.lang === "en" ? ": " : "：");
  progress.value = (journey.at - journey.from) / (journey.to - journey.from);
  progress.setAttribute("aria-label", t.passing);
};

// A button that cannot be pressed now keeps the keyboard: dimmed, not disabled.
const dim = (id, on) => $(id).setAttribute("aria-disabled", String(Boolean(on)));

export const drawState = () => {
  const { t, state: now } = world;
  const pressed = (id, on) => $(id).setAttribute("aria-pressed", String(Boolean(on)));
  const said = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; }; // else it is read out again
  const who = Number($("who").value);
  pressed("fast", now.rate === 60); pressed("down", now.down); pressed("slow", now.slow); pressed("limits", now.limits);
  pressed("off", now.off.includes(who)); pressed("blocks", now.blocked.includes(who));
  if (document.activeElement !== $("others")) $("others").value = now.others;
  dim("kill", !now.bot); dim("restart", now.bot);
  said("alive", now.bot ? t.alive : `⚠ ${t.dead}`);
  const { playing, paused } = now.script;
  for (const id of ["step", "all"]) dim(id, (playing && !paused) || now.journey || !now.ready);
  dim("pause", !playing || (paused && now.journey));
  said("pause", paused ? t.resume : t.pause);
  for (const id of ["next", "week", "monday", "quarter"]) dim(id, now.journey);
  said("scene", `${t.scenes} ${now.script.played}/${now.script.of}${now.script.next && ` · ${paused ? t.held : playing ? t.plays : t.step}: ${now.script.next}`}`);
  const { accepted, answered, silent } = now.counts;
  said("counts", accepted ? `${t.accepted} ${accepted} · ${t.answered} ${answered} · ${t.silent} ${silent}` : "");
  said("first", !now.ready ? `${t.wait} ${now.enrolled}/${world.people.length}` : accepted ? t.then : t.first);
  drawJourney(now.journey);
  document.body.dataset.ready = String(now.ready);
  skew = now.now - (Date.now() / 1000) * now.rate;
};

setInterval(() => {
  if (!world.state) return;
  const seconds = (Date.now() / 1000) * world.state.rate + skew;
  $("clock").textContent = `${new Date(seconds * 1000).toLocaleDateString(document.documentElement.lang, { timeZone: world.zone, dateStyle: "medium" })} ${clock(seconds, world.zone)}`;
}, 250);
