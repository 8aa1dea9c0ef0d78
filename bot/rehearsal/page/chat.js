// One phone: a chat as its owner sees it.

export const clock = (seconds, zone) =>
  new Date(seconds * 1000).toLocaleTimeString(document.documentElement.lang, { timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export const make = (tag, given = {}, ...inside) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...inside.filter((each) => each !== null && each !== undefined));
  return element;
};

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "code" };

// Entities are given in UTF-16 units, which is what strings here are made of.
const words = (text, entities) => {
  const styled = entities.filter((each) => TAGS[each.type]).sort((a, b) => a.offset - b.offset);
  const parts = [];
  let at = 0;
  for (const each of styled) {
    if (each.offset < at) continue;
    parts.push(text.slice(at, each.offset));
    at = each.offset + each.length;
    parts.push(make(TAGS[each.type], {}, text.slice(each.offset, at)));
  }
  return [...parts, text.slice(at)];
};

// One word keeps its width; a sentence shares the row's.
const width = (text) => (text.length > 8 && /[^\x20-\x7e]|\s/.test(text) ? "long" : "short");

const keys = (message, tap) =>
  message.buttons.map((row, r) =>
    make("div", { className: "keys" }, ...row.map((button, c) =>
      make("button", { type: "button", className: `${button.style} ${width(button.text)}`, onclick: () => tap(message, r, c) },
        button.copy ? `📋 ${button.text}` : button.text))));

export const draw = (message, { user, t, zone, tap, reply, changed }) => {
  if (message.service !== null) return make("p", { className: "service" }, message.service);
  const mine = message.from_id === user && !message.bot;
  const bubble = make("div", { className: "bubble" });
  if (!mine) bubble.append(make("span", { className: "who" }, message.bot ? t.bot : message.from));
  if (message.reply_to) bubble.append(make("span", { className: "quote" }, message.reply_to));
  if (message.photo) bubble.append(make("a", { href: `/file/${message.file.id}`, target: "_blank", rel: "noopener" }, make("img", { src: `/file/${message.file.id}`, alt: t.photo })));
  else if (message.file) bubble.append(make("a", message.file.name.endsWith(".pdf") ? { href: `/file/${message.file.id}`, target: "_blank", rel: "noopener" } : { href: `/file/${message.file.id}`, download: message.file.name }, `📎 ${message.file.name}`));
  if (message.location) bubble.append(`📍 ${message.location.latitude}, ${message.location.longitude}`);
  bubble.append(...words(message.text, message.entities));
  const meta = make("div", { className: "meta" },
    make("button", { type: "button", onclick: () => reply(message), "aria-label": t.reply }, `↩ ${t.reply}`),
    make("span", {}, message.edited ? t.edited : ""), clock(message.date, zone));
  const exercise = message.text.includes(t.mark.trim());
  const names = ["row", mine ? "mine" : "", exercise ? "exercise" : "", changed ? "flash" : ""].filter(Boolean).join(" ");
  return make("article", { className: names, "aria-label": `${message.bot ? t.bot : message.from} ${clock(message.date, zone)}` }, bubble, ...keys(message, tap), meta);
};
