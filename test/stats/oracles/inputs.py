"""The inputs of every oracle, 1,000 of each kind from one seed, with the edges at the front.
A table is [a, b, c, d]: first row [a, b] of the group asked about, first column the outcome asked about."""
import random
from math import comb

from store import save

SEED = 20261122
N = 1000
rng = random.Random(SEED)


def edges_then(edges, make):
    """The edges first, then random ones up to N."""
    return edges + [make() for _ in range(N - len(edges))]


def u(top):
    return rng.randint(0, top)


# Tables: zero cells, zero margins, ties, huge odds ratios, big counts with a small and with a large support.
TABLES = [
    [3, 1, 1, 3], [21, 3, 14, 10], [26, 22, 206, 53], [11, 37, 35, 224], [1198, 1493, 557, 1278],
    [0, 0, 0, 0], [0, 0, 3, 4], [3, 4, 0, 0], [0, 3, 0, 4], [3, 0, 4, 0], [1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0],
    [5, 0, 0, 5], [0, 5, 5, 0], [50, 0, 0, 50], [300, 1, 1, 300], [1, 300, 300, 1], [100000, 1, 1, 100000], [1, 100000, 100000, 1],
    [100000, 0, 0, 3], [3, 0, 0, 100000], [0, 100000, 5, 100000], [100000, 100000, 7, 2], [7, 2, 100000, 100000],
    [1, 100000, 9, 100000], [99990, 100010, 100020, 99980], [50000, 50000, 49500, 50500], [50000, 50000, 50000, 50000],
    [100000, 99000, 3000, 2800],
] + [[k, k, k, k] for k in range(1, 21)]


def table():
    kind = rng.random()
    if kind < 0.45:
        return [u(10) for _ in range(4)]
    if kind < 0.75:
        return [u(60) for _ in range(4)]
    if kind < 0.85:
        t = [u(40) for _ in range(4)]
        t[u(3)] = 0
        return t
    if kind < 0.90:
        return [u(5), u(100000), u(30), u(100000)]
    if kind < 0.93:
        return [u(2000), u(2000), u(2000), u(2000)]
    if kind < 0.97:
        k = u(80)
        return [k, u(2), u(2), u(80)]
    return [u(1), u(1), u(1), u(1)]


def small_table():
    """For the unconditional tests, whose cost grows with the product of the groups."""
    top = rng.choice([3, 6, 6, 10, 10, 15])
    return [u(top) for _ in range(4)]


def rxc():
    r, c = rng.randint(2, 5), rng.randint(2, 5)
    top = rng.choice([3, 12, 100, 100000])
    return [[u(top) for _ in range(c)] for _ in range(r)]


def binomial():
    n = rng.choice([u(12), u(60), u(500), u(5000)])
    # multiples of 1/64 are exact in binary, so that equally likely outcomes are equally likely everywhere
    p = rng.choice([rng.randint(0, 64) / 64, 0.5, 0.154, 0.057, round(rng.random(), 3)])
    x = u(n) if rng.random() < 0.4 else min(n, max(0, round(n * p + rng.gauss(0, 2) * (n * p * (1 - p)) ** 0.5)))
    return [x, n, p]


def stratum(top=None):
    top = top or rng.choice([2, 4, 8, 20])
    return [u(top) for _ in range(4)]


def strata():
    kind = rng.random()
    if kind < 0.55:
        return [stratum() for _ in range(rng.randint(1, 8))]
    if kind < 0.65:  # vacancies: one winner
        out = []
        for _ in range(rng.randint(2, 12)):
            n = rng.randint(1, 9)
            c = u(n)
            w = 1 if rng.random() * n < c else 0
            out.append([w, c - w, 1 - w, n - c - 1 + w] if n - c - 1 + w >= 0 else [1, c - 1, 0, n - c])
        return out
    if kind < 0.75:  # a zero margin in about every second stratum
        out = []
        for _ in range(rng.randint(1, 6)):
            s = stratum(6)
            if rng.random() < 0.5:
                i, j = rng.choice([(0, 1), (2, 3), (0, 2), (1, 3)])
                s[i] = s[j] = 0
            out.append(s)
        return out
    if kind < 0.83:  # big margins, small support
        return [[u(4), u(100000), u(6), u(100000)] for _ in range(rng.randint(1, 3))]
    if kind < 0.93:
        return [stratum(60) for _ in range(rng.randint(2, 6))]
    k = rng.randint(1, 5)  # huge odds ratios
    return [[u(30), u(1), u(1), u(30)] for _ in range(k)]


