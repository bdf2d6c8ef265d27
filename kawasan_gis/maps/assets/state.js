"use strict";

// What the reader has chosen, and who is told when it changes: set() calls the listeners of a name in the order
// they were added, and nobody when nothing changed.
function kawasanState(initial) {
  const state = { ...initial }, listeners = {};

  function same(one, other) {
    if (!Array.isArray(one) || !Array.isArray(other)) return Object.is(one, other);
    return one.length === other.length && one.every((value, place) => same(value, other[place]));
  }

  function on(name, listener) {
    (listeners[name] = listeners[name] || []).push(listener);
  }

  function set(name, value) {
    if (same(state[name], value)) return;
    const before = state[name];
    state[name] = value;
    (listeners[name] || []).forEach((listener) => listener(value, before));
  }

  return { state, on, set };
}
