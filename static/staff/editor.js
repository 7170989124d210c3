/* The editor saves as one types, by the same form that its button sends. Of several people who
   write at once, each is shown the others' words as they come. */

const form = document.querySelector("#editor");
const said = document.querySelector("#saved");
const preview = document.querySelector("iframe.preview");
const unshown = document.querySelector("#unshown");
const widths = document.querySelector("#widths");
const desk = document.querySelector(".desk");
const LAPTOP = 1280; // pixels
const WAIT = 800; // milliseconds after the last key
const RETRY = 5000; // milliseconds after the site did not answer

const fields = [...form.querySelectorAll("[name^=base-]")].map((base) => ({
  base,
  box: form.elements[base.name.slice("base-".length)],
}));
const lines = (words) => words.replaceAll("\r\n", "\n");
const label = (box) => box.closest("[data-label]").dataset.label;
const unsaved = () => fields.some(({ base, box }) => lines(box.value) !== lines(base.value));

let timer = 0;
let saving = false;
let again = false; // somebody typed on while the words before were being saved
let leaving = false;
let revision = null;

function say(words, link) {
  said.hidden = false;
  said.replaceChildren(words, link ?? "");
}

/* Put the stored words into the form, but never over words that were typed since. What a box
   is based on stays as it was where somebody else's words are not in it yet, so that the next
   save finds that both changed it. */
function take(stored, sent, clashing) {
  for (const { base, box } of fields) {
    if (clashing.includes(box.name)) continue;
    const mine = lines(sent.get(box.name));
    const kept = stored[box.name].trim() === mine.trim();
    const typedSince = lines(box.value) !== mine;
    if (!typedSince && !kept) box.value = stored[box.name];
    if (!typedSince || kept) base.value = typedSince ? mine : box.value;
  }
}

/* What is wrong, beside each field, and in a line where one saves. */
function mark(faults) {
  for (const { box } of fields) {
    const mine = faults.filter((one) => one.field === box.name);
    const list = document.querySelector(`#faults-${box.name}`);
    list.hidden = !mine.length;
    list.replaceChildren(
      ...mine.map(({ line, what, mend }) => {
        const item = document.createElement("li");
        const where = box.matches("textarea") ? `Line ${line}: ` : "";
        item.textContent = `${where}${what}; ${mend}.`;
        return item;
      }),
    );
    box.setAttribute("aria-invalid", mine.length > 0);
  }
  const names = new Set(faults.map((one) => one.field));
  const labels = fields.filter(({ box }) => names.has(box.name)).map(({ box }) => label(box));
  labels.push(...faults.filter((one) => !one.field).map(({ what, mend }) => `${what}; ${mend}`));
  return labels.length ? `. Before it can be sent, mend: ${labels.join(", ")}` : "";
}

/* What the checks say, beside each section; of one that cannot be read yet they say nothing. */
function advise(checks) {
  for (const box of document.querySelectorAll("[data-checks]")) {
    box.innerHTML = checks[box.dataset.checks] ?? "";
  }
}

/* The page that could last be shown stays, until the words can be shown again. */
function show(told) {
  unshown.hidden = told.showable;
  if (told.showable && revision !== told.revision) preview.contentWindow.location.reload();
  revision = told.showable ? told.revision : null;
}

/* Somebody who signed in again has another token; the page they see now holds it. */
async function freshToken() {
  const answer = await fetch(form.action || location.href, { credentials: "same-origin" });
  if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#editor [name=csrfmiddlewaretoken]").value;
  for (const one of document.querySelectorAll("[name=csrfmiddlewaretoken]")) one.value = token;
  return true;
}

async function send(sent) {
  return fetch(location.href, {
    method: "POST",
    body: sent,
    headers: { "X-Requested-With": "XMLHttpRequest" },
  });
}

async function save() {
  if (saving) again = true;
  if (saving || !unsaved()) return;
  saving = true;
  again = false;
  say("Saving…");
  try {
    let sent = new FormData(form);
    let answer = await send(sent);
    if (answer.status === 403 && (await freshToken())) {
      sent = new FormData(form);
      answer = await send(sent);
    }
    if (answer.status === 403) {
      const link = document.createElement("a");
      Object.assign(link, { href: "/admin/sign-in/", target: "_blank", textContent: "Sign in" });
      say("You are signed out. What you typed is still here. In a new tab: ", link);
    } else if (answer.ok) {
      const told = await answer.json();
      const mine = told.conflicts.filter((one) => one.editor === sent.get("editor"));
      take(told.fields, sent, mine.map((one) => one.field));
      const mend = mark(told.faults);
      if (mine.length) {
        say("Somebody else changed the same words. Yours are kept. Press Save to join them.");
      } else {
        say(`Saved at ${new Date().toLocaleTimeString([], { timeStyle: "short" })}${mend}`);
      }
      advise(told.checks);
      show(told);
    } else if (answer.status === 409) {
      say((await answer.json()).refused);
    } else if (answer.status === 503) {
      say(await answer.text());
    } else {
      say("It could not be saved. What you typed is still here; press Save to try again.");
    }
  } catch {
    say("The site does not answer. What you typed is still here, and is tried again.");
    clearTimeout(timer);
    timer = setTimeout(save, RETRY);
  }
  saving = false;
  if (again) save();
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, WAIT);
});
form.addEventListener("submit", () => {
  leaving = true;
});
addEventListener("focus", save);
addEventListener("beforeunload", (event) => {
  if (!leaving && unsaved()) event.preventDefault();
});

/* The same frame, as wide as a phone or, made smaller, as a laptop. */
function fit() {
  const glass = preview.parentElement;
  const scale = desk.dataset.width === "laptop" ? glass.clientWidth / LAPTOP : 1;
  preview.style.inlineSize = scale === 1 ? "" : `${LAPTOP}px`;
  preview.style.blockSize = scale === 1 ? "" : `${glass.clientHeight / scale}px`;
  preview.style.transform = scale === 1 ? "" : `scale(${scale})`;
}

widths.hidden = false;
widths.addEventListener("click", (event) => {
  const chosen = event.target.dataset.width;
  if (!chosen) return;
  desk.dataset.width = chosen;
  for (const one of widths.querySelectorAll("[data-width]")) {
    one.setAttribute("aria-pressed", one.dataset.width === chosen);
  }
  fit();
});
addEventListener("resize", fit);
