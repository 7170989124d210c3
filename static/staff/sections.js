/* How a section looks, below its editor, by the preview of django-markdownx. As it comes, that
   script keeps the Tab key, asks once for every editor when the form opens, and lets an old answer
   overwrite a newer one: what follows stands before it. */

const form = document.querySelector("#editor");
const opened = new WeakSet();
const isEditor = (target) => target instanceof Element && target.matches(".markdownx-editor");

/* Its script makes an editor of every element that has its class, and of none twice. */
function open(section) {
  const box = section.querySelector(".markdownx-editor");
  const shown = section.querySelector(".markdownx-preview");
  let asked = 0;
  let newest = -1;
  let kept = "";
  const ask = () => {
    asked += 1;
    box.dataset.markdownxUrlsPath = `${box.dataset.address}?of=${asked}`;
  };
  ask();
  box.addEventListener("input", ask, { capture: true });
  section.addEventListener("markdownx.update", () => {
    const of = Number(shown.firstElementChild?.dataset.of ?? asked);
    if (of < newest) {
      shown.innerHTML = kept;
    } else {
      newest = of;
      kept = shown.innerHTML;
    }
  });
  box.removeAttribute("data-markdownx-init");
  section.classList.add("markdownx");
  const script = document.createElement("script");
  script.src = form.dataset.markdownx;
  document.head.append(script);
}

document.addEventListener(
  "toggle",
  (event) => {
    const section = event.target.closest(".section-editor");
    if (!section || !event.target.open || opened.has(section)) return;
    opened.add(section);
    open(section);
  },
  { capture: true },
);
for (const look of document.querySelectorAll(".look")) look.hidden = false;

/* Keys do in an editor what they do in every other box. */
window.addEventListener(
  "keydown",
  (event) => {
    const taken = event.key === "Tab" || ((event.ctrlKey || event.metaKey) && "d[]".includes(event.key));
    if (taken && isEditor(event.target)) event.stopPropagation();
  },
  { capture: true },
);
