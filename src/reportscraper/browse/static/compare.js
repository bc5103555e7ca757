// Draws the charts of the compare page from the specifications it carries. Expressions are interpreted, not compiled, so that
// the page needs no "unsafe-eval".
import { expressionInterpreter } from "./vendor/vega-interpreter.js";

async function draw(figure) {
  const spec = JSON.parse(document.getElementById(figure.dataset.spec).textContent);
  const compiled = vegaLite.compile(spec, { logger: quiet() }).spec;
  const view = new vega.View(vega.parse(compiled, null, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container: figure.querySelector(".drawing"),
    loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse },
  });
  await view.runAsync();
  figure.querySelector(".undrawn").remove();
  const caption = figure.querySelector("figcaption");
  caption.hidden = false;
  caption.querySelector(".png").addEventListener("click", () => save(view, figure.dataset.name));
  addEventListener("beforeprint", () => view.resize().run());
}

async function save(view, name) {
  const link = document.createElement("a");
  link.href = await view.toImageURL("png", 2);
  link.download = `${name}.png`;
  link.click();
}

function refuse() {
  return Promise.reject(new Error("charts load nothing"));
}

function quiet() {
  return vega.logger(vega.Error);
}

for (const figure of document.querySelectorAll("figure.chart")) draw(figure);
