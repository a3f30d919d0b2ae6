"""Whether the conditional likelihood has a maximum: a direction b with b.(winner - loser) >= 0 for every pair of a stratum, and > 0 for one, lets it grow for ever.
By linear programming on whole numbers, and the pair differences' rank in fractions: of fewer dimensions than covariates, it has no unique maximum."""
from fractions import Fraction as F

import numpy as np
from scipy.optimize import linprog

from store import load, save


def rank(rows):
    rows, r = [[F(x) for x in row] for row in rows], 0
    for j in range(len(rows[0]) if rows else 0):
        p = next((i for i in range(r, len(rows)) if rows[i][j]), None)
        if p is None:
            continue
        rows[r], rows[p] = rows[p], rows[r]
        for i in range(r + 1, len(rows)):
            f = rows[i][j] / rows[r][j]
            rows[i] = [a - f * b for a, b in zip(rows[i], rows[r])]
        r += 1
    return r


out = []
for strata in load("inputs")["data"]["logit"]:
    width = len(strata[0]["rows"][0])
    d = [[a - b for a, b in zip(w, l)] for s in strata for w, c in zip(s["rows"], s["chosen"]) if c for l, e in zip(s["rows"], s["chosen"]) if not e]
    if not d:
        out.append({"status": "empty"})
        continue
    if rank(d) < width:
        out.append({"status": "singular"})
        continue
    D = np.array(d, float)
    # maximise the sum of the gains, b in the unit box: above 0 when separated
    r = linprog(-D.sum(0), A_ub=-D, b_ub=np.zeros(len(d)), bounds=[(-1, 1)] * width, method="highs")
    assert r.status == 0
    if -r.fun < 1e-7:
        out.append({"status": "fitted"})
        continue
    # which coefficients can run off, and to which side only: the range of each over the recession cone (scaled to a unit gain)
    directions = []
    for j in range(width):
        c = np.zeros(width)
        c[j] = 1
        low = linprog(c, A_ub=-D, b_ub=np.zeros(len(d)), bounds=[(-1, 1)] * width, method="highs").fun
        high = -linprog(-c, A_ub=-D, b_ub=np.zeros(len(d)), bounds=[(-1, 1)] * width, method="highs").fun
        directions.append(0 if low > -1e-7 and high < 1e-7 else 1 if low > -1e-7 else -1 if high < 1e-7 else 2)  # 2: either way
    out.append({"status": "separated", "directions": directions})
save("separation", out)
from collections import Counter
print(Counter(o["status"] for o in out))
