"use strict";

// The weights the reader asks for, given to the page once a frame: a dragged slider asks more often.
function kawasanAsked(kw) {
  const study = kw.data.criteria.map((one) => one.weight), followers = [];
  let asked = null;

  function give() {
    const weights = kawasanWeigh.same(asked, study) ? study : asked;
    asked = null;
    kw.set("mine", weights !== study);
    kw.set("weights", weights);
  }
  function ask(weights) {
    if (!asked) window.requestAnimationFrame(give);
    asked = weights;
  }
  const now = () => asked || kw.state.weights;
  const change = (k, weight) => ask(now().map((one, place) => (place === k ? weight : one)));

  const tell = () => followers.forEach((one) => one(kw.state.weights, kawasanWeigh.shares(kw.state.weights)));
  const follow = (follower) => followers.push(follower);
  kw.on("weights", tell);
  return { study, now, ask, change, follow, tell };
}

// How weights and goalposts are written.
function kawasanWritten(kw) {
  const { data, number } = kw;
  const weight = (value) => String(Number(value < 1000 ? value.toPrecision(4) : value.toFixed(1)))
    .replace(".", data.separators[1]);
  const percent = (share) => (share === null ? "–" : number(100 * share, 0) + " %");
  const amount = (value, unit) => number(value, (String(value).split(".")[1] || "").length) + (unit ? " " + unit : "");
  const scale = (one) => "0 " + data.words.worth_at + " " + amount(one.worst, one.unit) + " · 1 " + data.words.worth_at
    + " " + amount(one.best, one.unit);
  return { weight, percent, scale };
}

function kawasanSlider(kw, label, most, step) {
  const node = kw.make("input", "kw-slider");
  Object.assign(node, { type: "range", min: 0, max: most, step });
  node.setAttribute("aria-label", label);
  return node;
}

// A weight as a number, with a comma or a point; a wrong one is said and changes nothing.
function kawasanWeightField(kw, asked, k) {
  const { make, data } = kw, GOOD = /^\s*(\d+[.,]?|\d*[.,]\d+)\s*$/;
  const node = make("input", "kw-number"), wrong = make("p", "kw-wrong", data.words.weights_wrong);
  Object.assign(node, { type: "text", inputMode: "decimal", autocomplete: "off", maxLength: 12 });
  node.setAttribute("aria-label", data.words.weights + ": " + data.criteria[k].label);
  wrong.setAttribute("role", "alert");
  const judge = (good) => {
    node.setAttribute("aria-invalid", String(!good));
    wrong.hidden = good;
  };
  const show = () => {
    node.value = kawasanWritten(kw).weight(asked.now()[k]);
    judge(true);
  };
  node.addEventListener("input", () => {
    const good = GOOD.test(node.value);
    judge(good);
    if (good) asked.change(k, Number(node.value.replace(",", ".")));
  });
  node.addEventListener("blur", show);
  judge(true);
  asked.follow(() => document.activeElement === node || show());
  return [node, wrong];
}

// The criteria of one stance, a slider each.
function kawasanWeightGroup(kw, asked, stance) {
  const { make, data } = kw, { criteria } = data, { weight, percent, scale } = kawasanWritten(kw);
  const STEPS = 100;

  // The first of 1, 2, 5, 10, ... that is at least twice the greatest weight anyone has chosen.
  function reach() {
    const greatest = 2 * Math.max(...asked.study, ...data.presets.flatMap((one) => one.weights)) || 1;
    const power = 10 ** Math.floor(Math.log10(greatest));
    return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= greatest) || greatest;
  }

  function row(one, k) {
    const range = kawasanSlider(kw, one.label, reach(), reach() / STEPS), share = make("span", "kw-share");
    range.addEventListener("input", () => asked.change(k, Number(range.value)));
    asked.follow((weights, shares) => {
      range.value = weights[k];
      range.setAttribute("aria-valuetext", weight(weights[k]) + " (" + percent(shares[k]) + ")");
      share.textContent = percent(shares[k]);
    });
    return make("li", "kw-weight", null, make("span", "kw-label", one.label), share, range,
      ...kawasanWeightField(kw, asked, k), make("p", "kw-scale", scale(one)));
  }

  const rows = criteria.map((one, k) => (one.stance === stance ? row(one, k) : null)).filter(Boolean);
  if (!rows.length) return [];
  const share = make("span", "kw-share");
  asked.follow((weights) => {
    const need = kawasanWeigh.stanceOf(weights, criteria);
    share.textContent = percent(need === null || stance === "need" ? need : 1 - need);
  });
  return [make("h2", "", null, make("span", "", data.words[stance]), share), make("ul", "", null, ...rows)];
}

