"""Snap rounding of polylines on integer coordinates.

Every crossing becomes a grid point, every line that passes a grid point in use (closer than the
half diagonal of a grid cell) gets it as a vertex, and that is repeated until nothing changes.
Exact: Python integers throughout.
"""

from fractions import Fraction


def _cross(o, a, b):
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])


def _boxes_apart(a, b, c, d, pad=1):
    return (
        max(a[0], b[0]) + pad < min(c[0], d[0])
        or max(c[0], d[0]) + pad < min(a[0], b[0])
        or max(a[1], b[1]) + pad < min(c[1], d[1])
        or max(c[1], d[1]) + pad < min(a[1], b[1])
    )


def proper_crossing(a, b, c, d):
    """The crossing of the two open segments, or None."""
    d1, d2, d3, d4 = _cross(a, b, c), _cross(a, b, d), _cross(c, d, a), _cross(c, d, b)
    if d1 * d2 < 0 and d3 * d4 < 0:
        t = Fraction(d3, d3 - d4)
        return (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
    return None


def passes(a, b, p):
    """Does the segment a-b pass p (not an end) within the half diagonal of a cell?"""
    if p == a or p == b:
        return False
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    along = (p[0] - a[0]) * dx + (p[1] - a[1]) * dy
    return 0 < along < length2 and 2 * _cross(a, b, p) ** 2 <= length2


def _tidy(line):
    out = [line[0]]
    for p in line[1:]:
        if p != out[-1]:
            out.append(p)
    return out


def _segments(lines):
    return [(i, k, l[k], l[k + 1]) for i, l in enumerate(lines) for k in range(len(l) - 1)]


def node(lines, rounds=20):
    """Returns the same lines with all common points as vertices; fails if it does not settle."""
    lines = [_tidy(l) for l in lines]
    for _ in range(rounds):
        segments = _segments(lines)
        extra = {}
        for n, (i, k, a, b) in enumerate(segments):
            for j, m, c, d in segments[n + 1 :]:
                if _boxes_apart(a, b, c, d):
                    continue
                found = [p for p in (c, d) if passes(a, b, p)]
                found_other = [p for p in (a, b) if passes(c, d, p)]
                x = proper_crossing(a, b, c, d)
                if x is not None and not found and not found_other:
                    p = (round(x[0]), round(x[1]))
                    found, found_other = [p], [p]
                extra.setdefault((i, k), set()).update(p for p in found if p not in (a, b))
                extra.setdefault((j, m), set()).update(p for p in found_other if p not in (c, d))
        extra = {key: pts for key, pts in extra.items() if pts}
        if not extra:
            return lines
        lines = [_with(lines[i], i, extra) for i in range(len(lines))]
    raise SystemExit("noding does not settle")


def _with(line, i, extra):
    out = []
    for k in range(len(line) - 1):
        a, b = line[k], line[k + 1]
        out.append(a)
        pts = extra.get((i, k), ())
        out += sorted(pts, key=lambda p: (p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1]))
    return _tidy(out + [line[-1]])


def check_planar(lines):
    """No crossing, no touching but at vertices, no edge twice."""
    segments = _segments(lines)
    edges = [frozenset((a, b)) for _, _, a, b in segments]
    if len(set(edges)) != len(edges):
        raise SystemExit("an edge is covered twice")
    for n, (_, _, a, b) in enumerate(segments):
        for _, _, c, d in segments[n + 1 :]:
            if _boxes_apart(a, b, c, d):
                continue
            if proper_crossing(a, b, c, d):
                raise SystemExit(f"lines cross near {a}")
            for s, t, p in ((a, b, c), (a, b, d), (c, d, a), (c, d, b)):
                if p not in (s, t) and _cross(s, t, p) == 0 and passes(s, t, p):
                    raise SystemExit(f"a vertex lies on another line at {p}")
    return edges
