/* Two pictures laid over each other: a slider that uncovers one of them, and blinking on request.

   Both need this script, so they are hidden until it runs; the page has the two side by side for
   whoever has no scripts. The policy forbids style attributes in pages: what moves is a custom
   property that is set from here. */

/* One picture is shown this long, in milliseconds: with 700 a full round takes 1.4 seconds, far below
   the three flashes a second that can harm (WCAG 2.3.1), and it ends by itself. */
const SHOWN_FOR = 700;
const BLINKS_FOR = 20_000;

for (const one of document.querySelectorAll("[data-needs-script]")) one.hidden = false;

for (const slider of document.querySelectorAll("[data-slider]")) {
  const range = slider.querySelector("input[type=range]");
  const said = slider.querySelector("output");
  const show = () => {
    slider.style.setProperty("--cut", `${range.value}%`);
    const words = slider.dataset.slider.replace("{share}", range.value);
    range.setAttribute("aria-valuetext", words);
    said.textContent = words;
  };
  range.addEventListener("input", show);
  show();
}

for (const box of document.querySelectorAll("[data-blinks]")) {
  const start = box.querySelector("[data-blink]");
  const swap = box.querySelector("[data-swap]");
  const said = box.querySelector("[data-blink-shows]");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let timer = 0;
  let ends = 0;

  const show = (first) => {
    box.dataset.shows = first ? "first" : "second";
    said.textContent = first ? box.dataset.first : box.dataset.second;
  };
  const change = () => show(box.dataset.shows !== "first");
  const stop = () => {
    clearInterval(timer);
    clearTimeout(ends);
    timer = 0;
    start.setAttribute("aria-pressed", "false");
    said.setAttribute("aria-live", "polite");
  };
  const begin = () => {
    // Whoever hears the page would hear every change.
    said.setAttribute("aria-live", "off");
    start.setAttribute("aria-pressed", "true");
    timer = setInterval(change, SHOWN_FOR);
    ends = setTimeout(stop, BLINKS_FOR);
  };
  const offer = () => {
    if (still.matches) stop();
    start.hidden = still.matches;
    box.querySelector("[data-blink-not]").hidden = !still.matches;
  };

  start.addEventListener("click", () => (timer ? stop() : begin()));
  swap.addEventListener("click", () => {
    stop();
    change();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && timer) stop();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer) stop();
  });
  still.addEventListener("change", offer);
  show(true);
  offer();
}
