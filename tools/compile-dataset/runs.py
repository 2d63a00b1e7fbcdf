"""What the numbers say: does a number fit the run of a street at that place?

For every candidate (point, street) the other points believed to be on that street are looked at, at
their distance *along* the street. How telling a pair is – "two numbers apart, 20 m further on the
same side" – is counted from the data: how often such a pair occurs among points of one street and
how often among points of different streets.
"""

import numpy as np

from networks import Network

DISTANCE_EDGES = np.array([12.0, 22, 35, 55, 80, 120, 180, 300, 500, 900])
GAP_EDGES = np.array([1.5, 2.5, 4.5, 8.5, 16.5, 32.5, 64.5])
N_DISTANCE = len(DISTANCE_EDGES) + 1
N_GAP = len(GAP_EDGES) + 1
# classes: 0 identical, 1 same base, then gap bins with equal parity, then with unequal parity
N_CLASS = 2 + 2 * N_GAP
SIDES = 3
NEIGHBOURS = 10
FEATURES = 17


class StreetRuns:
    """The candidates of one street, with everything about pairs that does not change."""

    def __init__(self, entries, street, feet, xy, points, numerals, chain, housed):
        self.entries = entries
        self.points = points
        net = Network(street.geometry)
        self.along, self.position = net.distances(feet)
        offset = np.hypot(*(xy - feet).T)
        self.along = self.along + 0.5 * np.abs(offset[:, None] - offset[None, :])
        side = _sides(net, feet, xy, self.position, offset)
        same = side[:, None] * side[None, :]
        self.side = np.where(same > 0, 0, np.where(same < 0, 1, 2)).astype(np.int8)
        self.own_side = side
        low = np.array([numerals[p].low for p in points])
        high = np.array([numerals[p].high for p in points])
        keys = [numerals[p].key for p in points]
        ident = {k: i for i, k in enumerate(dict.fromkeys(keys))}
        key = np.array([ident[k] for k in keys])
        self.low, self.high = low, high
        self.suffix = np.array([bool(numerals[p].suffix) for p in points])
        gap = np.maximum(0, np.maximum(low[:, None] - high[None, :], low[None, :] - high[:, None]))
        parity = (low[:, None] - low[None, :]) % 2
        cls = 2 + np.searchsorted(GAP_EDGES, gap) + parity * N_GAP
        cls[gap == 0] = 1
        self.identical = key[:, None] == key[None, :]
        cls[self.identical] = 0
        self.cls = cls.astype(np.int16)
        self.gap = gap
        self.parity = parity
        self.bin = np.searchsorted(DISTANCE_EDGES, self.along).astype(np.int8)
        self.along[chain[:, None] == chain[None, :]] = np.inf
        apart = np.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])
        # A shop's number may stand beside its house; another house has another number.
        limit = np.where(housed[:, None] & housed[None, :], 16.0, 60.0)
        self.elsewhere = self.identical & (apart > limit) & np.isfinite(self.along)
        self.order = np.argsort(self.along, axis=1, kind="stable")
        self.scheme = 0

    def classify(self, belief):
        """Odd and even on different sides (0), or mixed (1)?"""
        near = (self.along < 70) & (self.own_side != 0)[:, None] & (self.side == 0) & (self.gap > 0)
        w = near * belief[:, None] * belief[None, :]
        total = w.sum()
        share = (w * (self.parity == 0)).sum() / total if total > 0 else 1.0
        self.scheme = 0 if total < 4 or share > 0.72 else 1

    def count_pairs(self, belief, same, other):
        sure, not_here = belief > 0.95, belief < 0.05
        for rows, table in ((sure, same), (not_here, other)):
            r = np.flatnonzero(rows)
            c = np.flatnonzero(sure)
            if len(r) == 0 or len(c) == 0:
                continue
            i = np.ix_(r, c)
            finite = np.isfinite(self.along[i])
            np.add.at(table[self.scheme], (self.bin[i][finite], self.side[i][finite], self.cls[i][finite]), 1)

    def taken(self, belief):
        """How surely the very same number stands elsewhere on this street."""
        return np.minimum(1.0, (self.elsewhere * belief[None, :]).sum(axis=1))

    def features(self, belief, ratio):
        n = len(belief)
        out = np.zeros((n, FEATURES))
        table = ratio[self.scheme]
        llr = table[self.bin, self.side, self.cls]
        for i in range(n):
            out[i] = self._one(i, belief, llr)
        return out

    def _one(self, i, belief, llr):
        order = self.order[i]
        order = order[(belief[order] > 0.15) & np.isfinite(self.along[i, order])]
        f = np.zeros(FEATURES)
        if len(order) == 0:
            f[7] = 1.0
            f[13] = float(self.suffix[i])
            f[16] = np.log1p(max(0, self.low[i] - 12))
            return f
        near = order[:NEIGHBOURS]
        w, v = belief[near], llr[i, near]
        f[0] = np.dot(w[:3], v[:3]) / 3
        f[1] = np.dot(w[3:], v[3:]) / 7
        f[2] = (w * v).max()
        f[3] = (w * v).min()
        d = self.along[i, order]
        b = belief[order]
        ident = self.identical[i, order]
        # f[4] stays empty: uniqueness is a rule, not something learned; see `taken`.
        f[5] = min(1.0, b[ident & ~self.elsewhere[i, order]].sum())
        f[6] = np.log1p(b[d < 150].sum())
        f[8], f[9] = self._residual(i, order, d, b)
        f[10] = self._fills(i, order, d, b)
        own_base = (self.gap[i, order] == 0) & ~ident
        f[11] = min(1.0, b[own_base & (d < 70)].sum())
        f[12] = float(self.suffix[i]) * (1 - min(1.0, b[(self.gap[i, order] == 0)].sum()))
        top = self.high[order][b > 0.5]
        f[14] = np.log1p(max(0, self.low[i] - (top.max() if len(top) else 12)) / 4)
        f[15] = self._order(i, order, d, b)
        return f

    def _residual(self, i, order, d, b):
        """Distance of the number from the run's local straight line, on its own parity."""
        use = (self.parity[i, order] == 0) & (d < 400) if self.scheme == 0 else d < 400
        use &= b > 0.4
        o = order[use][:8]
        if len(o) < 3:
            return 0.0, 1.0
        w = b[use][:8] * np.exp(-d[use][:8] / 120.0)
        t = self.position[o] - self.position[i]
        y = (self.low[o] + self.high[o]) / 2.0
        sw, st = w.sum(), (w * t).sum()
        stt = (w * t * t).sum()
        det = sw * (stt + 100.0) - st * st
        sy, sty = (w * y).sum(), (w * t * y).sum()
        slope = np.clip((sw * sty - st * sy) / det, -0.6, 0.6)
        level = (sy - slope * st) / sw
        spread = np.sqrt((w * (y - level - slope * t) ** 2).sum() / sw)
        r = abs((self.low[i] + self.high[i]) / 2.0 - level)
        return np.log1p(r / (2.0 + spread)), 0.0

    def _fills(self, i, order, d, b):
        """Two steps down and two steps up are close by, and nobody else has this number."""
        near = d < 130
        down = b[near & (self.high[order] == self.low[i] - 2)]
        up = b[near & (self.low[order] == self.high[i] + 2)]
        taken = b[self.elsewhere[i, order]].sum()
        return (down.max() if len(down) else 0) * (up.max() if len(up) else 0) * max(0.0, 1 - taken)

    def _order(self, i, order, d, b):
        """Between its neighbours? Nearest believed one on either side along the street."""
        use = (d < 250) & (self.gap[i, order] > 0) & (b > 0.5)
        if self.scheme == 0:
            use &= self.parity[i, order] == 0
        o = order[use]
        t = self.position[o] - self.position[i]
        before, after = o[t < -3], o[t > 3]
        if len(before) == 0 or len(after) == 0:
            return 0.0
        x, y = self.low[before[0]], self.low[after[0]]
        n = self.low[i]
        return 1.0 if min(x, y) < n < max(x, y) else -1.0


