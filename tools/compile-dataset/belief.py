"""Which street a number belongs to: two views that teach each other.

The ground (distance, houses and streets in between) decides most points alone; from those the
number view is learned. The run of numbers decides others alone; from those the ground view is
learned, corner lots included. Both are added. Only neighbours that are believed firmly count at
first, then less firm ones, so that a row of houses cannot talk itself into the wrong street.
"""

import numpy as np

import chains
import logit
import runs

# How firmly a neighbour has to be believed to count, round by round.
LEARNING = [0.9, 0.8, 0.7, 0.6]
ANNEALING = [0.985, 0.96, 0.92, 0.85, 0.75, 0.6, 0.5, 0.5]
# (seed, share of the points that do not count as neighbours) of each pass.
VIEWS = [(1, 0.0), (2, 0.2), (3, 0.2)]
# Score when the same number is believed elsewhere on the street.
TAKEN = -4.5
# Scores are divided by this in the end: the two views are not quite independent.
COOL = 1.4


class Beliefs:
    def __init__(self, candidates, streets, xy, numerals, chain):
        self.chain = chain
        self.low = np.array([n.low for n in numerals])
        self.pool = chains.Pool(chain, candidates)
        self.c = candidates
        self.groups = candidates.point
        self.count = candidates.count
        self.ground = candidates.features()
        housed = candidates.own_building >= 0
        self.streets = []
        for k in range(len(streets)):
            e = np.flatnonzero(candidates.street == k)
            if len(e):
                p = candidates.point[e]
                self.streets.append(runs.StreetRuns(e, streets[k], candidates.foot[e], xy[p], p, numerals, chain[p], housed[p]))

    def settle(self):
        """Learns both views, then decides several times over with a part of the neighbours hidden;
        the mean says more about what can be known than one run, which is sure of everything."""
        c = self.c
        everyone = np.ones(self.count)
        self.ground_score = -c.distance / 9.0 - 1.5 * c.houses_between - 1.5 * c.streets_between + c.handicap()
        belief = self._softmax(self.ground_score)
        for firm in LEARNING:
            belief = self._round(belief, firm, everyone, True)
        beliefs, scores, runs_seen = [], [], []
        for seed, hidden in VIEWS:
            shown = (np.random.default_rng(seed).random(self.count) >= hidden).astype(float)
            belief = self._pooled(self.ground_score, np.zeros(len(self.groups)))
            for firm in ANNEALING:
                belief = self._round(belief, firm, shown, False)
            score = self.ground_score + self.run_score
            beliefs.append(self.pool.belief(score - TAKEN * self.taken, self.taken, TAKEN, logit.softmax, COOL))
            scores.append(score)
            runs_seen.append(self.run_score)
        self.belief = np.mean(beliefs, axis=0)
        self.score = np.mean(scores, axis=0)
        self.run_score = runs_seen[0]
        self.passes = beliefs
        return self.belief

    def _round(self, belief, firm, shown, learn):
        counted = np.where(belief >= firm, belief, 0.0) * shown[self.groups]
        self.run, self.taken = self.run_features(counted)
        if learn:
            sure = self._decided(self._softmax(self.ground_score), 0.985, self.c.distance < 60)
            self.run_weights = self._learn(self.run, sure, TAKEN * self.taken)
        self.run_score = self.run @ self.run_weights + TAKEN * self.taken
        if learn:
            told = self._decided(self._softmax(self.run_score), 0.995, self.run[:, 7] == 0)
            self.ground_weights = self._learn(self.ground, told, self.c.handicap())
            self.ground_score = self.ground @ self.ground_weights + self.c.handicap()
        new = self._pooled(self.ground_score + self.run @ self.run_weights, self.taken)
        return 0.3 * belief + 0.7 * new

    def _softmax(self, score):
        return logit.softmax(score, self.groups, self.count)

    def _pooled(self, score, taken):
        return self.pool.belief(score, taken, TAKEN, logit.softmax)

    def run_features(self, belief):
        same, other = runs.empty_tables(), runs.empty_tables()
        for s in self.streets:
            b = belief[s.entries]
            s.classify(b)
            s.count_pairs(b, same, other)
        ratio = runs.ratios(same, other)
        out = np.zeros((len(self.groups), runs.FEATURES))
        taken = np.zeros(len(self.groups))
        for s in self.streets:
            out[s.entries] = s.features(belief[s.entries], ratio)
            taken[s.entries] = s.taken(belief[s.entries])
        return out, taken

    def _decided(self, belief, least, allowed):
        """(target per entry, weight per point): the points this view alone decides."""
        target = ((belief >= least) & allowed).astype(float)
        weight = np.zeros(self.count)
        np.add.at(weight, self.groups, target)
        size = np.bincount(self.groups, minlength=self.count)
        weight[size < 2] = 0
        return target, weight

    def _learn(self, x, decided, offset):
        target, weight = decided
        return logit.fit(x, self.groups, target, weight, self.count, offset)
