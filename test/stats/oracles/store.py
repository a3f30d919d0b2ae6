"""Reads and writes the stored JSON, gzipped without a time so that a second run gives the same bytes. Infinity is 'Inf', as R writes it."""
import gzip
import json
import math
import os
import platform
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))


def load(name):
    with gzip.open(os.path.join(HERE, name + ".json.gz"), "rt") as f:
        return json.load(f)


def plain(x):
    if isinstance(x, dict):
        return {k: plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if isinstance(x, Fraction):
        x = x.numerator / x.denominator  # rounded once, from exact integers
    if hasattr(x, "item"):
        x = x.item()
    if isinstance(x, float):
        if math.isnan(x):
            return None
        if math.isinf(x):
            return "Inf" if x > 0 else "-Inf"
        if x == int(x) and abs(x) < 1e15:
            return int(x)
        return float("%.16g" % x)
    return x


def save(name, value, **notes):
    import numpy
    import scipy

    out = {"versions": {"python": platform.python_version(), "scipy": scipy.__version__, "numpy": numpy.__version__}, **notes, "data": plain(value)}
    text = json.dumps(out, separators=(",", ":")).encode()
    with open(os.path.join(HERE, name + ".json.gz"), "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as f:
        f.write(text)
    print(name, len(text), out["versions"])
