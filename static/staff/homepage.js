/* What to paste into a homepage: copied with one press, with the height that was measured, beside
   a homepage that can be made narrow, dark, without a script, or as WordPress shows it. */

const snippet = document.querySelector("#snippet");
const copied = document.querySelector("#copied");
const copy = document.querySelector("#copy");
const looks = document.querySelector("#looks");
const looked = document.querySelector("#looked");
const mock = document.querySelector("#mock");
const stage = mock.parentElement;
const box = mock.querySelector(".mock-frame");
const frame = box.querySelector("iframe").cloneNode();
const RESERVE = frame.height;
for (const name of ["data-procinfo-state", "style"]) frame.removeAttribute(name);
const SCROLLING = 600; // pixels, of a frame that nothing gives its height
const LEAST = 200; // pixels that WordPress gives a frame, and the most
const MOST = 1000;
const SECRET = "mockhomepg";

copy.hidden = false;
copy.addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(snippet.value);
    copied.textContent = "Copied";
  } catch {
    snippet.focus();
    snippet.select();
    copied.textContent = "Your browser does not let us. All of it is marked: press Control and C.";
  }
});

/* As wide as the homepage would be; where that is wider than the screen, all of it smaller. */
function fit() {
  const scale = Math.min(1, stage.clientWidth / mock.offsetWidth);
  mock.style.transform = scale < 1 ? `scale(${scale})` : "";
  // What is made smaller keeps its room: the rest of it is taken back.
  mock.style.marginBlockEnd = scale < 1 ? `${(scale - 1) * mock.offsetHeight}px` : "";
  mock.style.marginInlineStart = scale < 1 ? "0" : "";
}

/* The frame anew, as a homepage without our script has it, or as WordPress does. */
function put(look) {
  const one = frame.cloneNode();
  if (look) {
    one.removeAttribute("data-procinfo");
    one.height = SCROLLING;
  }
  if (look === "wordpress") {
    one.setAttribute("sandbox", "allow-scripts");
    one.src += `#?secret=${SECRET}`;
    one.addEventListener("load", () => {
      one.contentWindow.postMessage({ message: "ready", secret: SECRET }, "*");
    });
  }
  box.replaceChildren(one);
}

addEventListener("message", ({ data, source }) => {
  const one = box.querySelector("iframe");
  if (source !== one.contentWindow || data?.message !== "height" || data.secret !== SECRET) return;
  one.height = Math.min(MOST, Math.max(LEAST, data.value));
});

const SAID = {
  bare: "Without the script the frame scrolls. Every word is in it.",
  wordpress: "WordPress gives a pasted address up to 1,000 pixels; the rest scrolls.",
};

looks.hidden = false;
looks.addEventListener("click", ({ target }) => {
  const { width, look } = target.dataset;
  if (width) {
    mock.dataset.width = width;
    for (const one of looks.querySelectorAll("[data-width]")) {
      one.setAttribute("aria-pressed", one === target);
    }
  } else if (look) {
    const pressed = target.getAttribute("aria-pressed") !== "true";
    target.setAttribute("aria-pressed", pressed);
    if (look === "dark") {
      mock.toggleAttribute("data-dark", pressed);
    } else {
      for (const one of looks.querySelectorAll("[data-look]")) {
        if (one !== target && one.dataset.look !== "dark") one.setAttribute("aria-pressed", false);
      }
      put(pressed ? look : "");
      looked.textContent = pressed ? SAID[look] : "";
    }
  }
  fit();
});

/* The height that is kept free is the one of these words, once it is known. */
new MutationObserver(() => {
  const one = box.querySelector("[data-procinfo-state=ready]");
  if (!one || mock.dataset.width !== "768") return;
  const height = Math.max(RESERVE, Math.round(one.offsetHeight));
  if (snippet.value.includes("<script")) {
    snippet.value = snippet.value.replace(/ height="\d+"/, ` height="${height}"`);
  }
  looked.textContent = `${height.toLocaleString()} pixels tall at this width.`;
}).observe(box, { attributes: true, childList: true, subtree: true });

new ResizeObserver(fit).observe(mock);
addEventListener("resize", fit);
fit();
