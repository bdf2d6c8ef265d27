"use strict";

// Find a village by name or code: accents, apostrophes and case do not matter.
function kawasanSearch(kw) {
  const { data, make, say, number } = kw;
  const MOST = 12, words = data.words, villages = data.villages;
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’‘ʼ`´]/g, "").toLowerCase().trim();
  const digits = (text) => text.replace(/\D/g, "");
  const names = villages.name.map(folded), codes = villages.code.map(digits);

  const box = make("input");
  Object.assign(box, { type: "text", id: "kw-search", placeholder: words.search, autocomplete: "off" });
  box.spellcheck = false;
  const attributes = {
    role: "combobox", "aria-label": words.search, "aria-expanded": "false", "aria-controls": "kw-found",
    "aria-autocomplete": "list",
  };
  Object.entries(attributes).forEach(([name, value]) => box.setAttribute(name, value));
  const list = make("ul", "kw-found");
  list.id = "kw-found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.search);
  list.hidden = true;
  const said = make("p", "kw-aside");
  said.setAttribute("role", "status");
  let rows = [], active = -1;

  // Names that begin so, then names that hold it, then codes; a code needs two digits.
  function found(text) {
    const name = folded(text), code = /^[\d.\s]+$/.test(text) ? digits(text) : "";
    if (!name) return [];
    const places = [...names.keys()];
    const groups = [
      (row) => names[row].startsWith(name), (row) => names[row].includes(name),
      (row) => code.length > 1 && codes[row].includes(code),
    ];
    return [...new Set(groups.flatMap((fits) => places.filter(fits)))];
  }

  function activate(place) {
    active = place;
    [...list.querySelectorAll("[role=option]")].forEach((node, at) => {
      node.setAttribute("aria-selected", String(at === place));
      if (at === place) node.scrollIntoView({ block: "nearest" });
    });
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", "kw-found-" + place);
  }

  function shut() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function take(row) {
    box.value = villages.name[row];
    shut();
    kw.village.open(row);
  }

  function option(row, at) {
    const node = make("li", "", null, make("span", "kw-strong", villages.name[row]),
      make("span", "kw-quiet", words.district + " " + villages.kecamatan[row] + " · " + villages.code[row]));
    node.id = "kw-found-" + at;
    node.setAttribute("role", "option");
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("click", () => take(row));
    return node;
  }

  function look() {
    const all = found(box.value);
    rows = all.slice(0, MOST);
    if (!folded(box.value)) {
      said.textContent = "";
      shut();
      return;
    }
    const count = say("found", { count: number(all.length, 0) });
    const left = all.length - MOST;
    const more = left > 0 ? [make("li", "kw-quiet", "+" + number(left, 0) + " " + words.more)] : [];
    const none = all.length ? [] : [make("li", "kw-quiet", words.found_none)];
    [...more, ...none].forEach((node) => node.setAttribute("role", "presentation"));
    list.replaceChildren(...rows.map(option), ...more, ...none);
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    said.textContent = count;
    activate(rows.length ? 0 : -1);
  }

  box.addEventListener("input", look);
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", shut);
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && list.hidden) look();
    else if (step && rows.length) activate((active + step + rows.length) % rows.length);
    else if (event.key === "Enter" && !list.hidden && active >= 0) take(rows[active]);
    else if (event.key === "Escape" && !list.hidden) shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return make("div", "kw-search", null, box, list, said);
}
