"use strict";

// The ranked list: it follows the weights; the chosen candidate unfolds under its row.
function kawasanRanking(kw) {
  const { data, make, say, number, size, button, aside } = kw;
  const words = data.words;

  const items = kw.candidates.map((candidate, place) => {
    const badge = make("span", "kw-badge", ""), bar = make("i");
    const score = make("span", "kw-points", ""), was = make("span", "kw-was");
    const held = make("span", "kw-held", ""), names = make("span", "", null, make("span", "kw-name", candidate.name),
      make("span", "kw-meta", size(candidate)), held);
    const row = button("kw-row", null, () => kw.choose(place), badge, names,
      make("span", "kw-score", null, was, score, make("span", "kw-bar", null, bar)));
    const item = make("li", "", null, row);
    return { row, item, badge, score, was, bar, held };
  });
  const list = make("ol", "kw-list", null, ...items.map((one) => one.item));
  const note = make("p", "kw-proof kw-reranked", words.reranked);
  const status = make("p", "kw-aside");
  status.setAttribute("role", "status");
  let shown = kw.standing.ranks, waiting = 0;

  // Up or down against the study's rank, with that rank for those who cannot see the arrow.
  function moved(place) {
    const before = kw.candidates[place].rank, step = before - kw.standing.ranks[place];
    const sign = step > 0 ? "▲" + step : step < 0 ? "▼" + -step : "=";
    const text = make("span", step > 0 ? "kw-up" : step < 0 ? "kw-down" : "", sign);
    text.setAttribute("aria-hidden", "true");
    return [text, aside(say("study_rank", { rank: before }) + " ")];
  }

  function fill(place) {
    const { badge, score, was, bar, held, item } = items[place], points = kw.standing.scores[place];
    badge.textContent = String(kw.standing.ranks[place]);
    score.textContent = number(points, 3);
    bar.style.width = Math.max(0, Math.min(1, points || 0)) * 100 + "%";
    was.replaceChildren(...(kw.state.mine ? moved(place) : []));
    held.textContent = kw.pins.said(place);
    item.classList.toggle("kw-dim", kw.pins.dimmed(place));
    item.classList.toggle("kw-whole", kw.state.pins.length > 0 && !kw.pins.dimmed(place));
  }

  function unfold(place) {
    const { row, item } = items[place], on = place === kw.state.chosen;
    row.setAttribute("aria-expanded", String(on));
    [...item.children].slice(1).forEach((node) => node.remove());
    if (on) item.append(kawasanDetail(kw, place));
  }

  // Nodes are moved only when the order is another one: moving takes the focus away.
  function sort() {
    const wanted = kw.standing.order.map((place) => items[place].item);
    if (wanted.some((item, at) => list.children[at] !== item)) {
      const focused = document.activeElement;
      list.append(...wanted);
      if (list.contains(focused)) focused.focus({ preventScroll: true });
    }
  }

  // Said once the reader rests, not at every step of a slider.
  function announce() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const same = kw.standing.ranks.every((rank, place) => rank === shown[place]);
      shown = kw.standing.ranks;
      const first = kw.standing.order.slice(0, 3).map((place, at) => at + 1 + ". " + kw.candidates[place].name);
      status.textContent = words[same ? "ranks_same" : "ranks_new"] + (same ? "" : " " + first.join("; "));
    }, 400);
  }

  function refresh() {
    items.forEach((_, place) => fill(place));
    note.hidden = !kw.state.mine;
  }
  refresh();
  sort();
  items.forEach((_, place) => unfold(place));

  kw.on("weights", () => {
    refresh();
    sort();
    announce();
  });
  kw.on("weights", () => kw.state.chosen >= 0 && refold(kw.state.chosen));
  kw.on("compared", () => kw.state.chosen >= 0 && refold(kw.state.chosen));
  ["mine", "pins"].forEach((name) => kw.on(name, refresh));
  kw.on("chosen", (place, before) => {
    [before, place].filter((one) => one >= 0).forEach(unfold);
    if (place < 0) return;
    kw.panel.open("ranking");
    items[place].row.scrollIntoView({ block: "start", behavior: kw.calm ? "auto" : "smooth" });
  });

  // The detail is written anew; the focus goes to what stands in the same place.
  function refold(place) {
    const item = items[place].item, reach = () => [...item.querySelectorAll("button, summary")];
    const folds = () => [...item.querySelectorAll("details")];
    const at = reach().indexOf(document.activeElement), opened = folds().map((one) => one.open);
    unfold(place);
    folds().forEach((one, which) => { one.open = opened[which]; });
    if (at >= 0 && reach()[at]) reach()[at].focus({ preventScroll: true });
  }
  const content = items.length ? list : make("p", "kw-empty", words.no_candidates);
  return make("div", "", null, note, kw.pins.node, content, status);
}

