"""Sums over the cells that villages cover: compiled loops over spans, for a block of a raster at ``top``, ``left``.

Every loop adds in the order of villages, rows and columns; a value equal to ``missing``, or not a number, does not
count. Tables have one row per village.
"""

import numpy as np

from kawasan_gis.compiled import compiled


@compiled
def add_moments(spans, block, top, left, missing, table):
    """Add to the columns weight (cells), total, least and greatest value."""
    width = block.shape[1]
    for i in range(len(spans.village)):
        a, b = max(spans.start[i] - left, 0), min(spans.stop[i] - left, width)
        if a >= b:
            continue
        cells = block[spans.row[i] - top]
        count, total, low, high = 0, 0.0, np.inf, -np.inf
        for c in range(a, b):
            value = float(cells[c])
            if value == missing or value != value:
                continue
            count += 1
            total += value
            low, high = min(low, value), max(high, value)
        sums, part = table[spans.village[i]], spans.part[i]
        sums[0] += part * count
        sums[1] += part * total
        sums[2], sums[3] = min(sums[2], low), max(sums[3], high)


@compiled
def add_spread(spans, block, top, left, missing, table):
    """Add to the columns weight, mean and sum of squared deviations, merging run by run (Chan et al. 1983)."""
    width = block.shape[1]
    for i in range(len(spans.village)):
        a, b = max(spans.start[i] - left, 0), min(spans.stop[i] - left, width)
        cells, part = block[spans.row[i] - top], spans.part[i]
        count, total = 0, 0.0
        for c in range(a, b):
            value = float(cells[c])
            if value != missing and value == value:
                count += 1
                total += value
        if count == 0:
            continue
        mean, squares = total / count, 0.0
        for c in range(a, b):
            value = float(cells[c])
            if value != missing and value == value:
                squares += (value - mean) ** 2
        sums = table[spans.village[i]]
        weight, apart = part * count, mean - sums[1]
        both = sums[0] + weight
        sums[2] += part * squares + apart * apart * sums[0] * weight / both
        sums[1] += apart * weight / both
        sums[0] = both


@compiled
def add_weighted(spans, block, weights, top, left, missing, missing_weight, table):
    """Add to the columns weight (cells times their weights) and total, where both rasters have a value."""
    width = block.shape[1]
    for i in range(len(spans.village)):
        r = spans.row[i] - top
        weight, total = 0.0, 0.0
        for c in range(max(spans.start[i] - left, 0), min(spans.stop[i] - left, width)):
            value, by = float(block[r, c]), float(weights[r, c])
            if value != missing and value == value and by != missing_weight and by == by:
                weight += by
                total += by * value
        sums = table[spans.village[i]]
        sums[0] += spans.part[i] * weight
        sums[1] += spans.part[i] * total


@compiled
def add_classes(spans, block, top, left, slots, lowest, used, row_weight, table):
    """Add cells times the weight of their row to the column of their class.

    ``slots`` gives the column of a code, counted from ``lowest``, or -1 for one not met before, which gets the next
    free column; ``used[0]`` is their number. Gives the first code outside ``slots``, or beyond the table, as
    (True, code).
    """
    width = block.shape[1]
    some, others = np.zeros(table.shape[1], np.int64), np.zeros(table.shape[1], np.int64)
    for i in range(len(spans.village)):
        a, b = max(spans.start[i] - left, 0), min(spans.stop[i] - left, width)
        cells, sums = block[spans.row[i] - top], table[spans.village[i]]
        weight = spans.part[i] * row_weight[spans.row[i]]
        brief = b - a < 4 * used[0]
        for c in range(a, b):
            place = int(cells[c]) - lowest
            if place < 0 or place >= len(slots):
                return True, int(cells[c])
            slot = slots[place]
            if slot < 0:
                slot = used[0]
                if slot >= table.shape[1]:
                    return True, int(cells[c])
                slots[place] = slot
                used[0] += 1
            if brief:
                sums[slot] += weight
            elif c & 1:
                # Two counters by turns: a run of one class does not wait for its own last addition.
                some[slot] += 1
            else:
                others[slot] += 1
        if not brief:
            for slot in range(used[0]):
                sums[slot] += weight * (some[slot] + others[slot])
                some[slot], others[slot] = 0, 0
    return False, 0


@compiled
def add_digits(spans, keys, top, left, missing, shift, prefix, table):
    """Count cells by one byte of their key, for every quantile among those whose higher bytes are its prefix.

    ``table`` is of villages, quantiles and 256; the byte begins at bit ``shift``.
    """
    width = keys.shape[1]
    for i in range(len(spans.village)):
        r, v = spans.row[i] - top, spans.village[i]
        for c in range(max(spans.start[i] - left, 0), min(spans.stop[i] - left, width)):
            key = np.uint64(keys[r, c])
            if key == missing:
                continue
            kept = key >> np.uint64(shift)
            digit = kept & np.uint64(255)
            for q in range(prefix.shape[1]):
                if kept >> np.uint64(8) == prefix[v, q]:
                    table[v, q, digit] += spans.part[i]
