/* In the frame: tells the homepage how tall the words are, and follows links to parts of the page
   without leaving anything in its history. Nothing is kept and nothing is fetched. */
(() => {
  if (parent === window) return;
  const root = document.documentElement;
  const { site } = document.currentScript.dataset;
  const secret = /^#\?secret=([A-Za-z0-9]{10})$/.exec(location.hash)?.[1];
  let host = "";
  let last = 0;

  const tall = () => Math.ceil(root.getBoundingClientRect().height);
  const say = (message, to) => parent.postMessage({ ns: "procinfo", v: 1, ...message }, to);
  const wordpress = (message, value) => {
    if (secret) parent.postMessage({ message, value, secret }, "*");
  };
  const measure = (again) => {
    const height = tall();
    // A frame that is not laid out has no height to tell.
    if (!innerWidth) return;
    root.classList.toggle("is-managed", host !== "" && innerHeight >= height);
    if (height === last && !again) return;
    last = height;
    if (host) say({ type: "height", height }, host);
    wordpress("height", height);
  };

  addEventListener("message", ({ data, source, origin }) => {
    if (source !== parent || !data) return;
    if (data.ns === "procinfo" && data.v === 1 && data.type === "init") {
      host = origin === "null" ? "*" : origin;
      measure(true);
    }
    if (data.message === "ready" && secret && data.secret === secret) measure(true);
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const address = link.getAttribute("href");
    if (!address.startsWith("#")) {
      // WordPress opens what is on the host of the frame; its sandbox lets nothing else open.
      if (secret && link.origin === site) {
        event.preventDefault();
        wordpress("link", link.href.replace(site, location.origin));
      }
      return;
    }
    const part = document.getElementById(address.slice(1));
    if (!part) return;
    event.preventDefault();
    const heading = part.querySelector("h1, h2, h3") ?? part;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    if (host && root.classList.contains("is-managed")) {
      say({ type: "reveal", top: part.getBoundingClientRect().top }, host);
    } else {
      part.scrollIntoView();
    }
  });

  new ResizeObserver(() => measure()).observe(root);
  for (const name of ["load", "pageshow", "resize"]) addEventListener(name, () => measure());
  say({ type: "hello" }, "*");
  measure(true);
})();
