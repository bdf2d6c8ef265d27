"use strict";

// Weighted linear combination as in kawasan_gis/scoring.py: arithmetic only, nothing of the page.
const kawasanWeigh = (() => {
  const DECIMALS = 1e12;
  const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

  // A worth of null is dropped and its weight shared among the others; where it is refused, there is no score.
  function score(worths, weights, refuses) {
    const none = { score: null, parts: worths.map(() => null) };
    if (worths.some((worth, k) => worth === null && refuses[k])) return none;
    const total = sum(weights.filter((_, k) => worths[k] !== null));
    if (!(total > 0)) return none;
    const parts = worths.map((worth, k) => (worth === null ? 0 : weights[k] * worth / total));
    return { score: sum(parts), parts };
  }

  // Column by column, without an object per village: this runs on every frame while a slider is dragged.
  function villageScores(data, weights) {
    const worth = data.villages.worth, count = data.villages.code.length;
    if (!worth) return null;
    const sums = new Float64Array(count), totals = new Float64Array(count), refused = new Uint8Array(count);
    worth.forEach((column, k) => {
      if (!column) return;
      for (let row = 0; row < count; row += 1) {
        if (column[row] !== null) {
          sums[row] += weights[k] * column[row];
          totals[row] += weights[k];
        } else if (data.criteria[k].refuses) refused[row] = 1;
      }
    });
    return Array.from(sums, (one, row) => (totals[row] > 0 && !refused[row] ? one / totals[row] : null));
  }

  function byCodePoint(one, other) {
    const [first, second] = [one, other].map((text) => Array.from(text, (sign) => sign.codePointAt(0)));
    const at = first.findIndex((code, place) => code !== second[place]);
    if (at < 0) return first.length - second.length;
    return at < second.length ? first[at] - second[at] : 1;
  }

  // Places of candidates from best to worst, as rank_candidates orders them.
  function ordered(candidates, scores) {
    const keys = scores.map((one) => (one === null ? -1 : Math.round(one * DECIMALS)));
    return candidates.map((_, place) => place)
      .sort((one, other) => keys[other] - keys[one] || byCodePoint(candidates[one].id, candidates[other].id));
  }

  // Without criteria nothing can be weighed: everything stays as it was ranked.
  function standing(data, weights) {
    const candidates = data.candidates || [];
    if (!data.criteria) {
      return {
        order: candidates.map((_, place) => place), ranks: candidates.map((one) => one.rank),
        scores: candidates.map((one) => one.score), parts: candidates.map(() => []), villages: null,
      };
    }
    const refuses = data.criteria.map((one) => one.refuses);
    const found = candidates.map((one) => score(one.worth, weights, refuses));
    const scores = found.map((one) => one.score), order = ordered(candidates, scores), ranks = [];
    order.forEach((place, at) => { ranks[place] = at + 1; });
    return { order, ranks, scores, parts: found.map((one) => one.parts), villages: villageScores(data, weights) };
  }

  const ofStance = (weights, criteria, stance) => sum(weights.filter((_, k) => criteria[k].stance === stance));

  function shares(weights) {
    const total = sum(weights);
    return weights.map((one) => (total > 0 ? one / total : null));
  }

  function stanceOf(weights, criteria) {
    const total = sum(weights);
    return total > 0 ? ofStance(weights, criteria, "need") / total : null;
  }

  // Keeps the total and the ratios inside each group. A group without any weight takes the ratios of `usual`, or
  // shares equally.
  function withStance(weights, criteria, need, usual = weights) {
    const total = sum(weights), part = { need, potential: 1 - need };
    const groups = Object.fromEntries(Object.keys(part).map((stance) => {
      const even = criteria.map(() => 1);
      const ratios = [weights, usual, even].find((each) => ofStance(each, criteria, stance) > 0) || even;
      return [stance, { ratios, whole: ofStance(ratios, criteria, stance) }];
    }));
    if (!groups.need.whole || !groups.potential.whole) return [...weights];
    return criteria.map(({ stance }, k) => total * part[stance] * groups[stance].ratios[k] / groups[stance].whole);
  }

  // Moving to a stance and back leaves dust behind the last decimals: that is no difference.
  function same(weights, others) {
    return weights.every((one, k) => Math.abs(one - others[k]) <= 1e-12 * Math.max(1, one));
  }

  return { score, standing, stanceOf, withStance, shares, same };
})();

// Weighs once before anything is drawn, and again as the first to hear of new weights.
function kawasanStanding(kw) {
  const weigh = () => { kw.standing = kawasanWeigh.standing(kw.data, kw.state.weights); };
  weigh();
  kw.on("weights", weigh);
}
