"use strict";

// Degrees as a reader writes them: 3,31245° LS 114,59012° BT.
function kawasanDegrees(kw, at) {
  const part = (value, hemispheres) => kw.number(Math.abs(value), 5) + "° " + hemispheres[value < 0 ? 0 : 1];
  const words = kw.data.words;
  return part(at.lat, [words.south, words.north]) + "  " + part(at.lng, [words.west, words.east]);
}

// The page takes the shape of the sheet before it is printed, and its own again after. A list too long to stand
// beside the map follows on a second sheet.
function kawasanPrint(kw) {
  const { map } = kw;
  let middle = null, zoom = 0;
  window.addEventListener("beforeprint", () => {
    middle = map.getCenter();
    zoom = map.getZoom();
    const box = map.getBounds();
    const panel = document.querySelector(".kw-panel");
    document.body.classList.add("kw-sheet");
    document.body.classList.toggle("kw-long", panel.scrollHeight > panel.clientHeight + 1);
    map.invalidateSize({ animate: false });
    map.fitBounds(box, { animate: false });
    kw.names.place();
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("kw-sheet", "kw-long");
    map.invalidateSize({ animate: false });
    if (middle) map.setView(middle, zoom, { animate: false });
  });
}

function kawasanTools(kw) {
  const { map, data, make, button } = kw;
  const words = data.words;

  function tool(className, text, label, act) {
    const node = button(className, text, act);
    node.title = label;
    node.setAttribute("aria-label", label);
    return node;
  }
  const zoom = make("div", "kw-tools", null, tool("", "+", words.zoom_in, () => map.zoomIn(1, { animate: !kw.calm })),
    tool("", "−", words.zoom_out, () => map.zoomOut(1, { animate: !kw.calm })),
    tool("kw-whole-area", "⤢", words.whole, () => kw.fit()));
  kawasanControl(kw, "topright", zoom);
  const print = tool("", words.print, words.print_help, () => window.print());
  kawasanControl(kw, "topright", make("div", "kw-tools kw-print", null, print));

  const arrow = make("div", "kw-north", null, make("i"), make("span", "", words.north_up));
  arrow.title = words.north_help;
  const at = make("output", "kw-at");
  map.on("mousemove", (event) => { at.textContent = kawasanDegrees(kw, event.latlng); });
  map.on("mouseout", () => { at.textContent = ""; });
  const credit = data.basemap ? [make("span", "", data.basemap.attribution)] : [];
  kawasanControl(kw, "bottomleft", make("div", "kw-note", null, make("span", "", words.note), ...credit));
  kawasanControl(kw, "bottomleft", at);
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
  kawasanControl(kw, "bottomleft", arrow);
  kawasanPrint(kw);
}
