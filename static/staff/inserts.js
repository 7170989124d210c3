/* Buttons put well-formed lines into an editor, as if they had been typed: one key undoes them.
   What they cannot know is left to be written, and no page is shown before it is. */

const sources = document.querySelector("#id-sources");
const LENGTH = { Day: 1, Week: 7, Month: 30 };
const boxOf = (button) => document.getElementById(button.closest("[data-box]").dataset.box);

/* Put words where they belong, and choose those of them that are to be written over. */
function put(box, at, words, chosen = "") {
  box.focus();
  box.setSelectionRange(at, at);
  document.execCommand("insertText", false, words);
  if (!chosen) return;
  const from = at + words.indexOf(chosen);
  box.setSelectionRange(from, from + chosen.length);
}

/* A line at the end of a list. */
function line(box, words, chosen) {
  const before = box.value && !box.value.endsWith("\n") ? "\n" : "";
  put(box, box.value.length, before + words, chosen);
}

/* A heading before the first that comes after it in time or order; where it is there, its place. */
function heading(box, words, order) {
  const found = [...box.value.matchAll(/^### (.+)$/gm)];
  const same = found.find((one) => one[1].trim() === words);
  if (same) {
    const end = same.index + same[0].length;
    box.focus();
    box.setSelectionRange(end, end);
    return;
  }
  const next = found.find((one) => order(one[1].trim()) > order(words));
  if (next) {
    put(box, next.index, `### ${words}\n\n\n\n`);
    const at = next.index + words.length + 6;
    box.setSelectionRange(at, at);
    return;
  }
  const gap = /(\n*)$/.exec(box.value)[1].length;
  const before = box.value.trim() ? "\n".repeat(Math.max(0, 2 - gap)) : "";
  put(box, box.value.length, `${before}### ${words}\n\n`);
}

/* The last day of a stage; one without a time comes after all. */
function lastDay(words) {
  if (words === "Treatment day") return 0;
  const found = /^(Day|Week|Month)s? (?:\d+ to )?(\d+)$/.exec(words);
  return found ? LENGTH[found[1]] * found[2] : Infinity;
}

function stage(span) {
  const [unit, first, last] = span.querySelectorAll("select, input");
  if (!(unit.value in LENGTH)) return unit.value;
  const from = Number(first.value) || 1;
  const to = Number(last.value) || from;
  return to > from ? `${unit.value}s ${from} to ${to}` : `${unit.value} ${from}`;
}

const DO = {
  fact(button, box) {
    const key = button.previousElementSibling.value;
    line(box, `- ${key}: ask us`, "ask us");
  },
  stage(button, box) {
    heading(box, stage(button.parentElement), lastDay);
  },
  part(button, box) {
    const known = [...button.parentElement.querySelectorAll("[data-part]")];
    heading(box, button.dataset.part, (one) => known.findIndex((it) => it.dataset.part === one));
  },
  words(button, box) {
    const words = document.getElementById(button.dataset.words);
    box.focus();
    box.select();
    document.execCommand("insertText", false, words.dataset.empty ? "" : words.textContent);
    button.closest(".conflict").querySelector("[name=settles]").checked = true;
  },
  source(button, box) {
    const number = (box.value.match(/^\d+\. /gm) ?? []).length + 1;
    const year = new Date().getFullYear();
    line(box, `${number}. Title. Publisher, ${year}. <https://>`, "Title. Publisher");
  },
  citation(button, box) {
    const number = button.previousElementSibling.value;
    if (!number) {
      sources.focus();
      return;
    }
    const at = box.selectionEnd;
    put(box, at, `${at && !/\s/.test(box.value[at - 1]) ? " " : ""}[${number}]`);
  },
};

/* The sources as they are written now. */
function offer(select) {
  const chosen = select.value;
  const found = [...sources.value.matchAll(/^(\d+)\. (.+)$/gm)];
  select.replaceChildren(
    ...found.map(([, number, words]) => new Option(`[${number}] ${words.slice(0, 40)}`, number)),
  );
  if (!found.length) select.append(new Option("No source is written yet", ""));
  if (found.some(([, number]) => number === chosen)) select.value = chosen;
}

const cites = [...document.querySelectorAll("[data-insert=citation]")].map(
  (button) => button.previousElementSibling,
);
for (const select of cites) {
  offer(select);
  select.addEventListener("focus", () => offer(select));
}
sources.addEventListener("change", () => cites.forEach(offer));
for (const row of document.querySelectorAll("[data-box]")) row.hidden = false;
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button) DO[button.dataset.insert](button, boxOf(button));
});
