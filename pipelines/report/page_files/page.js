"use strict";
// Draws each chart from the JSON beside it. Expressions are interpreted rather than compiled, so that the page's policy
// can forbid eval; nothing is loaded.
for (const place of document.querySelectorAll("[data-chart]")) {
  const chart = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const options = {
    mode: "vega-lite",
    renderer: "svg",
    ast: true,
    actions: false,
    defaultStyle: false,
    tooltip: { theme: "page", disableDefaultStyle: true },
  };
  window.vegaEmbed(place, chart, options).then(
    () => place.setAttribute("data-drawn", ""),
    (error) => {
      place.textContent = `The chart could not be drawn (${error.message}). The table has the same figures.`;
    },
  );
}
