"use strict";

// Draws everything on a Leaflet map and ties map, list and legend together.
function kawasanMap(map) {
  const CLOSEST = 15, PADDING = 48, CARD = 324;
  const data = JSON.parse(document.getElementById("kawasan-data").textContent);
  const kw = {
    map, data, ...kawasanText(data), candidates: data.candidates || [], inside: new Set(),
    calm: window.matchMedia("(prefers-reduced-motion: reduce)").matches, narrow: window.innerWidth <= 720,
    ...kawasanState({
      theme: 0, chosen: -1, village: -1, compared: [], pins: [], tab: "", mine: false,
      weights: (data.criteria || []).map((one) => one.weight),
    }),
  };
  let moved = false, zooming = false;
  map.kawasan = kw;

  // A zoom under way would have the last word: it is waited for. A frame that is not laid out yet has no size to fit
  // into: Leaflet would reckon with NaN.
  map.on("zoomanim", () => { zooming = true; });
  map.on("zoomend", () => { zooming = false; });
  function frame(box, padding, options) {
    if (zooming) {
      map.once("zoomend", () => frame(box, padding, options));
      return;
    }
    const size = map.getSize();
    if (Math.min(size.x, size.y) > 2 * padding) {
      map.fitBounds(box, { padding: [padding, padding], ...options });
    } else {
      map.setView(box.getCenter(), 9, { animate: false });
      moved = false;
    }
  }

  // The map opens without small islands far out.
  const fit = (bounds) => frame(L.latLngBounds(bounds), kw.narrow ? 12 : 24, { animate: false });
  kw.fit = () => fit(data.bounds);
  // An open card covers a part of the map: what is shown goes beside or above it.
  kw.show = (layer, closest = CLOSEST) => {
    moved = true;
    const box = layer.getBounds(), size = map.getSize(), card = kw.state.village >= 0;
    const room = {
      paddingTopLeft: [card && !kw.narrow ? Math.min(CARD, size.x / 2) : PADDING, PADDING],
      paddingBottomRight: [PADDING, card && kw.narrow ? 0.62 * size.y : PADDING],
    };
    if (box.isValid()) frame(box, PADDING, { ...room, maxZoom: closest, animate: !kw.calm });
  };
  kw.choose = (place) => kw.set("chosen", place === kw.state.chosen ? -1 : place);
  kw.on("chosen", (place) => {
    const rows = place < 0 ? [] : (kw.candidates[place].members || []).map(([row]) => row);
    kw.inside = new Set(rows);
    kw.villages.restyle();
    kw.names.members(rows);
    if (place >= 0) kw.show(kw.outlines.line(place));
  });

  kawasanStanding(kw);
  kw.themes = kawasanThemes(kw);
  fit(data.view);
  kw.backdrop = kawasanBackdrop(kw);
  kw.pins = kawasanPins(kw);
  kw.village = kawasanVillage(kw);
  kw.villages = kawasanVillages(kw);
  kw.kecamatan = kawasanKecamatan(kw);
  kw.kabupaten = kawasanKabupaten(kw);
  kw.outlines = kawasanCandidates(kw);
  kw.names = kawasanNames(kw);
  kw.exports = kawasanExports(kw);
  kw.compare = kawasanCompare(kw);
  kw.panel = kawasanPanel(kw);
  kawasanLegend(kw);
  kawasanTools(kw);
  kw.names.place();

  document.title = data.title;
  ["pointerdown", "wheel"].forEach((touch) => map.getContainer().addEventListener(touch, () => { moved = true; }));
  new ResizeObserver(() => {
    map.invalidateSize({ animate: false });
    if (!moved) fit(data.view);
    kw.names.place();
  }).observe(map.getContainer());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (kw.state.village >= 0) kw.village.close();
    else if (kw.state.chosen >= 0) kw.choose(kw.state.chosen);
  });
}
