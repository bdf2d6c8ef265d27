"use strict";

function kawasanControl(kw, position, node) {
  const control = L.control({ position });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    return node;
  };
  control.addTo(kw.map);
}

// Colours, their classes and counts, and which layers are shown.
function kawasanLegend(kw) {
  const { data, make, number } = kw;
  const words = data.words, classes = make("ul", "kw-classes");
  const unit = make("p", "kw-unit"), name = make("p", "kw-theme"), source = make("p", "kw-source");

  // As pale as the villages are over what lies under them.
  function entry(row) {
    const swatch = make("b");
    Object.assign(swatch.style, { background: row.colour, opacity: kw.backdrop.opacity() });
    return make("li", "", null, swatch, make("span", "", row.label), make("span", "", number(row.count, 0)));
  }

  function fill() {
    const theme = kw.themes[kw.state.theme];
    [[name, theme.label], [unit, theme.unit], [source, theme.source]].forEach(([node, text]) => {
      node.textContent = text;
      node.hidden = !text;
    });
    const missing = theme.missing.count ? [{ ...theme.missing, colour: data.style.missing }] : [];
    classes.replaceChildren(...theme.classes.concat(missing).map(entry));
  }

  function themeSelect() {
    const select = make("select");
    select.setAttribute("aria-label", words.colour_by);
    kw.themes.forEach((theme, place) => {
      const option = make("option", "", theme.label);
      option.value = place;
      select.append(option);
    });
    select.addEventListener("change", () => kw.set("theme", Number(select.value)));
    kw.on("theme", (place) => { select.value = String(place); });
    return select;
  }

  function toggle(label, on, act) {
    const box = make("input");
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => act(box.checked));
    return make("label", "", null, box, make("span", "", label));
  }
  const layerSwitch = (label, layer) => toggle(label, true, (on) => {
    if (on) layer.addTo(kw.map);
    else layer.remove();
    kw.outlines.repaint();
    kw.names.place();
  });

  const shown = make("div", "kw-shown", null,
    ...(kw.candidates.length ? [layerSwitch(words.candidates, kw.outlines.group)] : []),
    ...(data.kabupaten.length ? [layerSwitch(words.kabupaten, kw.kabupaten)] : []),
    layerSwitch(words.kecamatan, kw.kecamatan), layerSwitch(words.names, kw.names.group),
    ...kw.backdrop.switches.map((one) => toggle(one.label, one.on, (on) => {
      one.toggle(on);
      if (kw.themes.length) fill();
      kw.villages.restyle();
      kw.names.place();
    })));
  const layers = make("details", "kw-layers", null, make("summary", "", null, make("h3", "", words.layers)), shown,
    ...(kw.backdrop.legend ? [kw.backdrop.legend] : []));
  const title = kw.themes.length ? words.colour_by : words.legend;
  const details = make("details", "", null, make("summary", "", null, make("h2", "", title)));
  details.open = !kw.narrow;
  if (kw.themes.length) {
    fill();
    details.append(themeSelect(), name, unit, classes, source);
    ["theme", "weights"].forEach((name) => kw.on(name, fill));
  }
  details.append(layers);
  kawasanControl(kw, kw.narrow ? "topleft" : "bottomright", make("div", "kw-key", null, details));
}