STRATA = [
    [[512, 313, 89, 19], [353, 207, 17, 8], [120, 205, 202, 391], [138, 279, 131, 244], [53, 138, 94, 299], [22, 351, 24, 317]],
    [[353, 207, 17, 8], [120, 205, 202, 391], [138, 279, 131, 244], [53, 138, 94, 299], [22, 351, 24, 317]],
    [[0, 6, 0, 5], [3, 3, 0, 6], [6, 0, 2, 4], [5, 1, 6, 0], [2, 0, 5, 0]],
    [], [[0, 0, 0, 0]], [[1, 0, 0, 0]], [[0, 0, 0, 1], [1, 0, 0, 0]], [[1, 0, 0, 1]], [[0, 1, 1, 0]], [[1, 0, 0, 0], [3, 1, 1, 3]],
    [[1, 0, 0, 4]] * 3, [[0, 1, 1, 3]] * 3, [[3, 1, 1, 3]], [[3, 1, 1, 3]] * 5, [[5, 5, 5, 5]] * 4, [[9, 1, 1, 9], [1, 9, 9, 1]],
    [[0, 0, 3, 4], [2, 2, 0, 0]], [[30, 0, 0, 30]] * 2, [[200, 1, 1, 200]] * 3, [[3, 100000, 2, 90000], [1, 99999, 6, 100000]],
]


def pvalues():
    n = rng.randint(1, 25)
    kind = rng.random()
    p = [rng.random() ** rng.choice([1, 3, 8]) for _ in range(n)]
    if kind < 0.2:
        p = [rng.choice([0.001, 0.01, 0.05, 0.2, 1.0]) for _ in range(n)]  # ties everywhere
    # the least p that each test could have given: at most the p it gave
    least = [x * rng.choice([1, 0.5, 0.1, 0.001]) for x in p]
    return {"p": p, "least": least, "level": rng.choice([0.05, 0.05, 0.1, 0.01])}


PVALUES = [
    {"p": [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1.0],
     "least": [0.00001] * 15, "level": 0.05},
    {"p": [1.0], "least": [1.0], "level": 0.05}, {"p": [0.05], "least": [0.05], "level": 0.05},
    {"p": [1.0] * 8, "least": [0.6] * 8, "level": 0.05}, {"p": [0.01] * 5, "least": [0.01] * 5, "level": 0.05},
    {"p": [0.02, 0.3, 0.4], "least": [0.02, 0.2, 0.4], "level": 0.05},
    {"p": [1e-300, 1e-12, 0.5], "least": [1e-300, 1e-13, 0.1], "level": 0.05},
]


def vacancy(top):
    n = rng.randint(1, top)
    c = u(n)
    k = rng.choice([1, 1, 1, rng.randint(1, n), u(n)])
    low, high = max(0, k - (n - c)), min(k, c)
    return [n, c, k, rng.randint(low, high)]


def vacancies():
    kind = rng.random()
    if kind < 0.6:
        return [vacancy(10) for _ in range(rng.randint(1, 15))]
    if kind < 0.8:
        return [vacancy(40) for _ in range(rng.randint(1, 8))]
    if kind < 0.9:  # connected win all they can
        return [[n, c, k, min(k, c)] for n, c, k, _ in (vacancy(8) for _ in range(rng.randint(1, 8)))]
    return [[rng.randint(20000, 100000), rng.randint(1, 9), rng.randint(1, 9), w] for w in [0, rng.choice([0, 1])]]


VACANCIES = [
    [], [[1, 1, 1, 1]], [[1, 0, 1, 0]], [[5, 1, 1, 1]], [[5, 1, 1, 0]], [[5, 1, 1, 1]] * 2, [[10, 1, 1, 1]] * 2, [[3, 1, 1, 1]] * 3,
    [[5, 0, 1, 0]] * 3, [[5, 5, 1, 1]] * 3, [[4, 2, 4, 2]], [[4, 2, 0, 0]], [[100000, 50, 40, 3]], [[5, 1, 1, 1]] * 60, [[4, 2, 2, 1]] * 6,
]


