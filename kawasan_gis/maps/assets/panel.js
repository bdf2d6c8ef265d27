"use strict";

// The list beside the map: ranking, members of the chosen candidate, sources.
function kawasanPanel(kw) {
  const { data, make, number, size } = kw;
  const words = data.words, villages = data.villages;

  function memberTable(candidate) {
    const body = make("tbody");
    candidate.members.forEach(([row, role, word, gain]) => {
      const name = make("button", "kw-member", villages.name[row]);
      name.type = "button";
      name.title = villages.code[row];
      name.addEventListener("click", () => kw.show(kw.villages.layers[row]));
      const line = make("tr", "", null, make("td", "", null, name),
        make("td", "", null, make("span", "kw-role kw-role-" + role, word)), make("td", "", number(gain, 3)));
      line.addEventListener("mouseenter", () => kw.villages.point(row, true));
      line.addEventListener("mouseleave", () => kw.villages.point(row, false));
      body.append(line);
    });
    const gain = make("th", "", words.gain);
    gain.title = words.gain_help;
    const head = make("tr", "", null, make("th", "", words.village), make("th", "", words.role), gain);
    return make("table", "", null, make("thead", "", null, head), body);
  }

  const items = kw.candidates.map((candidate, place) => {
    const bar = make("i");
    bar.style.width = Math.max(0, Math.min(1, candidate.score || 0)) * 100 + "%";
    const row = make("button", "kw-row", null, make("span", "kw-badge", String(candidate.rank)),
      make("span", "", null, make("span", "kw-name", candidate.name), make("span", "kw-meta", size(candidate))),
      make("span", "kw-score", null, make("span", "", number(candidate.score, 3)), make("span", "kw-bar", null, bar)));
    row.type = "button";
    row.addEventListener("click", () => kw.choose(place));
    const facts = words.centre + " " + candidate.centre + " · " + words.district + " " + candidate.kecamatan;
    const detail = make("div", "kw-detail", null, make("p", "kw-facts", facts),
      ...(candidate.missing ? [make("p", "kw-facts", candidate.missing)] : []),
      ...(candidate.limits ? [make("p", "kw-facts", candidate.limits)] : []),
      candidate.members ? memberTable(candidate) : make("p", "kw-facts", words.no_members));
    return { row, detail, item: make("li", "", null, row, detail) };
  });

  function mark(place, on) {
    const { row, detail, item } = items[place];
    row.setAttribute("aria-expanded", String(on));
    detail.hidden = !on;
    if (on) item.scrollIntoView({ block: "nearest", behavior: kw.calm ? "auto" : "smooth" });
  }
  items.forEach((_, place) => mark(place, false));

  const panel = make("aside", "kw-panel");
  if (data.candidates) {
    panel.append(make("h2", "", words.ranking), items.length
      ? make("ol", "kw-list", null, ...items.map((one) => one.item)) : make("p", "kw-empty", words.no_candidates));
  }
  data.notes.forEach((note) => panel.append(make("p", "kw-proof", note)));
  const sources = data.sources.length
    ? make("ul", "", null, ...data.sources.map((text) => make("li", "", text))) : make("p", "", words.no_sources);
  panel.append(make("footer", "kw-foot", null, make("h2", "", words.sources), sources, make("p", "", words.note + ".")));
  document.body.prepend(make("header", "kw-head", null, make("h1", "", data.title), make("p", "", data.subtitle)));
  document.body.append(panel);
  return { mark };
}

function kawasanControl(kw, position, node) {
  const control = L.control({ position });
  control.onAdd = () => {
    L.DomEvent.disableClickPropagation(node);
    L.DomEvent.disableScrollPropagation(node);
    return node;
  };
  control.addTo(kw.map);
}

// Colours, their classes and counts, and which outlines are shown.
function kawasanLegend(kw) {
  const { data, make, number } = kw;
  const classes = make("ul", "kw-classes"), unit = make("p", "kw-unit");

  function fill() {
    const theme = data.themes[kw.theme];
    unit.textContent = theme.unit;
    unit.hidden = !theme.unit;
    const missing = theme.missing.count ? [{ ...theme.missing, colour: data.style.missing }] : [];
    classes.replaceChildren(...theme.classes.concat(missing).map((row) => {
      const swatch = make("b");
      swatch.style.background = row.colour;
      return make("li", "", null, swatch, make("span", "", row.label), make("span", "", number(row.count, 0)));
    }));
  }

  function themeSelect() {
    const select = make("select");
    select.setAttribute("aria-label", data.words.colour_by);
    data.themes.forEach((theme, place) => {
      const option = make("option", "", theme.label);
      option.value = place;
      select.append(option);
    });
    select.addEventListener("change", () => {
      kw.theme = Number(select.value);
      kw.villages.restyle();
      fill();
    });
    return select;
  }

  function layerSwitch(label, ...layers) {
    const box = make("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      layers.forEach((layer) => (box.checked ? layer.addTo(kw.map) : layer.remove()));
      kw.mark();
    });
    return make("label", "", null, box, make("span", "", label));
  }

  const title = data.themes.length ? data.words.colour_by : data.words.legend;
  const details = make("details", "", null, make("summary", "", null, make("h2", "", title)));
  details.open = !kw.narrow;
  if (data.themes.length) {
    fill();
    details.append(themeSelect(), unit, classes);
  }
  const shown = make("div", "kw-shown");
  if (kw.candidates.length) shown.append(layerSwitch(data.words.candidates, kw.outlines.group));
  shown.append(layerSwitch(data.words.kecamatan, kw.kecamatan, kw.names.kecamatanGroup));
  details.append(shown);
  kawasanControl(kw, kw.narrow ? "topleft" : "bottomright", make("div", "kw-key", null, details));
}

function kawasanTools(kw) {
  const { map, data, make } = kw;
  const words = data.words;
  L.control.zoom({ position: "topright", zoomInTitle: words.zoom_in, zoomOutTitle: words.zoom_out }).addTo(map);
  const whole = make("a", "", "⤢");
  whole.href = "#";
  whole.setAttribute("role", "button");
  whole.setAttribute("aria-label", words.whole);
  whole.title = words.whole;
  whole.addEventListener("click", (event) => {
    event.preventDefault();
    kw.fit();
  });
  kawasanControl(kw, "topright", make("div", "leaflet-bar", null, whole));
  kawasanControl(kw, "bottomleft", make("div", "kw-note", words.note));
  L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 140 }).addTo(map);
}
