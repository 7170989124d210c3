/* Aloud: the device's own voice reads the page, part by part. Only voices that run on the device:
   others would send the words away. */

const start = document.querySelector("[data-aloud]");
const bar = document.querySelector("[data-reading]");

if (start && bar && "speechSynthesis" in window) {
  const [pause, next, stop] = bar.querySelectorAll("button");
  const said = bar.querySelector("[role=status]");
  const blocks = [...document.querySelectorAll(".words :is(h1, h2, h3, p, li, dt, dd, figcaption)")];
  let voice = null;
  let place = 0;

  const choose = () => {
    voice = speechSynthesis
      .getVoices()
      .find((one) => one.localService && /^en\b/i.test(one.lang));
    start.hidden = !voice;
  };

  /* The words of a block, without sources and without what it holds that is read by itself. */
  const words = (block) => {
    const copy = block.cloneNode(true);
    for (const one of copy.querySelectorAll("ul, ol, p, sup, label, button:not(.term), .meaning, svg"))
      one.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  const readable = (block) => block.checkVisibility() && !block.closest("[hidden], .contents");

  const read = () => {
    document.querySelector(".being-read")?.classList.remove("being-read");
    while (place < blocks.length && !(readable(blocks[place]) && words(blocks[place]))) place += 1;
    if (place >= blocks.length) return end("That is the end of the page.");
    const block = blocks[place];
    block.classList.add("being-read");
    block.scrollIntoView({ block: "nearest" });
    const utterance = new SpeechSynthesisUtterance(words(block));
    utterance.voice = voice;
    utterance.lang = voice.lang;
    utterance.onend = () => {
      if (blocks[place] !== block || bar.hidden) return;
      place += 1;
      read();
    };
    speechSynthesis.speak(utterance);
  };

  const end = (why) => {
    bar.hidden = true;
    speechSynthesis.cancel();
    document.querySelector(".being-read")?.classList.remove("being-read");
    said.textContent = why;
    start.focus();
  };

  start.addEventListener("click", () => {
    speechSynthesis.cancel();
    place = 0;
    bar.hidden = false;
    pause.textContent = pause.dataset.pause;
    pause.focus();
    read();
  });
  pause.addEventListener("click", () => {
    if (speechSynthesis.paused) speechSynthesis.resume();
    else speechSynthesis.pause();
    pause.textContent = speechSynthesis.paused ? pause.dataset.resume : pause.dataset.pause;
  });
  next.addEventListener("click", () => {
    const here = place;
    place = blocks.findIndex((one, at) => at > here && one.tagName === "H2" && readable(one));
    if (place < 0) place = blocks.length;
    speechSynthesis.cancel();
    pause.textContent = pause.dataset.pause;
    read();
  });
  stop.addEventListener("click", () => end("Stopped."));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) end("Stopped.");
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
  speechSynthesis.addEventListener?.("voiceschanged", choose);
  choose();
}
