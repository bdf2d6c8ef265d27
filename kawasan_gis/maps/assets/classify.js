"use strict";

// Classes of about equally many villages, as maps/style.py makes them: bounds are quantiles rounded to what is shown,
// bounds that fall together or leave a class empty are dropped. The values are rounded already.
function kawasanClassify(values, decimals, ramps) {
  const MOST = 5, unit = 10 ** decimals;
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (!known.length) return { edges: [], colours: [] };

  // Ties go to the even digit, as in numpy.
  function rounded(value) {
    const scaled = value * unit, floor = Math.floor(scaled);
    if (scaled - floor === 0.5) return (floor + (floor % 2)) / unit;
    return Math.round(scaled) / unit;
  }
  function quantile(share) {
    const at = (known.length - 1) * share, low = Math.floor(at), high = Math.min(low + 1, known.length - 1);
    return known[low] + (known[high] - known[low]) * (at - low);
  }

  const unique = [...new Set(known)];
  const inner = decimals === 0 && unique.length <= MOST ? unique.slice(1)
    : Array.from({ length: MOST - 1 }, (_, place) => rounded(quantile((place + 1) / MOST)));
  const edges = [Math.floor(known[0] * unit) / unit];
  [...new Set(inner)].forEach((edge) => {
    const below = known.some((value) => value >= edges.at(-1) && value < edge);
    if (below && known.at(-1) >= edge) edges.push(edge);
  });
  edges.push(Math.ceil(known.at(-1) * unit) / unit);
  return { edges, colours: ramps[edges.length - 2] };
}