// From potential to need. Ratios inside the groups are those of the weights before the slider was moved: they
// survive its ends.
function kawasanStance(kw, asked) {
  const { make, data } = kw, { words, criteria } = data, { percent } = kawasanWritten(kw);
  if (new Set(criteria.map((one) => one.stance)).size < 2) return [];
  const range = kawasanSlider(kw, words.stance, 100, 1);
  const moved = (weights) => kawasanWeigh.withStance(weights, criteria, range.value / 100, asked.study);
  let before = null;
  range.addEventListener("input", () => {
    before = before || asked.now();
    asked.ask(moved(before));
  });
  asked.follow((weights) => {
    if (before && !kawasanWeigh.same(weights, moved(before))) before = null;
    const need = kawasanWeigh.stanceOf(weights, criteria);
    range.disabled = need === null;
    if (need === null) return;
    if (!before) range.value = 100 * need;
    range.setAttribute("aria-valuetext",
      words.potential + " " + percent(1 - need) + ", " + words.need + " " + percent(need));
  });
  return [make("h2", "", words.stance), make("div", "kw-stance", null, range,
    make("span", "", words.potential), make("span", "", words.need))];
}

function kawasanPresets(kw, asked) {
  const { make, data } = kw;
  if (!data.presets.length) return [];
  const buttons = data.presets.map((one) => kw.button("kw-button", one.name, () => asked.ask([...one.weights])));
  asked.follow((weights) => buttons.forEach((node, place) => {
    node.setAttribute("aria-pressed", String(kawasanWeigh.same(weights, data.presets[place].weights)));
  }));
  const box = make("div", "kw-buttons", null, ...buttons);
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", data.words.presets);
  return [make("h2", "", data.words.presets), box];
}

// Who leads under these weights: what a moved slider does is seen beside it.
function kawasanLeaders(kw, asked) {
  const { make, data, number } = kw, LEADERS = 3;
  if (!kw.candidates.length) return [];
  const list = make("ol", "kw-leaders");
  list.setAttribute("aria-label", data.words.weights_leaders);
  asked.follow(() => {
    const { order, ranks, scores } = kw.standing;
    list.replaceChildren(...order.slice(0, LEADERS).filter((place) => scores[place] !== null).map((place) =>
      make("li", "", null, make("span", "kw-badge", String(ranks[place])),
        make("span", "kw-name", kw.candidates[place].name), make("span", "kw-score", number(scores[place], 3)))));
  });
  return [make("h2", "", data.words.weights_leaders), list];
}

// The tab of weights; null when there is nothing to weigh.
function kawasanWeights(kw) {
  const { make, data } = kw, { words } = data;
  if (!data.criteria || !data.criteria.length) return null;
  const asked = kawasanAsked(kw), zero = make("p", "kw-zero", words.weights_zero);
  const reset = kw.button("kw-button", words.weights_reset, () => asked.ask(asked.study));
  zero.setAttribute("role", "alert");
  asked.follow((weights, shares) => {
    zero.hidden = shares[0] !== null;
    reset.disabled = kawasanWeigh.same(weights, asked.study);
  });
  const node = make("div", "kw-weights", null, make("p", "kw-searched", words.weights_searched),
    ...kawasanPresets(kw, asked), make("div", "kw-buttons kw-reset", null, reset), zero, ...kawasanLeaders(kw, asked),
    ...kawasanStance(kw, asked), ...["need", "potential"].flatMap((stance) => kawasanWeightGroup(kw, asked, stance)),
    kw.exports.weights);
  asked.tell();
  return node;
}
