"""How likely is it that a number's street is none of the candidates?

The street may be missing from the source, or lie out of reach. What the best score then looks like is
seen by taking the right street away from points that are sure of it.
"""

import numpy as np
from scipy.optimize import minimize

# Believed share of points whose street is not among the candidates.
PRIOR = 0.012
ALONE = 0.25
AT_MOST = 0.4
RESIDUAL, NO_RESIDUAL = 8, 9


def share(b, c):
    best = np.full(c.count, -60.0)
    np.maximum.at(best, c.point, b.score)
    top = np.zeros(c.count)
    np.maximum.at(top, c.point, b.belief)
    is_top = b.belief >= top[c.point] - 1e-12
    without = np.full(c.count, -60.0)
    np.maximum.at(without, c.point[~is_top], b.score[~is_top])
    sure = (top > 0.98) & (without > -60)
    x = np.concatenate([best[sure], without[sure]])
    y = np.concatenate([np.zeros(sure.sum()), np.ones(sure.sum())])
    scaled = (x - x.mean()) / x.std()

    def loss(t):
        z = t[0] + t[1] * scaled
        return np.logaddexp(0, z).sum() - (y * z).sum() + 0.5 * t[1] ** 2

    t = minimize(loss, np.zeros(2), method="BFGS").x
    odds = t[0] + t[1] * (best - x.mean()) / x.std() + np.log(PRIOR / (1 - PRIOR))
    odds -= _fits(b, c, is_top)
    missing = 1 / (1 + np.exp(-odds))
    # Houses far from every street are schools and works more often than houses on unknown streets,
    # the more so where only one street is in reach: lots are large there.
    alone = np.bincount(c.point, minlength=c.count) == 1
    missing = np.minimum(missing, np.where(alone, ALONE, AT_MOST))
    return np.where(best > -60, missing, 1.0)


def _fits(b, c, is_top):
    """A large number in the midst of a street's run is hardly another, unknown street's."""
    out = np.zeros(c.count)
    low = b.low[c.point]
    in_run = is_top & (b.run[:, RESIDUAL] < 1.3) & (b.run[:, NO_RESIDUAL] == 0)
    weight = 1.0 + np.log1p(np.maximum(0, low - 10) / 8.0)
    out[c.point[in_run]] = weight[in_run]
    return out
