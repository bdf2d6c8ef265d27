"use strict";

// What lies under the villages (map tiles, land cover, relief) and over them (rivers, roads, names of places).
// Gives the switches and the legend of what can be shown, how strongly villages may cover what is under them now, and
// the labels of places, which give way as other names do.
function kawasanBackdrop(kw) {
  const { map, data, make } = kw;
  // Land cover is read by its colours; relief and tiles only have to show through.
  const OVER_COVER = 0.15, OVER_TILES = 0.6, OVER_RELIEF = 0.72;
  const { images, lines, places } = data.backdrop || { images: [], lines: [], places: [] };
  const switches = [], key = make("ul", "kw-classes");

  function offer(label, layer, on, covering, entries) {
    const one = {
      label, on, covering,
      toggle(shown) {
        one.on = shown;
        entries.forEach((node) => { node.style.display = shown ? "" : "none"; });
        if (shown) layer.addTo(map);
        else layer.remove();
        drawn.filter((line) => map.hasLayer(line)).forEach((line) => line.bringToFront());
      },
    };
    key.append(...entries);
    switches.push(one);
    one.toggle(on);
  }

  function entry(label, look) {
    const swatch = make("b");
    Object.assign(swatch.style, look);
    return make("li", "", null, swatch, make("span", "", label));
  }

  function lineLook(line) {
    const gaps = `repeating-linear-gradient(90deg, ${line.colour} 0 4px, transparent 4px 7px)`;
    return {
      height: Math.max(line.weight, 1) + "px", alignSelf: "center", boxShadow: "none", borderRadius: "0",
      background: line.dash ? gaps : line.colour,
    };
  }

  // Shadows darken what is under them and leave its colours.
  function imagePane(name, level, blend) {
    const pane = map.createPane(name);
    Object.assign(pane.style, { zIndex: level, mixBlendMode: blend, pointerEvents: "none" });
    return name;
  }
  const panes = { hillshade: imagePane("kawasanRelief", 240, "multiply"), other: imagePane("kawasanCover", 220, "normal") };
  const drawn = [];

  if (data.basemap) {
    offer(data.basemap.label, L.tileLayer(data.basemap.url, {
      maxNativeZoom: data.basemap.max_zoom, maxZoom: 22, referrerPolicy: "strict-origin-when-cross-origin",
    }), true, OVER_TILES, []);
  }
  images.forEach((image) => {
    const pane = panes[image.key] || panes.other;
    const layer = L.imageOverlay(image.url, image.bounds, { pane, opacity: image.opacity, interactive: false, alt: image.label });
    const entries = image.legend.map((one) => entry(one.label, { background: one.colour }));
    offer(image.label, layer, image.on, image.legend.length ? OVER_COVER : OVER_RELIEF, entries);
  });

  const pane = kawasanPane(map, "kawasanLines", 355);
  drawn.push(...lines.map((line) => L.polyline(kawasanCorners([line.shape])[0], {
    ...pane, interactive: false, color: line.colour, weight: line.weight, dashArray: line.dash, opacity: 0.9,
  })));
  // The list names first what is drawn last, on top.
  [...lines.keys()].reverse().forEach((at) => {
    offer(lines[at].label, drawn[at], true, 1, [entry(lines[at].label, lineLook(lines[at]))]);
  });

  map.createPane("kawasanPlaces").style.zIndex = 605;
  map.getPane("kawasanPlaces").style.pointerEvents = "none";
  const labels = places.map((one) => L.marker(one.at, {
    pane: "kawasanPlaces", interactive: false, keyboard: false,
    icon: L.divIcon({ className: "kw-area kw-place", iconSize: [0, 0], html: make("span", "", one.name) }),
  }));
  if (labels.length) offer(data.words.places, L.layerGroup(labels), true, 1, []);

  return {
    switches, labels, legend: key.childElementCount ? key : null,
    opacity: () => Math.min(1, ...switches.filter((one) => one.on).map((one) => one.covering)),
  };
}
