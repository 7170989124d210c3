/* For homepages that frame our pages: gives each frame the height of its words. It keeps nothing,
   asks nobody else, and believes a message only from the very frame that it is about. */
(() => {
  // A homepage may have an element of that name, which is no sign of this script.
  if (window.procinfo === 1) return;
  const from = new URL(document.currentScript.src);
  // Our longest page is some 40,000 pixels tall on the narrowest phone.
  const MOST = 60000;
  const frames = new Map();
  window.procinfo = 1;

  const inside = (low, value, high) => Math.min(high, Math.max(low, Math.ceil(value)));
  const greet = (frame) =>
    frame.contentWindow?.postMessage({ ns: "procinfo", v: 1, type: "init" }, "*");
  const state = (frame, name) => frame.setAttribute("data-procinfo-state", name);

  // A frame that was refused loads too, and stays silent: its link stands there alone then.
  const wait = (frame) => {
    const own = frames.get(frame);
    greet(frame);
    clearTimeout(own.timer);
    own.timer = setTimeout(() => {
      if (own.heard) return;
      own.hid = true;
      frame.style.setProperty("display", "none", "important");
      state(frame, "silent");
    }, 6000);
  };

  // A frame that may run no script says nothing, and is left as it is.
  const isOurs = (frame) =>
    frame.src.startsWith(`${from.origin}/`) &&
    (!frame.hasAttribute("sandbox") || frame.sandbox.contains("allow-scripts"));

  const adopt = (frame) => {
    if (frames.has(frame) || !isOurs(frame)) return;
    frames.set(frame, {});
    state(frame, "loading");
    frame.addEventListener("load", () => wait(frame));
    greet(frame);
  };

  const adoptAll = () => document.querySelectorAll("iframe[data-procinfo]").forEach(adopt);

  // In a sandbox a frame has no origin, whether it is its own or one that the homepage is in.
  const isBare = (frame) =>
    origin === "null" || (frame.sandbox.length && !frame.sandbox.contains("allow-same-origin"));
  const trusted = (frame, sender) =>
    sender === from.origin || (sender === "null" && isBare(frame));

  addEventListener("message", ({ data, source, origin }) => {
    if (data?.ns !== "procinfo" || data.v !== 1) return;
    adoptAll();
    const [frame, own] = [...frames].find(([one]) => one.contentWindow === source) ?? [];
    if (!frame || !trusted(frame, origin)) return;
    own.heard = true;
    if (own.hid) {
      own.hid = false;
      frame.style.removeProperty("display");
    }
    if (data.type === "hello") greet(frame);
    if (data.type === "height" && Number.isFinite(data.height)) {
      const height = `${inside(80, data.height, MOST)}px`;
      frame.style.setProperty("height", height, "important");
      frame.style.setProperty("max-height", "none", "important");
      state(frame, "ready");
    }
    if (
      data.type === "reveal" &&
      Number.isFinite(data.top) &&
      document.activeElement === frame
    ) {
      const { top, height } = frame.getBoundingClientRect();
      scrollTo({ top: top + scrollY + inside(0, data.top, height) - 16, behavior: "instant" });
    }
  });

  // A frame that arrives later makes itself known by loading.
  document.addEventListener("load", ({ target }) => {
    if (target.matches?.("iframe[data-procinfo]") && !frames.has(target)) {
      adopt(target);
      if (frames.has(target)) wait(target);
    }
  }, true);

  customElements.define(
    "procedure-info",
    class extends HTMLElement {
      connectedCallback() {
        if (this.querySelector("iframe")) return;
        const frame = document.createElement("iframe");
        const path = ["site", "slug", "section"].map((name) => this.getAttribute(name));
        frame.title = this.getAttribute("label") || "Patient information";
        frame.referrerPolicy = "strict-origin";
        frame.sandbox =
          "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox " +
          "allow-top-navigation-by-user-activation allow-modals allow-downloads";
        frame.height = 900;
        frame.style.cssText = "display:block;width:1px;min-width:100%;border:0";
        frame.setAttribute("data-procinfo", "");
        frame.src = new URL(path.filter(Boolean).map((one) => `${encodeURIComponent(one)}/`).join(""), from);
        this.prepend(frame);
        adopt(frame);
      }
    },
  );
  adoptAll();
  // Those that loaded before this script came answer, unless they were refused. One that waits
  // until it is near has not been asked for yet.
  const begin = () =>
    frames.forEach((_, frame) => frame.loading === "lazy" || wait(frame));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
})();
