"use strict";

// A polygon as parts, rings and flat steps of 1e-5 degrees becomes Leaflet's corners.
function kawasanCorners(shape) {
  return shape.map((part) => part.map((steps) => {
    const corners = [];
    for (let i = 0, x = 0, y = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      corners.push([y / 1e5, x / 1e5]);
    }
    return corners;
  }));
}

function kawasanPane(map, name, level, renderer) {
  const pane = map.createPane(name);
  pane.style.zIndex = level;
  if (!renderer) pane.style.pointerEvents = "none";
  const common = { pane: name, smoothFactor: 0.4, lineJoin: "round" };
  return { ...common, renderer: (renderer || L.svg)({ pane: name, padding: 0.4 }) };
}

function kawasanVillages(kw) {
  const { map, data, make, amount } = kw;
  const MANY = 1000, TIP_ROWS = 10;
  const villages = data.villages, many = villages.code.length > MANY;
  const pane = kawasanPane(map, "kawasanVillages", 350, many ? L.canvas : L.svg);

  function colour(row) {
    const theme = data.themes[kw.theme];
    if (!theme) return data.style.plain;
    return theme.class[row] < 0 ? data.style.missing : theme.classes[theme.class[row]].colour;
  }
  const look = (row) => ({
    fillColor: colour(row), fillOpacity: kw.inside.size && !kw.inside.has(row) ? 0.45 : 1,
    color: "#ffffff", weight: many ? 0.5 : 0.8,
  });

  const memberOf = new Map();
  kw.candidates.forEach((candidate, place) => (candidate.members || []).forEach(([row, , word]) => {
    if (!memberOf.has(row)) memberOf.set(row, []);
    memberOf.get(row).push([place, word]);
  }));

  function tip(row) {
    const node = make("div", "", null, make("strong", "", villages.name[row]),
      make("p", "", data.words.district + " " + villages.kecamatan[row]),
      make("p", "", villages.code[row] + " · " + villages.statuses[villages.status[row]]));
    const order = [...new Set([kw.theme, ...data.themes.keys()])].slice(0, data.themes.length);
    const list = make("dl");
    order.slice(0, TIP_ROWS).forEach((place) => {
      const active = place === kw.theme ? "kw-active" : "";
      list.append(make("dt", active, data.themes[place].label), make("dd", active, amount(data.themes[place], row)));
    });
    if (order.length > TIP_ROWS) list.append(make("dt", "", "+" + (order.length - TIP_ROWS) + " " + data.words.more));
    if (order.length) node.append(list);
    (memberOf.get(row) || []).forEach(([place, word]) => node.append(
      make("p", "kw-in", kw.candidates[place].rank + " · " + kw.candidates[place].name + " (" + word + ")")));
    return node;
  }

  const layers = villages.shape.map((shape, row) => L.polygon(kawasanCorners(shape), { ...pane, ...look(row) }));
  function point(row, on) {
    layers[row].setStyle(on ? { color: data.style.ink, weight: 2.2 } : look(row));
    if (on) layers[row].bringToFront();
  }
  layers.forEach((layer, row) => {
    layer.bindTooltip(() => tip(row), { sticky: true, className: "kw-tip", direction: "auto", opacity: 1 });
    layer.on("mouseover", () => point(row, true)).on("mouseout", () => point(row, false));
    layer.on("click", () => {
      const places = (memberOf.get(row) || []).map(([place]) => place);
      if (places.length && !places.includes(kw.chosen)) kw.choose(places[0]);
    });
  });
  L.layerGroup(layers).addTo(map);
  return { layers, point, restyle: () => layers.forEach((layer, row) => layer.setStyle(look(row))) };
}

function kawasanKecamatan(kw) {
  const pane = kawasanPane(kw.map, "kawasanKecamatan", 360);
  return L.layerGroup(kw.data.kecamatan.map((one) => L.polygon(kawasanCorners(one.shape), {
    ...pane, interactive: false, fill: false, color: "#4b5a56", weight: 1.3, opacity: 0.85, dashArray: "7 3 1.5 3",
  }))).addTo(kw.map);
}

function kawasanCandidates(kw) {
  const { data, make, number, size } = kw;
  const pane = kawasanPane(kw.map, "kawasanCandidates", 370);
  const common = { ...pane, interactive: false, fill: false };
  const look = (on) => (on ? { color: data.style.accent, weight: 4 } : { color: data.style.ink, weight: 2.2 });
  const tip = (one) => make("div", "", null, make("strong", "", one.rank + " · " + one.name), make("p", "", size(one)),
    make("p", "", data.words.score + " " + number(one.score, 3)));

  const drawn = kw.candidates.map((one, place) => {
    const corners = kawasanCorners(one.shape);
    const casing = L.polygon(corners, { ...common, color: "#ffffff", weight: 5, opacity: 0.9 });
    const line = L.polygon(corners, { ...common, ...look(false) });
    const pin = L.marker(one.at, {
      keyboard: false, riseOnHover: true, zIndexOffset: (kw.candidates.length - place) * 1000,
      icon: L.divIcon({ className: "kw-pin", iconSize: [0, 0], html: make("span", "kw-badge", String(one.rank)) }),
    });
    pin.bindTooltip(() => tip(one), { className: "kw-tip", direction: "auto", offset: [16, 0], opacity: 1 });
    pin.on("click", () => kw.choose(place));
    return { casing, line, pin };
  });
  const group = L.layerGroup(["casing", "line", "pin"].flatMap((part) => drawn.map((one) => one[part]))).addTo(kw.map);

  function mark(place, on) {
    const { casing, line, pin } = drawn[place];
    line.setStyle(look(on));
    if (on) {
      casing.bringToFront();
      line.bringToFront();
    }
    if (pin.getElement()) pin.getElement().classList.toggle("kw-on", on);
  }
  return { group, mark, line: (place) => drawn[place].line };
}

// Names on the map: kecamatan always, villages of the chosen candidate. A name gives way when it would lie on a
// badge or on another name.
function kawasanNames(kw) {
  const pane = kw.map.createPane("kawasanNames");
  pane.style.zIndex = 610;
  pane.style.pointerEvents = "none";
  const name = (at, className, text) => L.marker(at, {
    pane: "kawasanNames", interactive: false, keyboard: false,
    icon: L.divIcon({ className, iconSize: [0, 0], html: kw.make("span", "", text) }),
  });
  const kecamatan = kw.data.kecamatan.map((one) => name(one.at, "kw-area", one.name));
  const kecamatanGroup = L.layerGroup(kecamatan).addTo(kw.map);
  const villageGroup = L.layerGroup().addTo(kw.map);
  let villages = [];

  function place() {
    const boxes = [...document.querySelectorAll(".kw-pin > *")].map((node) => node.getBoundingClientRect());
    villages.concat(kecamatan).forEach((label) => {
      const node = label.getElement() && label.getElement().firstElementChild;
      if (!node) return;
      const box = node.getBoundingClientRect();
      const free = boxes.every((other) => box.right + 4 < other.left || other.right + 4 < box.left
        || box.bottom + 2 < other.top || other.bottom + 2 < box.top);
      node.style.visibility = free ? "" : "hidden";
      if (free) boxes.push(box);
    });
  }

  function members(rows) {
    villageGroup.clearLayers();
    villages = rows.map((row) => name(kw.villages.layers[row].getCenter(), "kw-area kw-place", kw.data.villages.name[row]));
    villages.forEach((label) => villageGroup.addLayer(label));
    place();
  }
  kw.map.on("zoomend viewreset", () => window.requestAnimationFrame(place));
  return { kecamatanGroup, members, place };
}
