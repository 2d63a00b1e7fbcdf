"""The 1 cm grid of EPSG:25832: projecting, rounding, writing back without loss."""

import numpy as np
from pyproj import Transformer

_FORWARD = Transformer.from_crs(4326, 25832, always_xy=True)
_BACK = Transformer.from_crs(25832, 4326, always_xy=True)
DECIMALS = 9


def metres(lonlat):
    """Longitude/latitude pairs to metres."""
    a = np.asarray(lonlat, dtype=float).reshape(-1, 2)
    x, y = _FORWARD.transform(a[:, 0], a[:, 1])
    return np.column_stack([x, y])


def to_cm(lonlat):
    """Longitude/latitude pairs to a list of (x, y) in whole centimetres."""
    return [(int(x), int(y)) for x, y in np.rint(metres(lonlat) * 100.0)]


def to_lonlat(cm):
    """Whole centimetres to longitude/latitude with nine decimals; fails if that loses anything."""
    a = np.asarray(cm, dtype=float).reshape(-1, 2) / 100.0
    lon, lat = _BACK.transform(a[:, 0], a[:, 1])
    out = np.column_stack([np.round(lon, DECIMALS), np.round(lat, DECIMALS)])
    if to_cm(out) != [tuple(p) for p in cm]:
        raise SystemExit("a vertex does not survive the way to lon/lat and back")
    return [(float(x), float(y)) for x, y in out]


def metres_to_lonlat(xy, decimals=7):
    a = np.asarray(xy, dtype=float).reshape(-1, 2)
    lon, lat = _BACK.transform(a[:, 0], a[:, 1])
    return np.round(np.column_stack([lon, lat]), decimals)
