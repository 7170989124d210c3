/* Read: who asks for it is told, on the same device, that a page changed since they read it.
   What is kept is the number and the day, under "read:" and the page's name, and nothing is sent. */

const words = document.querySelector(".words[data-slug]");
const box = document.querySelector("[data-read]");

if (words && box) {
  const { slug, version, change } = words.dataset;
  const key = `read:${slug}`;
  const [keep, forget] = box.querySelectorAll("button");
  const said = box.querySelector("[role=status]");
  const changed = document.querySelector("[data-changed]");

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return Number.isInteger(found?.version) && typeof found.day === "string" ? found : null;
    } catch {
      return null; // something else wrote there, or the browser keeps nothing
    }
  };
  const day = (iso) =>
    new Date(`${iso}T12:00`).toLocaleDateString("en-GB", {
      day: "numeric",
      month: "long",
      year: "numeric",
    });

  const show = (announce) => {
    const found = kept();
    keep.hidden = found?.version === Number(version);
    forget.hidden = !found;
    if (found) {
      said.textContent =
        `This device remembers that you read version ${found.version} on ${day(found.day)}. ` +
        "Nobody else is told. Anybody who uses this device can see it.";
    } else {
      said.textContent = announce;
    }
    if (!changed) return;
    changed.hidden = !(found && found.version < Number(version));
    if (changed.hidden) return;
    const [title, text] = changed.querySelectorAll("p");
    title.textContent =
      change === "safety"
        ? "This page has changed for safety since you read it"
        : "This page has changed since you read it";
    text.textContent = `You read version ${found.version} on ${day(found.day)}. This is version ${version}.`;
    changed.querySelector("a").href = `?since=${found.version}`;
  };

  keep.addEventListener("click", () => {
    const now = new Date();
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
    try {
      localStorage.setItem(key, JSON.stringify({ version: Number(version), day: today }));
      show("");
      forget.focus();
    } catch {
      said.textContent = "This browser does not let us keep anything.";
    }
  });
  forget.addEventListener("click", () => {
    localStorage.removeItem(key);
    show("Forgotten.");
    keep.focus();
  });
  box.hidden = false;
  show("");
}
