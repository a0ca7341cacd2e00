// The whole script of the lesson. Pages work without it; with it they look for news by themselves, keep what is being typed, send a form
// again when the connection is lost (the server takes each form once), and count the clock down between two looks.
"use strict";

const body = document.body;
const words = body.dataset;
const EVERY = 2500;
const said = document.getElementById("said");
const FRESH = 6000;  // for so long what a deed was answered is not pushed aside by what is told besides
let lost = false, stale = false, told = -FRESH, shown = 0;

function say(text) {
  if (!text || said.lastElementChild?.textContent === text) return;
  const line = document.createElement("p");
  line.textContent = text;
  if (performance.now() - told < FRESH) said.append(line); else said.replaceChildren(line);
}

// --- drafts: kept on this device until the form is taken

function keeper(form) {
  return `${words.lesson}.${words.who}.${form.dataset.keep}`;
}

function typed(form) {
  return [...form.elements]
    .filter((field) => field.name && field.type !== "hidden" && field.name !== "code")
    .map((field) => [field.name, field.value, field.type === "checkbox" ? field.checked : null]);
}

function remember(form) {
  try { localStorage.setItem(keeper(form), JSON.stringify(typed(form))); } catch { /* a full or forbidden store keeps nothing */ }
}

function recall(form) {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(keeper(form))); } catch { kept = null; }
  if (!kept) return;
  for (const [name, value, ticked] of kept) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.type === "checkbox") { if (field.value === value) field.checked = ticked; }
      else if (field.type !== "hidden") field.value = value;
    }
  }
  if (!said.children.length) say(words.draft);
}

function forget(form) {
  try { localStorage.removeItem(keeper(form)); } catch { /* nothing was kept */ }
}

// --- sending a form, again and again until it is answered

async function send(form, button) {
  const fields = new URLSearchParams(new FormData(form, button));
  form.setAttribute("aria-busy", "true");
  for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15000) });
      const html = await answer.text();
      form.removeAttribute("aria-busy");
      if (answer.ok && form.dataset.keep) forget(form);
      if (answer.redirected && !answer.url.startsWith(location.origin + words.poll?.replace("/poll", ""))) { location.assign(answer.url); return; }
      if (answer.redirected) history.replaceState(null, "", answer.url);
      show(html, answer.ok);
      return;
    } catch {
      say(words.retrying);
      await new Promise((done) => setTimeout(done, wait));
    }
  }
}

function show(html, ok) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  words.revision = page.body.dataset.revision || words.revision;
  for (const name of ["header", "#ticking", "main", "footer"]) {
    const now = document.querySelector(name), next = page.querySelector(name);
    if (now && next) now.replaceWith(document.importNode(next, true));
  }
  const flash = page.getElementById("said");
  said.replaceChildren(...(flash ? [...flash.children].map((each) => document.importNode(each, true)) : []));
  shown += 1;
  if (said.children.length) told = performance.now();
  begin();
  const main = document.getElementById("main");
  (ok && said.children.length ? said : document.getElementById("alert") || main).scrollIntoView({ block: "start" });
  main.focus({ preventScroll: true });
}

// --- looking for news: the poll is a number; only when it changes is the page fetched, and only what has changed is put in place

async function look() {
  try {
    const answer = await fetch(words.poll, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
    if (lost) { lost = false; say(words.back); }
    if (answer.status === 401 || answer.status === 410) { location.reload(); return; }
    if (!answer.ok) return;
    const { revision } = await answer.json();
    if (String(revision) !== words.revision || (stale && !typing())) await refresh();
  } catch {
    if (!lost) { lost = true; say(words.retrying); }
  }
}

async function refresh() {
  const before = shown;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (shown !== before) return;  // a form was answered meanwhile, and that page is newer
  let changed = false;
  for (const next of page.querySelectorAll("[data-live]")) changed = exchange(next) || changed;
  if (shape(document) !== shape(page)) {  // another season, another stage: the parts of the page themselves are others now
    stale = typing();  // nothing is taken away from under somebody's hands; it comes once they look up
    if (!stale) { replaceMain(page); begin(); }
    changed = true;
  } else {
    const now = document.querySelector("main h1"), next = page.querySelector("main h1");
    if (now && next && now.innerHTML !== next.innerHTML) now.replaceWith(document.importNode(next, true));
  }
  document.title = page.title;
  words.revision = page.body.dataset.revision;
  if (changed) say(words.changed);
}

function shape(from) {
  return [...from.querySelectorAll("main form[data-keep], main [data-live]")].map((part) => part.dataset.keep || part.id).join();
}

function typing() {
  return /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && document.getElementById("main").contains(document.activeElement);
}

function replaceMain(page) {
  const main = document.getElementById("main"), had = main.contains(document.activeElement);
  const top = scrollY;
  main.replaceWith(document.importNode(page.getElementById("main"), true));
  if (had) document.getElementById("main").focus({ preventScroll: true });
  scrollTo(scrollX, top);
}

function exchange(next) {
  const now = document.getElementById(next.id);
  if (!now || now.innerHTML === next.innerHTML || plain(now) === plain(next)) return false;
  const focus = document.activeElement;
  if (now.contains(focus) && /^(INPUT|TEXTAREA|SELECT)$/.test(focus.tagName)) return true;  // somebody is typing here
  const place = now.contains(focus) ? [...now.querySelectorAll("a,button,summary,[tabindex]")].indexOf(focus) : -1;
  const open = [...now.querySelectorAll("details")].map((each) => each.open);
  now.replaceChildren(...[...document.importNode(next, true).childNodes]);
  now.querySelectorAll("details").forEach((each, number) => { each.open = open[number] || each.open; });
  if (place >= 0) { const again = now.querySelectorAll("a,button,summary,[tabindex]"); (again[place] || document.getElementById("main")).focus(); }
  clocks();
  return true;
}

function plain(part) {  // keys of forms differ on every page and are no news
  const copy = part.cloneNode(true);
  copy.querySelectorAll("input[name=once], .clock").forEach((each) => each.remove());
  return copy.innerHTML;
}

// --- the clock: the server's, counted down here between two looks

let ends = null;

function clocks() {
  const shown = document.querySelector(".clock");
  ends = shown && shown.dataset.runs === "yes" ? performance.now() + 1000 * Number(shown.dataset.left) : null;
}

function tick() {
  const shown = document.querySelector(".clock");
  if (!shown || ends === null) return;
  const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
  const text = shown.dataset.text.replace("%m", Math.floor(left / 60)).replace("%s", left % 60);
  if (text === shown.textContent) return;
  shown.textContent = text;
  if (left === 60) say(words.minute);
  if (left === 10) say(words.seconds);
  if (left === 0) say(words.time);
}

function begin() {
  clocks();
  for (const form of document.querySelectorAll("form[data-keep]")) recall(form);
}

document.addEventListener("input", (event) => { const form = event.target.closest("form[data-keep]"); if (form) remember(form); });
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.action.endsWith("/lang") || form.hasAttribute("aria-busy")) { if (form.hasAttribute("aria-busy")) event.preventDefault(); return; }
  event.preventDefault();
  send(form, event.submitter);
});
begin();
setInterval(tick, 250);
if (words.poll) setInterval(look, EVERY);
