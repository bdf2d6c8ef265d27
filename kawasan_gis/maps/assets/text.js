"use strict";

// What folium's own popups call $ for.
window.$ = window.$ || function (what) {
  if (what === document) return { ready: (run) => run() };
  const box = document.createElement("div");
  box.innerHTML = what;
  return [box.firstElementChild];
};

// Words and numbers: text only ever enters the page through textContent.
function kawasanText(data) {
  function make(tag, className, text, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined && text !== null) {
      node.textContent = text;
      node.classList.add("kw-text");
    }
    node.append(...children);
    return node;
  }

  function number(value, decimals) {
    if (value === null || value === undefined) return "–";
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, data.separators[0]);
    return (value < 0 ? "-" : "") + grouped + (part ? data.separators[1] + part : "");
  }

  function amount(theme, row) {
    if (theme.values[row] === null) return theme.missing.label;
    return number(theme.values[row], theme.decimals) + (theme.unit ? " " + theme.unit : "");
  }

  function size(candidate) {
    return number(candidate.villages, 0) + " " + data.words.villages + " · " + number(candidate.area, 1) + " ha";
  }

  // A sentence with what is filled in: {name} in the words of the page.
  function say(key, values) {
    return data.words[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name]));
  }

  function button(className, text, act, ...children) {
    const node = make("button", className, text, ...children);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }

  const facts = (pairs) => make("dl", "kw-basics", null,
    ...pairs.flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]));

  // Read by a screen reader only.
  const aside = (text) => make("span", "kw-aside", text);

  return { make, number, amount, size, say, button, facts, aside };
}
