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
  const { map, data } = kw;
  const MANY = 1000, DIMMED = 0.45;
  const villages = data.villages, many = villages.code.length > MANY;
  const pane = kawasanPane(map, "kawasanVillages", 350, many ? L.canvas : L.svg);

  function colour(row) {
    const theme = kw.themes[kw.state.theme];
    if (!theme) return data.style.plain;
    return theme.class[row] < 0 ? data.style.missing : theme.classes[theme.class[row]].colour;
  }
  const look = (row) => ({
    fillColor: colour(row), fillOpacity: kw.backdrop.opacity() * (kw.inside.size && !kw.inside.has(row) ? DIMMED : 1),
    color: "#ffffff", weight: many ? 0.5 : 0.8,
  });

  const layers = villages.shape.map((shape, row) => L.polygon(kawasanCorners(shape), { ...pane, ...look(row) }));
  function point(row, on) {
    layers[row].setStyle(on ? { color: data.style.ink, weight: 2.2 } : look(row));
    if (on) layers[row].bringToFront();
  }
  const restyle = () => layers.forEach((layer, row) => layer.setStyle(look(row)));
  layers.forEach((layer, row) => {
    layer.bindTooltip(() => kw.village.tip(row), { sticky: true, className: "kw-tip", direction: "auto", opacity: 1 });
    layer.on("mouseover", () => point(row, true)).on("mouseout", () => point(row, false));
    layer.on("click", () => kw.set("village", row));
  });
  L.layerGroup(layers).addTo(map);
  // With a tooltip each would be a stop of the Tab key; the search and the members lead to villages instead.
  layers.map((layer) => layer.getElement()).filter(Boolean).forEach((node) => node.setAttribute("tabindex", "-1"));

  ["theme", "weights"].forEach((name) => kw.on(name, restyle));
  const over = kawasanPane(map, "kawasanVillage", 372), ring = L.layerGroup().addTo(map);
  kw.on("village", (row) => {
    ring.clearLayers();
    if (row < 0) return;
    [["#ffffff", 7], [data.style.ink, 3.2]].forEach(([color, weight]) => ring.addLayer(
      L.polygon(layers[row].getLatLngs(), { ...over, interactive: false, fill: false, color, weight })));
  });
  return { layers, point, restyle };
}

// Outlines of kecamatan or kabupaten, over the villages.
function kawasanBoundaries(kw, name, level, rows, look) {
  const pane = kawasanPane(kw.map, name, level);
  return L.layerGroup(rows.map((one) => L.polygon(kawasanCorners(one.shape), {
    ...pane, interactive: false, fill: false, ...look,
  }))).addTo(kw.map);
}

function kawasanKecamatan(kw) {
  const look = { color: "#4b5a56", weight: 1.3, opacity: 0.85, dashArray: "7 3 1.5 3" };
  return kawasanBoundaries(kw, "kawasanKecamatan", 360, kw.data.kecamatan, look);
}

function kawasanKabupaten(kw) {
  const look = { color: "#33413e", weight: 2.4, opacity: 0.9, dashArray: "12 4 2 4" };
  return kawasanBoundaries(kw, "kawasanKabupaten", 365, kw.data.kabupaten, look);
}
