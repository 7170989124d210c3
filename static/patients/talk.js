/* Talk: what somebody ticks and writes becomes a sheet to print or copy. It is kept only when they
   ask, on this device, under "talk:" and the page's name. Nothing is ever sent. */

const sheet = document.querySelector("[data-talk]");

if (sheet) {
  const { slug, version } = document.querySelector(".words").dataset;
  const key = `talk:${slug}`;
  const own = sheet.querySelector("textarea");
  const said = sheet.querySelector("[role=status]");
  const button = (name) => sheet.querySelector(`[data-do="${name}"]`);
  const boxes = [];
  let keeping = false;

  /* What an item says, without what stands below or beside it. */
  const told = (item) => {
    const copy = item.cloneNode(true);
    for (const one of copy.querySelectorAll("ul, ol, sup, label, .often, .meaning")) one.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  for (const list of sheet.querySelectorAll("[data-of]")) {
    const items = document.querySelectorAll(`#${list.dataset.of} .prose > ul > li`);
    for (const item of items) {
      const words = told(item);
      const label = document.createElement("label");
      const box = document.createElement("input");
      box.type = "checkbox";
      box.setAttribute("aria-label", `${list.dataset.tick}: ${words}`);
      label.className = "tick";
      label.append(box, list.dataset.tick);
      item.append(label);
      boxes.push({ box, item, list, words });
      box.addEventListener("change", () => {
        show();
        said.textContent = box.checked ? "Put on your sheet." : "Taken off your sheet.";
      });
    }
  }

  const ticked = (list) => boxes.filter((one) => one.list === list && one.box.checked);

  const show = () => {
    let some = own.value.trim() !== "";
    for (const list of sheet.querySelectorAll("[data-of]")) {
      const found = ticked(list);
      list.hidden = !found.length;
      some ||= found.length > 0;
      list.querySelector("ul").replaceChildren(
        ...found.map((one) => {
          const line = document.createElement("li");
          line.textContent = one.words;
          return line;
        }),
      );
    }
    for (const { box, item } of boxes) item.toggleAttribute("data-ticked", box.checked);
    sheet.querySelector("[data-stop]").hidden = !boxes.some(
      (one) => one.box.checked && one.item.closest("[data-part='do-not-have-it-if']"),
    );
    for (const name of ["print", "copy", "keep", "clear"]) button(name).disabled = !some;
    if (keeping) keep();
  };

  const keep = () => {
    const words = boxes.filter((one) => one.box.checked).map((one) => one.words);
    localStorage.setItem(key, JSON.stringify({ version, words, own: own.value }));
  };

  const text = () => {
    const lines = [sheet.querySelector(".stamp").textContent.trim()];
    for (const list of sheet.querySelectorAll("[data-of]:not([hidden])")) {
      lines.push("", list.querySelector("h3").textContent);
      lines.push(...ticked(list).map((one) => `- ${one.words}`));
    }
    if (own.value.trim()) lines.push("", sheet.querySelector("[data-own]").textContent, own.value.trim());
    return lines.join("\n");
  };

  own.addEventListener("input", show);
  button("print").addEventListener("click", () => {
    document.body.dataset.print = "talk";
    window.print();
    delete document.body.dataset.print;
  });
  button("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = "Copied. Paste it where you like.";
    } catch {
      said.textContent = "Your browser does not let us copy. You can print the sheet.";
    }
  });
  button("keep").addEventListener("click", () => {
    try {
      keep();
      keeping = true;
      said.textContent =
        "Kept on this device only, with what you change from now on. Anybody who uses it can see it. “Clear” deletes it.";
    } catch {
      said.textContent = "This browser does not let us keep anything.";
    }
  });
  button("clear").addEventListener("click", () => {
    keeping = false;
    localStorage.removeItem(key);
    for (const one of boxes) one.box.checked = false;
    own.value = "";
    show();
    said.textContent = "Cleared. Nothing is kept.";
  });

  try {
    const found = JSON.parse(localStorage.getItem(key));
    if (found) {
      for (const one of boxes) one.box.checked = found.words.includes(one.words);
      own.value = found.own;
      keeping = true;
      const lost = found.words.filter((words) => !boxes.some((one) => one.words === words));
      said.textContent = lost.length
        ? `This is what you kept from version ${found.version}. The page has changed, and no longer says: ${lost.join(" / ")}`
        : "This is what you kept on this device.";
    }
  } catch {
    // something else wrote there, or the browser keeps nothing
  }
  sheet.hidden = false;
  show();
}
