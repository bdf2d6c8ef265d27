"use strict";

// How the compared candidates are told apart on the map and in the table: by colour and by dash.
const kawasanCompared = [
  { color: "#5b2a86", dashArray: null },
  { color: "#c2185b", dashArray: "12 6" },
  { color: "#10201e", dashArray: "2 7" },
];

// Outlines of the candidates over the villages, and a badge with the rank on each.
function kawasanCandidates(kw) {
  const { data, make, number, size, button } = kw;
  const GAP = 2, DIMMED = 0.3;
  const pane = kawasanPane(kw.map, "kawasanCandidates", 370);
  const common = { ...pane, interactive: false, fill: false };

  function look(place) {
    const compared = kw.state.compared.indexOf(place), opacity = kw.pins.dimmed(place) ? DIMMED : 1;
    if (compared >= 0) return { ...kawasanCompared[compared], weight: 4.5, opacity: 1 };
    const chosen = place === kw.state.chosen;
    return { color: chosen ? data.style.accent : data.style.ink, weight: chosen ? 4 : 2.2, dashArray: null, opacity };
  }
  const tip = (place) => {
    const one = kw.candidates[place];
    return make("div", "", null, make("strong", "", kw.standing.ranks[place] + " · " + one.name),
      make("p", "", size(one)), make("p", "", data.words.score + " " + number(kw.standing.scores[place], 3)));
  };

  const drawn = kw.candidates.map((one, place) => {
    const corners = kawasanCorners(one.shape);
    const casing = L.polygon(corners, { ...common, color: "#ffffff", weight: 5.5, opacity: 0.9 });
    const line = L.polygon(corners, { ...common, ...look(place) });
    const badge = button("kw-badge", "", () => {});
    const pin = L.marker(one.at, {
      keyboard: false, riseOnHover: true,
      icon: L.divIcon({ className: "kw-pin", iconSize: [0, 0], html: badge }),
    });
    pin.bindTooltip(() => tip(place), { className: "kw-tip", direction: "auto", offset: [16, 0], opacity: 1 });
    pin.on("click", () => kw.choose(place));
    badge.addEventListener("focus", () => pin.openTooltip());
    badge.addEventListener("blur", () => pin.closeTooltip());
    return { casing, line, pin, badge };
  });
  const parts = (part) => drawn.map((one) => one[part]);
  const group = L.layerGroup([...parts("casing"), ...parts("line"), ...parts("pin")]).addTo(kw.map);

  function paint(place) {
    const { casing, line, pin, badge } = drawn[place];
    const front = place === kw.state.chosen || kw.state.compared.includes(place);
    line.setStyle(look(place));
    casing.setStyle({ opacity: kw.pins.dimmed(place) && !front ? DIMMED : 0.9 });
    if (front && kw.map.hasLayer(line)) {
      casing.bringToFront();
      line.bringToFront();
    }
    badge.setAttribute("aria-pressed", String(place === kw.state.chosen));
    if (!pin.getElement()) return;
    pin.getElement().classList.toggle("kw-on", place === kw.state.chosen);
    pin.getElement().classList.toggle("kw-dim", kw.pins.dimmed(place) && !front);
  }

  // A badge that would lie on a better one shrinks to a dot.
  function spread() {
    const first = [kw.state.chosen, ...kw.state.compared].filter((place) => place >= 0);
    const boxes = [];
    [...new Set([...first, ...kw.standing.order])].forEach((place) => {
      const node = drawn[place].badge, at = kw.map.latLngToLayerPoint(kw.candidates[place].at);
      const wide = (kw.narrow ? 26 : 30) + GAP + (String(kw.standing.ranks[place]).length > 2 ? 6 : 0);
      const free = boxes.every(([other, room]) => Math.abs(other.x - at.x) > (wide + room) / 2
        || Math.abs(other.y - at.y) > (kw.narrow ? 26 : 30) + GAP);
      node.classList.toggle("kw-dot", !free);
      if (free) boxes.push([at, wide]);
    });
  }

  function numbered() {
    drawn.forEach(({ badge, pin }, place) => {
      const rank = kw.standing.ranks[place];
      badge.textContent = String(rank);
      badge.setAttribute("aria-label", rank + " · " + kw.candidates[place].name);
      pin.setZIndexOffset((kw.candidates.length - rank) * 1000);
    });
    spread();
  }

  function repaint() {
    drawn.forEach((_, place) => paint(place));
    spread();
  }

  numbered();
  kw.on("weights", numbered);
  kw.on("chosen", (place, before) => {
    [before, place].filter((one) => one >= 0).forEach(paint);
    spread();
  });
  ["compared", "pins"].forEach((name) => kw.on(name, repaint));
  kw.map.on("zoomend viewreset", spread);
  return { group, repaint, line: (place) => drawn[place].line };
}
