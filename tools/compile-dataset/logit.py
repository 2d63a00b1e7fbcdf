"""Conditional logit: which of a point's candidate streets is it? Fitted with a small ridge."""

import numpy as np
from scipy.optimize import minimize


def softmax(score, group, count):
    """Softmax of `score` within the groups 0..count-1."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, group, score)
    e = np.exp(score - top[group])
    total = np.zeros(count)
    np.add.at(total, group, e)
    return e / total[group]


def fit(x, group, target, weight, count, offset, ridge=2.0):
    """`target` is the wanted share per entry (sums to 1 in a group), `weight` per group,
    `offset` a part of the score that is given."""
    scale = x.std(axis=0) + 1e-9
    z = x / scale
    w = weight[group]

    def loss(beta):
        p = softmax(z @ beta + offset, group, count)
        value = -(w * target * np.log(p + 1e-12)).sum() + 0.5 * ridge * (beta @ beta)
        return value, z.T @ (w * (p - target)) + ridge * beta

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return found.x / scale
