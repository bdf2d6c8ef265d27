"use strict";

// Where a score comes from: per criterion a track as long as its share of the weights, filled as far as it goes.
function kawasanContributions(kw, place) {
  const { data, make, number, aside } = kw;
  const words = data.words, candidate = kw.candidates[place], weights = kw.state.weights;
  const counted = weights.map((weight, k) => (candidate.worth[k] === null ? 0 : weight));
  const total = counted.reduce((sum, one) => sum + one, 0), most = Math.max(...counted) / total;
  const rows = data.criteria.map((criterion, k) => {
    const share = total > 0 ? counted[k] / total : 0, missing = candidate.worth[k] === null;
    const part = missing ? null : kw.standing.parts[place][k];
    const track = make("span", "kw-track"), fill = make("i");
    track.style.width = (most > 0 ? 100 * share / most : 0) + "%";
    fill.style.width = 100 * (candidate.worth[k] || 0) + "%";
    track.append(fill);
    const value = missing ? words.no_data
      : number(candidate.values[k], criterion.decimals) + (criterion.unit ? " " + criterion.unit : "");
    const weight = missing ? words.not_counted : words.weight + " " + number(100 * share, 1) + " %";
    return make("li", "", null, make("span", "kw-of", null, make("i", "kw-side kw-" + criterion.stance),
      make("span", "", criterion.label), aside(" (" + words["stance_" + criterion.stance] + ")")),
    make("span", "kw-part", number(part, 3)), track, make("span", "kw-quiet", value + " · " + weight));
  });
  const stances = [...new Set(data.criteria.map((one) => one.stance))].map((stance) => make("span", "", null,
    make("i", "kw-side kw-" + stance), make("span", "", words["stance_" + stance])));
  return make("section", "", null, make("h3", "", words.contributions),
    make("ul", "kw-contributions", null, ...rows), make("p", "kw-stances kw-quiet", null, ...stances));
}

function kawasanMembers(kw, candidate) {
  const { data, make, number, button } = kw;
  const words = data.words, villages = data.villages, body = make("tbody");
  candidate.members.forEach(([row, role, word, gain]) => {
    const name = button("kw-member", villages.name[row], () => kw.village.open(row));
    name.title = villages.code[row];
    const line = make("tr", "", null, make("td", "", null, name),
      make("td", "", null, make("span", "kw-role kw-role-" + role, word)), make("td", "", number(gain, 3)),
      make("td", "", null, kw.pins.button(row, true)));
    line.addEventListener("mouseenter", () => kw.villages.point(row, true));
    line.addEventListener("mouseleave", () => kw.villages.point(row, false));
    body.append(line);
  });
  const last = make("th", "", null, kw.aside(words.pin));
  const head = make("tr", "", null, make("th", "", words.village), make("th", "", words.role),
    make("th", "", words.gain), last);
  [...head.children].forEach((cell) => { cell.scope = "col"; });
  return make("section", "", null, make("h3", "", words.members),
    make("table", "", null, make("thead", "", null, head), body), make("p", "kw-quiet", words.gain_help));
}

// What failed and what cannot be known stands open; what passed is folded.
function kawasanChecks(kw, candidate) {
  const { data, make, number, aside } = kw;
  const words = data.words, kinds = [["failed", false, "✗"], ["unknown", null, "?"], ["passed", true, "✓"]];

  function entry(check, kind, mark) {
    const sign = make("span", "kw-sign", mark);
    sign.setAttribute("aria-hidden", "true");
    return make("li", "kw-" + kind, null, sign, make("span", "", null, aside(words["check_" + kind] + ": "),
      make("span", "kw-strong", check.label), make("span", "kw-line", check.text),
      make("span", "kw-quiet", check.basis)));
  }

  const groups = kinds.flatMap(([kind, passed, mark]) => {
    const found = candidate.checks.filter((check) => check.passed === passed);
    if (!found.length) return [];
    const count = number(found.length, 0) + " " + words["checks_" + kind];
    const group = make("details", "kw-checks", null, make("summary", "", count),
      make("ul", "", null, ...found.map((check) => entry(check, kind, mark))));
    group.open = kind !== "passed";
    return [group];
  });
  return make("section", "", null, make("h3", "", words.checks), ...groups);
}

// Everything about one candidate, under its row in the list.
function kawasanDetail(kw, place) {
  const { data, make, number, button } = kw;
  const words = data.words, one = kw.candidates[place];
  const basics = [[words.centre, one.centre], [words.in_kecamatan, one.kecamatan]];
  basics.push([words.area, number(one.area, 1) + " ha"]);
  if (one.population !== null) basics.push([words.people, number(one.population, 0)]);
  const quiet = [one.missing, one.limits].filter(Boolean).map((text) => make("p", "kw-facts", text));

  function comparing() {
    const compared = kw.state.compared, on = compared.includes(place);
    const node = button("kw-button", on ? words.compared : words.compare, () => kw.compare.toggle(place));
    node.setAttribute("aria-pressed", String(on));
    node.disabled = !on && compared.length >= kawasanCompared.length;
    if (node.disabled) node.title = words.compare_full;
    return node;
  }

  function sources() {
    const lines = data.criteria.filter((criterion) => criterion.source)
      .map((criterion) => make("li", "", null, make("span", "kw-strong", criterion.label),
        make("span", "kw-line", criterion.source)));
    if (!lines.length) return [];
    const title = make("summary", "", words.number_sources);
    return [make("details", "kw-sources", null, title, make("ul", "", null, ...lines))];
  }

  const acts = [...(kw.candidates.length > 1 ? [comparing()] : []), kw.exports.candidate(place)];
  const explained = data.criteria && one.worth && kw.standing.scores[place] !== null;
  return make("div", "kw-detail", null, make("div", "kw-acts", null, ...acts),
    kw.facts(basics), ...quiet, ...(explained ? [kawasanContributions(kw, place)] : []),
    one.members ? kawasanMembers(kw, one) : make("p", "kw-facts", words.no_members),
    ...(one.checks.length ? [kawasanChecks(kw, one)] : []), ...(data.criteria ? sources() : []));
}