function kawasanSources(kw) {
  const { data, make } = kw;
  const sources = data.sources.length
    ? make("ul", "", null, ...data.sources.map((text) => make("li", "", text))) : make("p", "", data.words.no_sources);
  return make("div", "kw-foot", null, make("h3", "", data.words.sources), sources,
    ...(data.notes.length ? [make("h3", "", data.words.notes)] : []),
    ...data.notes.map((note) => make("p", "kw-proof", note)), make("p", "kw-proof", data.words.note + "."));
}

// Tabs as the ARIA practices have them: one is reached by Tab, the others by the arrows.
function kawasanTabs(kw, pages) {
  const { data, make, button } = kw;
  const bar = make("div", "kw-tabs");
  bar.setAttribute("role", "tablist");
  bar.setAttribute("aria-label", data.words.views);
  const tabs = pages.map(([name, content]) => {
    const tab = button("", data.words["tab_" + name], () => open(name)), page = make("div", "kw-page", null, content);
    Object.entries({ role: "tab", id: "kw-tab-" + name, "aria-controls": "kw-page-" + name })
      .forEach(([key, value]) => tab.setAttribute(key, value));
    Object.entries({ role: "tabpanel", id: "kw-page-" + name, "aria-labelledby": "kw-tab-" + name })
      .forEach(([key, value]) => page.setAttribute(key, value));
    return { name, tab, page };
  });

  function open(name) {
    tabs.forEach((one) => {
      one.tab.setAttribute("aria-selected", String(one.name === name));
      one.tab.tabIndex = one.name === name ? 0 : -1;
      one.page.hidden = one.name !== name;
    });
    kw.set("tab", name);
  }

  bar.addEventListener("keydown", (event) => {
    const at = tabs.findIndex((one) => one.tab === document.activeElement), last = tabs.length - 1;
    const steps = { ArrowRight: (at + 1) % tabs.length, ArrowLeft: (at + last) % tabs.length, Home: 0, End: last };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    open(tabs[next].name);
    tabs[next].tab.focus();
  });
  bar.append(...tabs.map((one) => one.tab));
  open(tabs[0].name);
  return { bar, pages: tabs.map((one) => one.page), open, tab: (name) => tabs.find((one) => one.name === name).tab };
}

// The column beside the map: title, search, tabs.
function kawasanPanel(kw) {
  const { data, make, number } = kw;
  const weights = kawasanWeights(kw);
  const pages = [
    ...(data.candidates ? [["ranking", kawasanRanking(kw)]] : []), ...(weights ? [["weights", weights]] : []),
    ...(kw.candidates.length > 1 ? [["compare", kw.compare.node]] : []),
    ["sources", kawasanSources(kw)],
  ];
  const tabs = kawasanTabs(kw, pages);
  const head = make("header", "kw-head", null, make("h1", "", data.title), make("p", "", data.subtitle));
  const nav = make("nav", "kw-nav", null, kawasanSearch(kw), tabs.bar);
  const panel = make("aside", "kw-panel", null, ...(data.candidates ? [] : [kw.pins.node]), ...tabs.pages);

  function count() {
    const compared = kw.state.compared.length;
    if (kw.candidates.length > 1) {
      const many = make("sup", "", number(compared, 0));
      many.hidden = !compared;
      tabs.tab("compare").replaceChildren(data.words.tab_compare, many);
    }
    const comparing = kw.state.tab === "compare" && compared > 1;
    document.body.classList.toggle("kw-comparing", comparing);
    if (!comparing) return;
    kw.map.invalidateSize({ animate: false });
    kw.show(L.featureGroup(kw.state.compared.map(kw.outlines.line)));
  }
  ["compared", "tab"].forEach((name) => kw.on(name, count));
  count();
  document.body.prepend(head, nav, panel);
  return { open: tabs.open, tab: tabs.tab };
}
