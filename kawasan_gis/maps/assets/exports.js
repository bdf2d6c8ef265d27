"use strict";

// A file made in the page. Where downloads are not allowed nothing happens, and nothing breaks.
function kawasanDownload(name, type, text) {
  const link = document.createElement("a"), url = URL.createObjectURL(new Blob([text], { type }));
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// Letters, digits and - only, whatever the name.
function kawasanFileName(...words) {
  const plain = words.join(" ").normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9]+/g, "-");
  return plain.slice(0, 60).replace(/^-+|-+$/g, "").toLowerCase();
}

// A basic string of TOML: quotes and signs that cannot be seen are escaped, lone halves of a sign replaced.
function kawasanTomlString(text) {
  const escape = (sign) => {
    const code = sign.codePointAt(0).toString(16);
    return code.length > 4 ? "\\U" + code.padStart(8, "0") : "\\u" + code.padStart(4, "0");
  };
  const plain = text.replace(/\p{Cs}/gu, "\uFFFD").replace(/["\\]/g, "\\$&");
  return '"' + plain.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escape) + '"';
}

// The study's criteria with the weights of now; the pins as a rule that one may uncomment.
function kawasanToml(kw) {
  const { data, state } = kw, words = data.words;
  const lines = ["# " + words.weights_replace, ""];
  if (state.pins.length) {
    const codes = state.pins.map((row) => kawasanTomlString(data.villages.code[row]));
    lines.push("# " + words.weights_pins, "# [rules]", "# must_have = [" + codes.join(", ") + "]", "");
  }
  data.criteria.forEach((one, k) => lines.push(one.toml + "weight = " + state.weights[k] + "\n"));
  return lines.join("\n");
}

// A drawn shape as RFC 7946 wants it: rings closed, the outer one to the left, holes to the right.
function kawasanGeometry(shape) {
  function ring(corners, hole) {
    const points = corners.map(([y, x]) => [x, y]);
    let twice = 0;
    points.forEach(([x, y], at) => {
      const [nextX, nextY] = points[(at + 1) % points.length], [firstX, firstY] = points[0];
      twice += (x - firstX) * (nextY - firstY) - (nextX - firstX) * (y - firstY);
    });
    if ((twice > 0) === hole) points.reverse();
    return [...points, points[0]];
  }
  const polygons = kawasanCorners(shape).map((rings) => rings.map((corners, at) => ring(corners, at > 0)));
  if (!polygons.length) return null;
  return polygons.length === 1 ? { type: "Polygon", coordinates: polygons[0] }
    : { type: "MultiPolygon", coordinates: polygons };
}

// A candidate's outline and its members, with the columns that kawasan.gpkg has.
function kawasanGeoJson(kw, place) {
  const { data, state, standing } = kw, villages = data.villages, one = data.candidates[place];
  const note = data.words.simplified;
  const feature = (properties, shape) => ({
    type: "Feature", properties: { ...properties, note }, geometry: kawasanGeometry(shape),
  });
  const weights = data.criteria
    && Object.fromEntries(data.criteria.map((each, k) => [each.indicator, state.weights[k]]));
  const features = [feature({
    candidate_id: one.id, name: one.name, rank: standing.ranks[place], score: standing.scores[place],
    area_ha: one.area, weights,
  }, one.shape)];
  (one.members || []).forEach(([row, role, word]) => features.push(feature({
    candidate_id: one.id, kode_desa: villages.code[row], nama_desa: villages.name[row],
    kecamatan: villages.kecamatan[row], role: role === "other" ? word : role, area_ha: villages.area[row],
  }, villages.shape[row])));
  return JSON.stringify({ type: "FeatureCollection", features });
}

// Buttons that take something away from the page: the weights for the study, a candidate for a GIS.
function kawasanExports(kw) {
  const { data, make } = kw, words = data.words;

  // The clipboard API is refused in shut-off frames, and says so aloud; the old command is not. If even that fails,
  // the text is left selected, to be copied by hand.
  function copy(area, said) {
    area.focus();
    area.select();
    said.textContent = document.execCommand("copy") ? words.copied : words.copy_by_hand;
  }

  function weights() {
    const area = make("textarea", "kw-toml"), said = make("p", "kw-said");
    area.readOnly = true;
    area.rows = 8;
    area.spellcheck = false;
    area.setAttribute("aria-label", words.weights_export);
    said.setAttribute("role", "status");
    const copied = kw.button("kw-button", words.copy, () => copy(area, said));
    const saved = kw.button("kw-button", words.save_toml, () =>
      kawasanDownload(kawasanFileName("bobot", data.title) + ".toml", "application/toml", area.value));
    const fill = () => {
      const usable = kw.state.weights.some((one) => one > 0);
      area.value = usable ? kawasanToml(kw) : "";
      [copied, saved].forEach((node) => { node.disabled = !usable; });
      said.textContent = "";
    };
    ["weights", "pins"].forEach((name) => kw.on(name, fill));
    fill();
    return make("section", "kw-export", null, make("h2", "", words.weights_export),
      make("p", "", words.weights_replace), area, make("div", "kw-buttons", null, copied, saved), said);
  }

  function candidate(place) {
    const name = () => kawasanFileName("kawasan", kw.standing.ranks[place], data.candidates[place].name) + ".geojson";
    return kw.button("kw-button", words.save_geojson,
      () => kawasanDownload(name(), "application/geo+json", kawasanGeoJson(kw, place)));
  }

  return { weights: data.criteria ? weights() : make("div"), candidate };
}
