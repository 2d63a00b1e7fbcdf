"""Distances along a street: a small graph per street, gaps bridged as the crow flies."""

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

STEP_M = 6.0


class Network:
    def __init__(self, geometry):
        xy, a, b = [], [], []
        for part in getattr(geometry, "geoms", [geometry]):
            c = shapely.get_coordinates(shapely.segmentize(part, STEP_M))
            k = len(xy)
            xy.extend(map(tuple, c))
            a.extend(range(k, k + len(c) - 1))
            b.extend(range(k + 1, k + len(c)))
        self.xy = np.array(xy)
        self.tree = cKDTree(self.xy)
        near = self.tree.query_pairs(STEP_M + 1.0, output_type="ndarray").reshape(-1, 2)
        a, b = np.concatenate([a, near[:, 0]]).astype(int), np.concatenate([b, near[:, 1]]).astype(int)
        a, b = self._bridge(a, b)
        w = np.hypot(*(self.xy[a] - self.xy[b]).T) + 1e-6
        n = len(self.xy)
        m = coo_matrix((w, (a, b)), shape=(n, n)).tocsr()
        # Parallel entries were added up by the sparse format: take the true length again.
        c = m.tocoo()
        true = np.hypot(*(self.xy[c.row] - self.xy[c.col]).T) + 1e-6
        self.graph = coo_matrix((true, (c.row, c.col)), shape=(n, n)).tocsr()

    def _bridge(self, a, b):
        n = len(self.xy)
        while True:
            parts, label = connected_components(coo_matrix((np.ones(len(a)), (a, b)), shape=(n, n)), directed=False)
            if parts == 1:
                return a, b
            inside = label == label[0]
            d, j = cKDTree(self.xy[inside]).query(self.xy[~inside])
            k = int(np.argmin(d))
            a = np.append(a, np.flatnonzero(~inside)[k])
            b = np.append(b, np.flatnonzero(inside)[j[k]])

    def distances(self, feet):
        """All distances along the street between the given foot points, and one signed position."""
        _, at = self.tree.query(feet)
        used, inverse = np.unique(at, return_inverse=True)
        d = dijkstra(self.graph, directed=False, indices=used)
        far = int(np.argmax(np.where(np.isfinite(d[0]), d[0], -1)))
        self._from_start = dijkstra(self.graph, directed=False, indices=far)
        return d[:, used][inverse][:, inverse], self._from_start[at]

    def measure(self):
        """Distance of every vertex from the start; known once `distances` has chosen it."""
        return self._from_start