def bernoullis():
    n = rng.choice([u(8), u(25), rng.randint(30, 60)])
    ones = rng.random() < 0.1
    return [[rng.randint(0, d), d] if ones else [rng.randint(1, d), d + 1] for d in (rng.randint(1, 20) for _ in range(n))]


BERNOULLIS = [
    [], [[0, 1]], [[1, 1]], [[1, 2]], [[1, 5]] * 12, [[1, 3], [1, 4], [1, 5], [1, 5], [1, 6], [1, 8], [1, 10], [2, 7]],
    [[0, 1], [1, 1], [1, 2]], [[1, 1]] * 5, [[0, 1]] * 5, [[1, 1000]] * 50, [[999, 1000]] * 50, [[1, 2]] * 100,
]


def logit():
    """Strata of candidates: covariates in whole numbers (so that separation is decided exactly), winners."""
    width = rng.choice([1, 1, 2, 2, 3])
    several = rng.random() < 0.4
    out = []
    for _ in range(rng.randint(2, 12) if width < 3 else rng.randint(6, 14)):
        n = rng.randint(1, 7)
        rows = [[u(1) if j == 0 else rng.randint(-3, 4) for j in range(width)] for _ in range(n)]
        k = min(n, rng.randint(1, 3)) if several else 1
        won = set(rng.sample(range(n), k))
        out.append({"rows": rows, "chosen": [i in won for i in range(n)]})
    return out


def two_samples():
    kind = rng.random()
    top = rng.choice([1, 3, 9, 1000])
    return [[[u(top) for _ in range(u(5) if kind < 0.3 else rng.randint(1, 5))], [u(top) for _ in range(u(6) if kind < 0.3 else rng.randint(1, 6))]]
            for _ in range(rng.randint(1, 4))]


TWO_SAMPLES = [
    [], [[[], []]], [[[1], []]], [[[1], [1]]], [[[1], [2]]], [[[2], [1]]], [[[1, 1], [1, 1]]] * 3, [[[1], [2]], [[3], []]], [[[5, 6, 7], [1, 2, 3]]] * 2,
]


def labelled():
    """For the permutation test: at most some hundred labelings, so that full enumeration is quick."""
    while True:
        out, ways = [], 1
        for _ in range(rng.randint(1, 4)):
            n = rng.randint(1, 7)
            labels = [u(1) for _ in range(n)]
            ways *= comb(n, sum(labels))
            top = rng.choice([1, 5, 100])
            out.append({"labels": labels, "values": [rng.randint(-top, top) for _ in range(n)]})
        if ways <= 700:
            return out


LABELLED = [
    [], [{"labels": [1], "values": [3]}], [{"labels": [1, 0], "values": [3, 3]}], [{"labels": [1, 0], "values": [3, 2]}],
    [{"labels": [1, 1], "values": [3, 2]}], [{"labels": [0, 0], "values": [3, 2]}], [{"labels": [1, 0, 0, 0, 0], "values": [1, 0, 0, 0, 0]}] * 3,
]


def power():
    n = rng.randint(2, 10)
    c = rng.randint(1, n - 1)
    k = 1 if rng.random() < 0.6 else rng.randint(1, n - 1)
    oddsratio = [rng.randint(1, 12), rng.choice([1, 2, 4])]
    return [n, c, k, oddsratio, rng.randint(1, 30), rng.choice([0.05, 0.05, 0.01, 0.1])]


def rate_pair():
    n1, n2 = rng.choice([(rng.randint(1, 60), rng.randint(1, 60)), (rng.randint(1, 100000), rng.randint(1, 100000)), (rng.randint(1, 2 ** 31), rng.randint(1, 2 ** 31))])
    return [u(n1), n1, u(n2), n2]


# Exactly four fifths, where doubles fail; and the largest whole numbers that a double holds.
RATES = [[2, 3, 5, 6], [1, 3, 5, 12], [5, 6, 2, 3], [0, 5, 0, 7], [0, 5, 3, 7], [3, 7, 0, 5], [7, 7, 9, 9], [0, 0, 1, 2], [1, 2, 0, 0], [0, 0, 0, 0],
         [60, 100, 45, 100], [60, 100, 48, 100], [60, 100, 51, 100], [26, 48, 206, 259], [11, 48, 35, 259],
         [2 ** 52, 2 ** 53 - 1, 2 ** 51, 2 ** 53 - 1], [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 2, 2 ** 53 - 1]]


