// What a chart does beyond standing there: the point nearest to the pointer or the keyboard is told, its line stands out, the rest
// fades; the picture can be saved as PNG. Without this file every point still leads to its source and says what it is.
const NEAR = 40;

for (const figure of document.querySelectorAll("figure.chart")) {
  const tip = figure.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  const plot = figure.querySelector(".plot");
  const points = [...plot.querySelectorAll(".trace :is(a, g):has(> title)")];
  const said = new Map(points.map((point) => [point, take(point)]));

  function show(point) {
    clear();
    plot.classList.add("lit");
    point.classList.add("on");
    point.closest(".trace").classList.add("on");
    const [box, around, link] = [centre(point), figure.getBoundingClientRect(), point.getAttribute("href")];
    const [head, ...lines] = said.get(point);
    const last = link ? [Object.assign(element("a", lines.pop()), { href: link })] : [];
    // Points that lie under this one are named too.
    const under = points.filter((each) => each !== point && far(centre(each), box) < 3).map((each) => element("span", `＝ ${said.get(each)[0]}`));
    tip.replaceChildren(element("strong", head), ...lines.map((line) => element("span", line)), ...under, ...last);
    tip.hidden = false;
    const left = box.x - around.x + (box.x - around.x > around.width / 2 ? -tip.offsetWidth - 12 : 12);
    tip.style.left = `${Math.max(0, Math.min(left, around.width - tip.offsetWidth))}px`;
    tip.style.top = `${box.y - around.y + 14}px`;
  }

  function clear() {
    tip.hidden = true;
    for (const each of figure.querySelectorAll(".on, .lit")) each.classList.remove("on", "lit");
  }

  function nearest(event) {
    let [best, least] = [null, NEAR];
    for (const point of points) {
      const away = far(centre(point), { x: event.clientX, y: event.clientY });
      if (away <= least) [best, least] = [point, away];
    }
    return best;
  }

  plot.addEventListener("pointermove", (event) => event.pointerType === "mouse" && (nearest(event) ? show(nearest(event)) : clear()));
  figure.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && clear());
  // A finger covers what it points at: the first touch tells, and the link stands in what is told.
  let touched = false;
  plot.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; });
  plot.addEventListener("click", (event) => {
    if (!touched) return;
    const point = nearest(event);
    if (point) event.preventDefault();
    point ? show(point) : clear();
  });
  plot.addEventListener("focusin", (event) => {
    const line = event.target.closest(".trace");
    const own = points.filter((point) => line.contains(point));
    if (own.length) show(said.has(event.target) ? event.target : own.at(-1));
  });
  plot.addEventListener("focusout", (event) => tip.contains(event.relatedTarget) || clear());
  plot.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const line = event.target.closest(".trace");
    if (!step || !line) return;
    event.preventDefault();
    const own = points.filter((point) => line.contains(point) && point.matches("a"));
    const at = own.indexOf(event.target);
    own.at(at < 0 ? (step < 0 ? -1 : 0) : Math.max(0, Math.min(own.length - 1, at + step)))?.focus();
  });

  const button = figure.querySelector(".png");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const picture = Object.assign(new Image(), { src: button.dataset.picture });
    await picture.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * picture.width, height: 2 * picture.height });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    Object.assign(document.createElement("a"), { href: canvas.toDataURL("image/png"), download: `${button.dataset.name}.png` }).click();
  });
}

// The words of a point become its name, so that the browser shows no box of its own beside ours.
function take(point) {
  const title = point.querySelector("title");
  const lines = title.textContent.split("\n");
  title.remove();
  if (point.matches("a")) point.setAttribute("aria-label", lines.slice(0, -1).join("; "));
  return lines;
}

function far(one, other) {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function centre(point) {
  const box = (point.querySelector("path, rect") ?? point).getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + (point.querySelector("rect") ? 0 : box.height / 2) };
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