def _sides(net, feet, xy, position, offset):
    """+1 / -1 left or right of the direction in which the street is measured; 0 beyond its end."""
    out = np.zeros(len(feet))
    groups = net.tree.query_ball_point(feet, 16.0)
    from_start = net.measure()
    for k, g in enumerate(groups):
        if len(g) < 2 or offset[k] < 1.0:
            continue
        p = net.xy[g]
        t = from_start[g]
        direction = ((t - t.mean())[:, None] * (p - p.mean(axis=0))).sum(axis=0)
        norm = np.hypot(*direction)
        if norm < 1e-6:
            continue
        v = xy[k] - feet[k]
        sine = (direction[0] * v[1] - direction[1] * v[0]) / (norm * np.hypot(*v))
        out[k] = 0.0 if abs(sine) < 0.3 else np.sign(sine)
    return out


def ratios(same, other):
    """Smoothed log likelihood ratios, per scheme, distance bin and side."""
    prior_s = same.sum(axis=(1, 2), keepdims=True) + 1.0
    prior_o = other.sum(axis=(1, 2), keepdims=True) + 1.0
    prior_s = prior_s / prior_s.sum(axis=3, keepdims=True)
    prior_o = prior_o / prior_o.sum(axis=3, keepdims=True)
    s = same + 8.0 * prior_s
    o = other + 8.0 * prior_o
    s = s / s.sum(axis=3, keepdims=True)
    o = o / o.sum(axis=3, keepdims=True)
    return np.clip(np.log(s + 1e-4) - np.log(o + 1e-4), -6, 6)


def empty_tables():
    return np.zeros((2, N_DISTANCE, SIDES, N_CLASS))
