/* A picture is put where one writes: with the button, dropped, or pasted. What it shows is asked
   first; the file goes to the site, and the line that shows it comes back into the words. */

const dialog = document.querySelector("#picture");
const form = dialog.querySelector("form");
const file = form.elements.photo;
const said = dialog.querySelector("[role=status]");
const bar = dialog.querySelector("progress");
const glimpse = dialog.querySelector("canvas");
const saved = document.querySelector("#saved");
const isEditor = (target) => target instanceof Element && target.matches(".markdownx-editor");
const isFileInput = (target) => target instanceof Element && target.matches("[type=file]");
const buttonOf = (box) => document.querySelector(`[data-picture=${box.id}]`);

const written = new WeakSet(); // boxes somebody has been in: the others' place is their end
let box = null; // where the picture is to go
let at = 0;
let request = null; // while a file is on its way

function ask(target, files) {
  if (!buttonOf(target)) {
    saved.hidden = false;
    saved.replaceChildren(`Pictures cannot stand in “${target.closest("[data-label]").dataset.label}”.`);
    return;
  }
  [box, at] = [target, written.has(target) ? target.selectionEnd : target.value.length];
  form.reset();
  mark({});
  said.textContent = "";
  if (files?.length) file.files = files;
  look();
  dialog.showModal();
}

/* Paint the file that was chosen, where the browser can read it. */
async function look() {
  glimpse.hidden = true;
  if (!file.files[0]) return;
  const image = await createImageBitmap(file.files[0]).catch(() => null);
  if (!image) return;
  const scale = Math.min(1, 320 / image.width, 240 / image.height);
  glimpse.width = image.width * scale;
  glimpse.height = image.height * scale;
  glimpse.getContext("2d").drawImage(image, 0, 0, glimpse.width, glimpse.height);
  glimpse.hidden = false;
}

/* What is wrong, beside each field; the first of them is where one goes on. */
function mark(faults) {
  for (const field of form.querySelectorAll("[data-field]")) {
    const fault = faults[field.dataset.field];
    const input = field.querySelector("input");
    const list = field.querySelector(".errorlist") ?? document.createElement("ul");
    list.className = "errorlist";
    list.id = `${input.id}-fault`;
    list.replaceChildren();
    if (fault) list.append(Object.assign(document.createElement("li"), { textContent: fault }));
    if (fault) field.append(list);
    else list.remove();
    const help = field.querySelector(".soft")?.id;
    input.setAttribute("aria-invalid", Boolean(fault));
    input.setAttribute("aria-describedby", [help, fault && list.id].filter(Boolean).join(" "));
  }
  form.querySelector("[aria-invalid=true]")?.focus();
}

/* A paragraph of its own, after the one in which one was writing. One key undoes it. */
function put(line) {
  const words = box.value;
  const end = words.indexOf("\n\n", at);
  const place = end < 0 ? words.trimEnd().length : end;
  const before = words.slice(0, place).trim() ? "\n\n" : "";
  const after = words.slice(place).trim() && !words.slice(place).startsWith("\n\n") ? "\n\n" : "";
  box.focus();
  box.setSelectionRange(place, place);
  document.execCommand("insertText", false, before + line + after);
}

function working(is) {
  bar.hidden = !is;
  form.querySelector("[type=submit]").disabled = is;
}

function send() {
  request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.upload.addEventListener("progress", (event) => {
    bar.value = event.loaded / event.total;
    said.textContent = event.loaded < event.total ? "Sending the picture…" : "Making it ready…";
  });
  request.addEventListener("load", () => {
    working(false);
    const told = request.getResponseHeader("Content-Type").startsWith("application/json")
      ? JSON.parse(request.responseText)
      : {};
    if (told.line) {
      dialog.close();
      put(told.line);
      saved.hidden = false;
      saved.replaceChildren("The picture is in its place.");
      return;
    }
    mark(told.faults ?? {});
    if (told.faults) said.textContent = "Nothing was added yet. Look at what is marked.";
    else if (request.status === 403) said.textContent = "You are signed out. Sign in in another tab, then press Add again.";
    else said.textContent = request.responseText.length < 300 ? request.responseText : "The picture could not be added. Try again.";
  });
  request.addEventListener("error", () => {
    working(false);
    said.textContent = "The site does not answer. Press Add to try again.";
  });
  said.textContent = "Sending the picture…";
  bar.value = 0;
  working(true);
  request.send(new FormData(form));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  form.elements.csrfmiddlewaretoken.value = document.querySelector("#editor [name=csrfmiddlewaretoken]").value;
  send();
});
file.addEventListener("change", look);
form.addEventListener("input", (event) => {
  event.target.removeAttribute("aria-invalid");
  event.target.closest("[data-field]").querySelector(".errorlist")?.remove();
});
document.addEventListener("focusin", ({ target }) => {
  if (isEditor(target)) written.add(target);
});
dialog.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  request?.abort();
  working(false);
  box?.focus();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picture]");
  if (button) ask(document.getElementById(button.dataset.picture));
});

/* Words are dropped and pasted as everywhere. A file would otherwise leave the page, or be sent
   by the script of django-markdownx to where nobody takes it. */
for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
  window.addEventListener(
    type,
    (event) => {
      event.stopPropagation();
      if (!event.dataTransfer?.types.includes("Files") || isFileInput(event.target)) return;
      if (type === "dragover" || type === "drop") event.preventDefault();
      if (type === "drop" && isEditor(event.target)) ask(event.target, event.dataTransfer.files);
    },
    { capture: true },
  );
}
window.addEventListener(
  "paste",
  (event) => {
    if (!isEditor(event.target)) return;
    event.stopPropagation();
    // A text copied from a word processor comes with its picture: its words are what is meant.
    const { types, files } = event.clipboardData;
    if (!types.includes("Files") || types.includes("text/plain")) return;
    event.preventDefault();
    ask(event.target, files);
  },
  { capture: true },
);
