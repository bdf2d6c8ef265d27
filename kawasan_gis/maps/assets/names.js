"use strict";

// Names on the map: kabupaten, villages of the chosen candidate, kecamatan, places, in this order. A name gives way
// when it would lie on a badge or on another name.
function kawasanNames(kw) {
  const pane = kw.map.createPane("kawasanNames");
  pane.style.zIndex = 610;
  pane.style.pointerEvents = "none";
  const name = (at, className, text) => L.marker(at, {
    pane: "kawasanNames", interactive: false, keyboard: false,
    icon: L.divIcon({ className, iconSize: [0, 0], html: kw.make("span", "", text) }),
  });
  const kabupaten = kw.data.kabupaten.map((one) => name(one.at, "kw-area kw-large", one.name));
  const kecamatan = kw.data.kecamatan.map((one) => name(one.at, "kw-area", one.name));
  const group = L.layerGroup([...kabupaten, ...kecamatan]).addTo(kw.map);
  const villageGroup = L.layerGroup().addTo(kw.map);
  let villages = [];

  function place() {
    const boxes = [...document.querySelectorAll(".kw-pin > *, .kw-marked")].map((node) => node.getBoundingClientRect());
    const nodes = [...kabupaten, ...villages, ...kecamatan, ...kw.backdrop.labels].map((label) => label.getElement())
      .filter(Boolean).map((node) => node.firstElementChild);
    const found = nodes.map((node) => node.getBoundingClientRect());
    nodes.forEach((node, at) => {
      const box = found[at];
      const free = boxes.every((other) => box.right + 4 < other.left || other.right + 4 < box.left
        || box.bottom + 2 < other.top || other.bottom + 2 < box.top);
      node.style.visibility = free ? "" : "hidden";
      if (free) boxes.push(box);
    });
  }

  function members(rows) {
    villageGroup.clearLayers();
    villages = rows.map((row) =>
      name(kw.villages.layers[row].getCenter(), "kw-area kw-place", kw.data.villages.name[row]));
    villages.forEach((label) => villageGroup.addLayer(label));
    place();
  }
  kw.map.on("zoomend viewreset", () => window.requestAnimationFrame(place));
  return { group, members, place };
}
