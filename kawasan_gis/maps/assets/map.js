"use strict";

// Draws everything on a Leaflet map and ties map, list and legend together.
function kawasanMap(map) {
  const CLOSEST = 15, FAR = 0.75, CROWD = 12;
  const data = JSON.parse(document.getElementById("kawasan-data").textContent);
  const kw = {
    map, data, ...kawasanText(data), candidates: data.candidates || [], theme: 0, chosen: -1, inside: new Set(),
    calm: window.matchMedia("(prefers-reduced-motion: reduce)").matches, narrow: window.innerWidth <= 720,
  };
  let moved = false, whole = 0;

  // A frame that is not laid out yet has no size to fit into: Leaflet would reckon with NaN.
  function frame(box, padding, options) {
    const size = map.getSize();
    if (Math.min(size.x, size.y) > 2 * padding) {
      map.fitBounds(box, { padding: [padding, padding], ...options });
    } else {
      map.setView(box.getCenter(), 9, { animate: false });
      moved = false;
    }
  }

  kw.fit = () => {
    frame(L.latLngBounds(data.bounds), 24, { animate: false });
    whole = map.getZoom();
    far();
  };
  kw.show = (layer) => {
    moved = true;
    const box = layer.getBounds();
    if (box.isValid()) frame(box, 48, { maxZoom: CLOSEST, animate: !kw.calm });
  };
  kw.mark = () => {
    if (kw.chosen >= 0) kw.outlines.mark(kw.chosen, true);
    kw.names.place();
  };
  kw.choose = (place) => {
    const before = kw.chosen;
    kw.chosen = place === before ? -1 : place;
    const rows = kw.chosen < 0 ? [] : (kw.candidates[kw.chosen].members || []).map(([row]) => row);
    kw.inside = new Set(rows);
    kw.villages.restyle();
    [before, kw.chosen].filter((one) => one >= 0).forEach((one) => {
      kw.outlines.mark(one, one === kw.chosen);
      kw.panel.mark(one, one === kw.chosen);
    });
    kw.names.members(rows);
    if (kw.chosen >= 0) kw.show(kw.outlines.line(kw.chosen));
  };

  // Many badges on the whole map are drawn small.
  function far() {
    const small = (kw.narrow || kw.candidates.length > CROWD) && map.getZoom() < whole + FAR;
    map.getContainer().classList.toggle("kw-far", small);
  }

  kw.fit();
  kw.villages = kawasanVillages(kw);
  kw.kecamatan = kawasanKecamatan(kw);
  kw.outlines = kawasanCandidates(kw);
  kw.names = kawasanNames(kw);
  kw.panel = kawasanPanel(kw);
  kawasanLegend(kw);
  kawasanTools(kw);

  document.title = data.title;
  ["pointerdown", "wheel"].forEach((touch) => map.getContainer().addEventListener(touch, () => { moved = true; }));
  map.on("zoomend", far);
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (!moved) kw.fit();
    kw.names.place();
  }).observe(map.getContainer());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && kw.chosen >= 0) kw.choose(kw.chosen);
  });
}
