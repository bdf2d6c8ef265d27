"use strict";

// What villages can be coloured by. The village score follows the weights, and so do its classes.
function kawasanThemes(kw) {
  const { data, number } = kw;
  const themes = data.themes.slice(), place = themes.findIndex((theme) => theme.key === "score");

  function classed(theme, scores) {
    const unit = 10 ** theme.decimals;
    const values = scores.map((value) => (value === null ? null : Math.round(value * unit) / unit));
    const { edges, colours } = kawasanClassify(values, theme.decimals, data.style.ramps);
    const inner = edges.slice(1, -1);
    const found = values.map((value) => (value === null ? -1 : inner.filter((edge) => value >= edge).length));
    const count = (wanted) => found.filter((one) => one === wanted).length;
    const label = (low) => [...new Set([edges[low], edges[low + 1]].map((edge) => number(edge, theme.decimals)))];
    return {
      ...theme, values, edges, class: found,
      classes: colours.map((colour, low) => ({ label: label(low).join(" – "), colour, count: count(low) })),
      missing: { ...theme.missing, count: count(-1) },
    };
  }

  if (place >= 0) {
    kw.on("weights", () => {
      if (!kw.standing.villages) return;
      themes[place] = kw.state.mine ? classed(data.themes[place], kw.standing.villages) : data.themes[place];
    });
  }
  return themes;
}
