/* The editor saves as one types, by the same form that its button sends. Of several people who
   write at once, each is shown the others' words as they come. */

const form = document.querySelector("#editor");
const said = document.querySelector("#saved");
const preview = document.querySelector("iframe.preview");
const WAIT = 800; // milliseconds after the last key

const fields = [...form.querySelectorAll("[name^=base-]")].map((base) => ({
  base,
  box: form.elements[base.name.slice("base-".length)],
}));
const lines = (words) => words.replaceAll("\r\n", "\n");
const unsaved = () => fields.some(({ base, box }) => lines(box.value) !== lines(base.value));

let timer = 0;
let saving = false;
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
  if (saving || !unsaved()) return;
  saving = true;
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
      if (mine.length) {
        say("Somebody else changed the same words. Yours are kept. Press Save to join them.");
      } else {
        say(`Saved at ${new Date().toLocaleTimeString([], { timeStyle: "short" })}`);
      }
      if (revision !== told.revision) preview.contentWindow.location.reload();
      revision = told.revision;
    } else if (answer.status === 409) {
      say((await answer.json()).refused);
    } else {
      say("It could not be saved. What you typed is still here; press Save to try again.");
    }
  } catch {
    say("The site does not answer. What you typed is still here.");
  }
  saving = false;
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
