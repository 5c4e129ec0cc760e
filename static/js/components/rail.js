/* The progress rail of a lesson follows the reading: sections passed are done, the one being read is now.
   Without it the rail is a plain list of links. Nothing is stored or sent. */
const rail = document.querySelector("[data-rail]");
const bar = document.querySelector("[data-railbar]");
const stops = rail ? [...rail.querySelectorAll("li")] : [];
const headings = stops.map((stop) => document.getElementById(stop.firstElementChild.hash.slice(1)));
const finished = stops.length > 0 && stops.every((stop) => stop.hasAttribute("data-done"));

function follow() {
  const line = window.innerHeight * 0.4;
  const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 4;
  let current = -1;
  headings.forEach((heading, index) => {
    if (heading && heading.getBoundingClientRect().top <= line) current = index;
  });
  if (atEnd) current = stops.length - 1;
  stops.forEach((stop, index) => {
    stop.toggleAttribute("data-done", finished || index < current);
    stop.toggleAttribute("data-now", index === current);
    if (index === current) stop.firstElementChild.setAttribute("aria-current", "step");
    else stop.firstElementChild.removeAttribute("aria-current");
  });
  if (bar && !finished) {
    const done = atEnd ? stops.length : Math.max(0, current);
    bar.querySelector(".railbar__done").setAttribute("width", `${(100 * done) / stops.length}%`);
    const label = bar.dataset.label.replace("{done}", done).replace("{total}", stops.length);
    bar.firstElementChild.setAttribute("aria-label", label);
  }
}

if (stops.length) {
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  follow();
}
