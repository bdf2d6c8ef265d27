"use strict";

// What is told of one village: briefly in the tip under the pointer, wholly on the card that a click opens.
function kawasanVillage(kw) {
  const { data, make, number, amount, button } = kw;
  const TIP_ROWS = 10, CLOSEST = 14, words = data.words, villages = data.villages;

  const memberOf = new Map();
  kw.candidates.forEach((candidate, place) => (candidate.members || []).forEach(([row, , word]) => {
    if (!memberOf.has(row)) memberOf.set(row, []);
    memberOf.get(row).push([place, word]);
  }));
  const holders = (row) => (memberOf.get(row) || []).slice()
    .sort(([one], [other]) => kw.standing.ranks[one] - kw.standing.ranks[other]);

  const heading = (row) => [make("p", "", words.district + " " + villages.kecamatan[row]),
    make("p", "", villages.code[row] + " · " + villages.statuses[villages.status[row]])];

  // The indicator that colours the map comes first.
  function figures(row, most) {
    const list = make("dl"), order = [...new Set([kw.state.theme, ...kw.themes.keys()])].slice(0, kw.themes.length);
    order.slice(0, most).forEach((place) => {
      const active = place === kw.state.theme ? "kw-active" : "", theme = kw.themes[place];
      list.append(make("dt", active, theme.label), make("dd", active, amount(theme, row)));
    });
    if (order.length > most) list.append(make("dt", "", "+" + (order.length - most) + " " + words.more));
    return order.length ? [list] : [];
  }

  function tip(row) {
    return make("div", "", null, make("strong", "", villages.name[row]), ...heading(row), ...figures(row, TIP_ROWS),
      ...holders(row).map(([place, word]) => make("p", "kw-in",
        kw.standing.ranks[place] + " · " + kw.candidates[place].name + " (" + word + ")")));
  }

  function basics(row) {
    const known = [[words.area, number(villages.area[row], 1) + " ha"]];
    if (villages.population) known.push([words.people, number(villages.population[row], 0)]);
    return kw.facts(known);
  }

  function holding(row) {
    const found = holders(row);
    if (!found.length) return make("p", "kw-quiet", words.in_none);
    return make("ul", "kw-holders", null, ...found.map(([place, word]) => make("li", "", null, button("kw-holder", null,
      () => place !== kw.state.chosen && kw.choose(place),
      make("span", "kw-badge", String(kw.standing.ranks[place])), make("span", "", kw.candidates[place].name),
      make("span", "kw-quiet", word)))));
  }

  const card = make("section", "kw-card");
  card.hidden = true;
  card.tabIndex = -1;
  let from = null;

  function close() {
    kw.set("village", -1);
    if (from && from.isConnected) from.focus();
    from = null;
  }

  function fill() {
    const row = kw.state.village;
    if (row < 0) return;
    card.setAttribute("aria-label", villages.name[row]);
    const shut = button("kw-shut", "×", close);
    shut.setAttribute("aria-label", words.close);
    card.replaceChildren(make("header", "", null, make("h2", "", villages.name[row]), shut), ...heading(row),
      make("div", "kw-acts", null, kw.pins.button(row)),
      ...(data.candidates ? [make("h3", "", words.in_candidates), holding(row)] : []), basics(row),
      ...figures(row, Infinity));
  }

  // From the keyboard the card takes the focus, and gives it back when it is closed.
  function open(row) {
    from = document.activeElement;
    kw.set("village", row);
    kw.show(kw.villages.layers[row], CLOSEST);
    card.focus({ preventScroll: true });
  }

  kw.on("village", (row) => {
    card.hidden = row < 0;
    card.scrollTop = 0;
    fill();
  });
  ["theme", "weights"].forEach((name) => kw.on(name, fill));
  L.DomEvent.disableClickPropagation(card);
  L.DomEvent.disableScrollPropagation(card);
  kw.map.getContainer().append(card);
  return { tip, open, close, memberOf };
}