def exactly_four_fifths():
    while True:
        n1, n2 = rng.randint(2, 59), rng.randint(2, 59)
        hits = [(a, b) for a in range(1, n1 + 1) for b in range(1, n2 + 1) if 5 * a * n2 == 4 * b * n1]
        if hits:
            a, b = rng.choice(hits)
            return [a, n1, b, n2]


RATES += [exactly_four_fifths() for _ in range(300)]


def lattice():
    start, width = rng.randint(-5, 60), rng.randint(4, 30)
    counts = [[start + i, u(rng.choice([0, 3, 12, 40]))] for i in range(width) if rng.random() < 0.9]
    rng.shuffle(counts)
    return {"counts": counts, "threshold": start + rng.randint(0, width), "width": rng.randint(1, 6)}


LATTICE = [
    {"counts": [], "threshold": 70, "width": 2}, {"counts": [[70, 5]], "threshold": 70, "width": 1}, {"counts": [[69, 5]], "threshold": 70, "width": 1},
    {"counts": [[10, 5]], "threshold": 70, "width": 3}, {"counts": [[69, 3], [70, 30]], "threshold": 70, "width": 1},
    {"counts": [[68, 100000], [69, 3], [70, 30], [71, 0], [72, 9]], "threshold": 70, "width": 1},
    {"counts": [[69, 40000], [70, 41000]], "threshold": 70, "width": 1}, {"counts": [[69, 7], [70, 7]], "threshold": 70, "width": 1},
]


def cases():
    """Decisions of several groups, with what was deserved; the group letter, chosen, deserved."""
    groups = "abcd"[: rng.randint(1, 4)]
    return [[rng.choice(groups), u(1), u(1)] for _ in range(rng.randint(1, 25))]


def uniforms():
    n = rng.choice([1, 2, 5, 20, 60])
    power_ = rng.choice([1, 1, 1, 2, 0.5])
    return [rng.random() ** power_ for _ in range(n)]


save("inputs", {
    "tables": edges_then(TABLES, table),
    "smallTables": edges_then([[3, 1, 1, 3], [21, 3, 14, 10], [0, 5, 5, 0], [5, 0, 0, 5], [0, 0, 1, 2], [3, 0, 4, 0], [4, 4, 4, 4], [1, 0, 0, 1], [7, 12, 8, 3], [0, 30, 4, 26]], small_table),
    "rxc": edges_then([[[250, 750], [270, 730], [240, 760], [260, 740]], [[0, 0], [0, 0]], [[5, 0], [5, 0]], [[1, 2], [0, 0]], [[0, 3], [0, 4], [0, 5]], [[5, 5], [5, 5]]], rxc),
    "binomial": edges_then([[10, 282, 0.154], [5, 123, 0.154], [15, 405, 0.154], [10, 282, 0.057], [5, 123, 0.057], [15, 405, 0.057],
                            [0, 0, 0.5], [0, 1, 0.5], [1, 1, 0.5], [0, 20, 0.0], [1, 20, 0.0], [20, 20, 1.0], [19, 20, 1.0], [5, 10, 0.5], [50000, 100000, 0.5], [49000, 100000, 0.5], [100000, 100000, 0.999]], binomial),
    "strata": edges_then(STRATA, strata),
    "pvalues": edges_then(PVALUES, pvalues),
    "vacancies": edges_then(VACANCIES, vacancies),
    "bernoullis": edges_then(BERNOULLIS, bernoullis),
    "logit": edges_then([], logit),
    "twoSamples": edges_then(TWO_SAMPLES, two_samples),
    "labelled": edges_then(LABELLED, labelled),
    "power": edges_then([[5, 1, 1, [1, 1], 10, 0.05], [5, 1, 1, [5, 1], 13, 0.05], [3, 1, 1, [2, 1], 60, 0.05], [2, 1, 1, [1, 1], 1, 0.05], [2, 1, 1, [9, 1], 2, 0.05]], power),
    "rates": edges_then(RATES, rate_pair),
    "lattice": edges_then(LATTICE, lattice),
    "groups": edges_then([[list(x) for x in zip("bbabbcccaacabccbcc", [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0], [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])]], cases),
    "uniforms": edges_then([[0.0], [1.0], [0.5], [0.5] * 10, [0.0] * 10, [i / 10 for i in range(11)]], uniforms),
}, seed=SEED)
