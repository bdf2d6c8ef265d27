"use strict";

// Villages the reader wants inside, and which candidates hold them. A way of looking only: the search itself needs
// must_have in the study.
function kawasanPins(kw) {
  const { map, data, make, say, number, button } = kw;
  const words = data.words, names = data.villages.name;
  const inside = kw.candidates.map((one) => new Set((one.members || []).map(([row]) => row)));
  const held = (place) => kw.state.pins.filter((row) => inside[place].has(row)).length;
  const dimmed = (place) => held(place) < kw.state.pins.length;
  const toggle = (row) => kw.set("pins", kw.state.pins.includes(row)
    ? kw.state.pins.filter((one) => one !== row) : [...kw.state.pins, row]);
  let buttons = [];

  function mark([node, row, brief]) {
    const on = kw.state.pins.includes(row);
    const label = on ? words.unpin : words.pin;
    node.setAttribute("aria-pressed", String(on));
    if (brief) node.setAttribute("aria-label", label + ": " + names[row]);
    else node.lastElementChild.textContent = label;
    node.title = label;
  }

  // A brief one is an icon alone. Those that left the page are forgotten.
  function pinButton(row, brief) {
    const look = "kw-pinning " + (brief ? "kw-brief" : "kw-button");
    const node = button(look, null, () => toggle(row), make("i", "kw-flag"));
    if (!brief) node.append(make("span", ""));
    const entry = [node, row, brief];
    buttons.push(entry);
    mark(entry);
    return node;
  }

  const sign = (row) => L.marker(kw.villages.layers[row].getCenter(), {
    pane: "kawasanPins", interactive: false, keyboard: false,
    icon: L.divIcon({
      className: "kw-marked-at", iconSize: [0, 0], html: make("span", "kw-marked", null, make("i", "kw-flag")),
    }),
  });
  map.createPane("kawasanPins").style.zIndex = 605;
  map.getPane("kawasanPins").style.pointerEvents = "none";
  const signs = L.layerGroup().addTo(map);

  // Said of a candidate in the list; empty while nothing is pinned.
  function said(place) {
    const wanted = kw.state.pins.length;
    return wanted ? say("holds", { held: number(held(place), 0), wanted: number(wanted, 0) }) : "";
  }

  const node = make("section", "kw-pins");
  function fill() {
    const pins = kw.state.pins, whole = kw.candidates.filter((_, place) => !dimmed(place)).length;
    node.hidden = !pins.length;
    node.replaceChildren(make("h3", "", words.pins), make("ul", "", null, ...pins.map((row) => {
      const remove = button("kw-shut", "×", () => {
        toggle(row);
        (node.querySelector("button") || document.querySelector("[role=tab][aria-selected=true]")).focus();
      });
      remove.setAttribute("aria-label", words.unpin + ": " + names[row]);
      return make("li", "", null, button("kw-link", names[row], () => kw.village.open(row)), remove);
    })), ...(kw.candidates.length ? [make("p", "kw-strong", say("hold_all", { count: number(whole, 0) }))] : []),
    make("p", "kw-quiet", words.pins_note));
  }

  kw.on("pins", () => {
    buttons = buttons.filter(([one]) => one.isConnected);
    buttons.forEach(mark);
    signs.clearLayers();
    kw.state.pins.forEach((row) => signs.addLayer(sign(row)));
    fill();
    kw.names.place();
  });
  fill();
  return { node, button: pinButton, said, dimmed };
}
