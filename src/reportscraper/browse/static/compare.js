// Draws the charts of the compare page from the specifications it carries. Expressions are interpreted, not compiled, so that
// the page needs no "unsafe-eval".
import { expressionInterpreter } from "./vendor/vega-interpreter.js";

async function draw(figure) {
  const spec = JSON.parse(document.getElementById(figure.dataset.spec).textContent);
  const container = figure.querySelector(".drawing");
  // On a narrow screen names stand below each other. Said before the chart is laid out: a legend that grows later is cut.
  spec.config.legend.columns = Math.max(1, Math.min(3, Math.floor(container.clientWidth / 190)));
  const view = viewOf(spec, { renderer: "svg", container });
  await view.runAsync();
  figure.querySelector(".undrawn").remove();
  const button = figure.querySelector(".png");
  button.hidden = false;
  button.addEventListener("click", () => save(spec, figure.dataset.name));
}

function viewOf(spec, options) {
  const compiled = vegaLite.compile(spec, { logger: vega.logger(vega.Error) }).spec;
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
  return new vega.View(vega.parse(compiled, null, { ast: true }), { expr: expressionInterpreter, loader, ...options });
}

// As export/chart.py does it (as_picture): a picture leaves the page, so it says what it shows, at a width of its own.
async function save(spec, name) {
  const picture = { ...spec, ...spec.usermeta.picture };
  const link = document.createElement("a");
  link.href = await viewOf(picture, { renderer: "none" }).toImageURL("png", 2);
  link.download = `${name}.png`;
  link.click();
}

function refuse() {
  return Promise.reject(new Error("charts load nothing"));
}

for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
