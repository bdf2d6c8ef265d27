"use strict";

// Two or three candidates side by side, row by row; the best of a row is marked where there is a best.
function kawasanCompare(kw) {
  const { data, make, number, button, aside } = kw;
  const words = data.words, MOST = kawasanCompared.length;
  const node = make("div", "kw-compare");

  function toggle(place) {
    const compared = kw.state.compared;
    if (compared.includes(place)) kw.set("compared", compared.filter((one) => one !== place));
    else if (compared.length < MOST) kw.set("compared", [...compared, place]);
  }

  function key(at) {
    const line = make("i", "kw-stroke kw-stroke-" + at);
    line.style.borderColor = kawasanCompared[at].color;
    return line;
  }

  // worths: what the cells are judged by, the greatest is best; null for rows without a better and a worse.
  function row(label, cells, worths, bars) {
    const known = (worths || []).filter((one) => one !== null && one !== undefined);
    const best = known.length > 1 && Math.max(...known) > Math.min(...known) ? Math.max(...known) : null;
    const line = make("tr", "", null, make("th", "", null, ...label));
    line.firstElementChild.scope = "row";
    cells.forEach((text, at) => {
      const cell = make("td", "", null, make("span", "", text));
      if (best !== null && worths[at] === best) {
        cell.classList.add("kw-best");
        cell.append(aside(" (" + words.best + ")"));
      }
      if (bars) {
        const bar = make("i");
        bar.style.width = 100 * Math.max(0, Math.min(1, worths[at] || 0)) + "%";
        cell.append(make("span", "kw-bar", null, bar));
      }
      line.append(cell);
    });
    return line;
  }

  const headline = (text, columns) => {
    const cell = make("th", "kw-headline", text);
    cell.colSpan = columns;
    cell.scope = "rowgroup";
    return make("tr", "", null, cell);
  };

  function head(places) {
    return make("thead", "", null, make("tr", "", null, make("td", ""), ...places.map((place, at) => {
      const remove = button("kw-shut", "×", () => {
        toggle(place);
        (node.querySelector(".kw-shut") || kw.panel.tab("compare")).focus();
      });
      remove.setAttribute("aria-label", words.remove + ": " + kw.candidates[place].name);
      const cell = make("th", "", null, key(at), button("kw-link", kw.candidates[place].name,
        () => kw.show(kw.outlines.line(place))), remove);
      cell.scope = "col";
      return cell;
    })));
  }

  function facts(places) {
    const of = places.map((place) => kw.candidates[place]);
    const scores = places.map((place) => kw.standing.scores[place]);
    const ranks = places.map((place) => kw.standing.ranks[place]);
    const people = of.some((one) => one.population !== null);
    return [
      row([words.rank], ranks.map(String), ranks.map((rank) => -rank)),
      row([words.score], scores.map((one) => number(one, 3)), scores, true),
      row([words.village_count], of.map((one) => number(one.villages, 0))),
      row([words.area + " (ha)"], of.map((one) => number(one.area, 1))),
      ...(people ? [row([words.people], of.map((one) => number(one.population, 0)))] : []),
    ];
  }

  function criteria(places) {
    const of = places.map((place) => kw.candidates[place]);
    if (!data.criteria || !of.every((one) => one.worth)) return [];
    return [headline(words.contributions, places.length + 1), ...data.criteria.map((criterion, k) => row(
      [make("i", "kw-side kw-" + criterion.stance), make("span", "", criterion.label),
        ...(criterion.unit ? [make("span", "", " (" + criterion.unit + ")")] : []),
        aside(", " + words["stance_" + criterion.stance])],
      of.map((one) => (one.worth[k] === null ? words.no_data : number(one.values[k], criterion.decimals))),
      of.map((one) => one.worth[k]), true))];
  }

  function checks(places) {
    const of = places.map((place) => kw.candidates[place].checks);
    const labels = [...new Set(of.flat().map((check) => check.label))];
    if (!labels.length) return [];
    const said = (list, label) => list.find((check) => check.label === label);
    const sign = (check) => (!check ? "–" : check.passed === null ? "?" : check.passed ? "✓" : "✗");
    const kind = (check) => (!check || check.passed === null ? "unknown" : check.passed ? "passed" : "failed");
    return [headline(words.checks, places.length + 1), ...labels.map((label) => {
      const line = row([make("span", "", label)], of.map((list) => sign(said(list, label))));
      [...line.children].slice(1).forEach((cell, at) => {
        const check = said(of[at], label);
        cell.classList.add("kw-" + kind(check));
        cell.title = check ? check.text : "";
        cell.append(aside(" " + words["check_" + kind(check)]));
      });
      return line;
    })];
  }

  function fill() {
    const places = kw.state.compared;
    if (places.length < 2) {
      const begun = places.length ? [make("table", "", null, head(places))] : [];
      node.replaceChildren(make("p", "kw-empty", words.compare_empty), ...begun);
      return;
    }
    node.replaceChildren(make("table", "kw-table", null, head(places),
      make("tbody", "", null, ...facts(places), ...criteria(places), ...checks(places))),
    make("p", "kw-quiet", words.best_note));
  }

  fill();
  ["compared", "weights"].forEach((name) => kw.on(name, fill));
  return { node, toggle };
}
