"""Exact oracles in whole numbers: Poisson-binomial, convolved hypergeometric, power, four fifths, permutation, van Elteren, rates."""
import random
from fractions import Fraction as F
from itertools import combinations
from math import comb, exp, fsum, log

from store import load, save

inputs = load("inputs")["data"]
SLACK = F(1) + F(1, 10 ** 7)  # the convention of R: outcomes no likelier than the one seen, up to a relative 1e-7


def convolve(a, b):
    out = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        if x:
            for j, y in enumerate(b):
                out[i + j] += x * y
    return out


def pvalues(weights, total, at):
    """two, greater, less; mid of greater, less, two (half the one seen), two (half of the equally likely); least two, greater, less."""
    o = weights[at]
    like = [w for w in weights if w <= o * SLACK]
    equal = sum(w for w in like if w * SLACK >= o)
    low = min(weights)
    f = lambda x: F(x) / total
    return [f(sum(like)), f(sum(weights[at:])), f(sum(weights[: at + 1])), f(sum(weights[at + 1:]) + F(o, 2)), f(sum(weights[:at]) + F(o, 2)),
            f(sum(like) - F(o, 2)), f(sum(like) - F(equal, 2)), f(sum(w for w in weights if w <= low * SLACK)), f(weights[-1]), f(weights[0])]


def poisson_binomial(ps):
    numerators, total = [1], 1
    for k, d in ps:
        numerators = convolve(numerators, [d - k, k])
        total *= d
    return numerators, total


poisson = []
for i, ps in enumerate(inputs["bernoullis"]):
    w, total = poisson_binomial(ps)
    fs = [F(k, d) for k, d in ps]
    possible = [j for j, x in enumerate(w) if x]
    # a total that can be seen, from near the middle to the far end
    at = possible[(i * 7) % len(possible)]
    inside = w[possible[0]: possible[-1] + 1]
    poisson.append({"pmf": [F(x, total) for x in w], "mean": sum(fs), "variance": sum(p * (1 - p) for p in fs), "observed": at,
                    "p": pvalues(inside, total, at - possible[0]) if len(inside) > 1 else None, "low": possible[0], "high": possible[-1],
                    "informative": sum(0 < p < 1 for p in fs)})


def hypergeometric(n, c, k, ratio=(1, 1)):
    """Weights of each number of connected winners at an odds ratio num/den, times den to a power: whole numbers."""
    low, high = max(0, k - (n - c)), min(c, k)
    num, den = ratio
    return low, [comb(c, x) * comb(n - c, k - x) * num ** (x - low) * den ** (high - x) for x in range(low, high + 1)]


winners = []
for vs in inputs["vacancies"]:
    low, seen, w, mean, var, informative = 0, 0, [1], F(0), F(0), 0
    for n, c, k, x in vs:
        l, h = hypergeometric(n, c, k)
        if len(h) == 1:
            continue
        informative += 1
        low, seen, w = low + l, seen + x, convolve(w, h)
        mean += F(c * k, n)
        var += F(c * (n - c) * k * (n - k), n * n * (n - 1))
    total = sum(w)
    winners.append({"informative": informative, "low": low, "observed": seen, "expected": mean, "variance": var,
                    "p": pvalues(w, total, seen - low), "pmf": [F(x, total) for x in w]} if informative else None)


def critical(w, alpha):
    """The least index whose upper tail is at most alpha, and that tail."""
    total, tail, at = sum(w), 0, len(w)
    while at > 0 and F(tail + w[at - 1], total) <= alpha:
        at -= 1
        tail += w[at]
    return at, F(tail, total)


def power_of(n, c, k, ratio, J, alpha):
    l, h0 = hypergeometric(n, c, k)
    _, h1 = hypergeometric(n, c, k, ratio)
    w0, w1 = [1], [1]
    for _ in range(J):
        w0, w1 = convolve(w0, h0), convolve(w1, h1)
    at, level = critical(w0, alpha)
    return at + l * J, level, F(sum(w1[at:]), sum(w1)), at == len(w0)


power = []
for n, c, k, ratio, J, alpha in inputs["power"]:
    if len(hypergeometric(n, c, k)[1]) == 1:
        power.append(None)
        continue
    at, level, pw, never = power_of(n, c, k, ratio, J, F(str(alpha)))
    power.append([at, level, pw, never])


def vacancies_needed(n, c, ratio, alpha, wanted, limit):
    """The least J whose exact power is at least `wanted` for J and every larger J up to the limit."""
    p0 = F(c, n)
    num, den = ratio
    p1 = F(c * num, c * num + (n - c) * den) if den else F(1)
    w0, w1, last_bad = [1], [1], 0
    for J in range(1, limit + 1):
        w0 = convolve(w0, [p0.denominator - p0.numerator, p0.numerator])
        w1 = convolve(w1, [p1.denominator - p1.numerator, p1.numerator])
        at, _ = critical(w0, alpha)
        if F(sum(w1[at:]), p1.denominator ** J) < wanted:
            last_bad = J
    return last_bad + 1 if last_bad < limit else None


needed = []
for n, c, ratio, published in [
    (5, 1, (3, 2), 225), (5, 1, (2, 1), 79), (5, 1, (3, 1), 28), (5, 1, (5, 1), 13), (10, 1, (3, 2), 388), (10, 1, (2, 1), 122), (10, 1, (3, 1), 44), (10, 1, (5, 1), 18),
    (3, 1, (3, 2), 176), (3, 1, (2, 1), 60), (3, 1, (3, 1), 25), (3, 1, (5, 1), 13), (5, 1, (1, 0), 2), (10, 1, (1, 0), 2), (3, 1, (1, 0), 3),
    (4, 2, (4, 1), None), (6, 2, (3, 1), None), (2, 1, (9, 1), None), (20, 1, (4, 1), None), (8, 3, (5, 2), None), (7, 1, (1, 0), None), (2, 1, (1, 0), None),
]:
    top = (published or 60) + 40
    J = vacancies_needed(n, c, ratio, F(1, 20), F(4, 5), top)
    assert published in (None, J), (n, c, ratio, published, J)
    needed.append([n, c, list(ratio), J])

def least_odds_ratio(w, at, wanted):
    """The odds ratio at which the upper tail from `at` reaches `wanted`: it tilts the weights by psi^s."""
    logs = [log(x) for x in w]

    def tail(theta):
        e = [x + theta * s for s, x in enumerate(logs)]
        top = max(e)
        e = [exp(x - top) for x in e]
        return fsum(e[at:]) / fsum(e)

    if tail(0) >= wanted:
        return 1
    lo, hi = 0.0, 1.0
    while tail(hi) < wanted:
        hi *= 2
    for _ in range(200):
        mid = (lo + hi) / 2
        lo, hi = (lo, mid) if tail(mid) >= wanted else (mid, hi)
    return exp(hi)


detectable = []
for vs in inputs["vacancies"]:
    h = [x for x in (hypergeometric(n, c, k) for n, c, k, _ in vs) if len(x[1]) > 1]
    if not h:
        detectable.append(None)
        continue
    w = [1]
    for _, x in h:
        w = convolve(w, x)
    at, _ = critical(w, F(1, 20))
    possible = at < len(w)
    detectable.append([F(w[-1], sum(w)), possible, least_odds_ratio(w, at, 0.8) if possible else None])

fifths = []
for a, n1, b, n2 in inputs["rates"]:
    if n1 == 0 or n2 == 0 or (a == 0 and b == 0):
        fifths.append(None)
        continue
    r1, r2 = F(a, n1), F(b, n2)
    low, high = min(r1, r2), max(r1, r2)
    ratio = low / high
    fifths.append([str(ratio.numerator), str(ratio.denominator), "equal" if r1 == r2 else "first" if r1 < r2 else "second", ratio < F(4, 5)])

# Every labeling of every stratum with as many ones, each as likely as the next.
permuted = []
for strata in inputs["labelled"]:
    dist, seen = {0: 1}, 0
    for s in strata:
        v, k = s["values"], sum(s["labels"])
        seen += sum(x for x, l in zip(v, s["labels"]) if l)
        one = {}
        for chosen in combinations(v, k):
            one[sum(chosen)] = one.get(sum(chosen), 0) + 1
        out = {}
        for x, m in dist.items():
            for y, q in one.items():
                out[x + y] = out.get(x + y, 0) + m * q
        dist = out
    total = sum(dist.values())
    mean = F(sum(x * m for x, m in dist.items()), total)
    if len(dist) == 1:
        permuted.append({"observed": seen, "labelings": total, "p": None})
        continue
    greater = F(sum(m for x, m in dist.items() if x >= seen), total)
    less = F(sum(m for x, m in dist.items() if x <= seen), total)
    permuted.append({"observed": seen, "labelings": total, "p": [
        F(sum(m for x, m in dist.items() if abs(x - mean) >= abs(seen - mean)), total), greater, less,
        min(F(1), 2 * min(greater, less)), F(sum(m for m in dist.values() if m <= dist[seen] * SLACK), total)]})


# Too many labelings to go through: the exact p of the sum by counting ways (strata of one kind from a seed of their own).
rng = random.Random(7)
drawn = []
for _ in range(20):
    strata = [{"labels": [1 if rng.random() < 0.4 else 0 for _ in range(rng.randint(8, 20))]} for _ in range(4)]
    dist, seen, ways_all = {0: 1}, 0, 1
    for s in strata:
        s["values"] = [rng.randint(0, 9) + 2 * l for l in s["labels"]]
        ways = {(0, 0): 1}  # (ones used, sum)
        for x in s["values"]:
            out = dict(ways)
            for (k, t), m in ways.items():
                out[k + 1, t + x] = out.get((k + 1, t + x), 0) + m
            ways = out
        one = {t: m for (k, t), m in ways.items() if k == sum(s["labels"])}
        seen += sum(x for x, l in zip(s["values"], s["labels"]) if l)
        out = {}
        for x, m in dist.items():
            for y, q in one.items():
                out[x + y] = out.get(x + y, 0) + m * q
        dist = out
    total = sum(dist.values())
    drawn.append({"strata": strata, "observed": seen, "greater": F(sum(m for x, m in dist.items() if x >= seen), total), "less": F(sum(m for x, m in dist.items() if x <= seen), total)})


def midranks(v):
    return [F(sum(y < x for y in v) * 2 + sum(y == x for y in v) + 1, 2) for x in v]


elteren = []
for strata in inputs["twoSamples"]:
    dist, t, ways = {F(0): 1}, F(0), 1
    for first, second in strata:
        if not first or not second:
            continue
        r = midranks(first + second)
        ways *= comb(len(r), len(first))
        n = len(r) + 1
        t += sum(r[: len(first)]) / n
        one = {}
        for chosen in combinations(r, len(first)):
            x = sum(chosen) / n
            one[x] = one.get(x, 0) + 1
        out = {}
        for x, m in dist.items():
            for y, q in one.items():
                out[x + y] = out.get(x + y, 0) + m * q
        dist = out
    if len(dist) == 1:
        elteren.append(None)
        continue
    total = sum(dist.values())
    mean = F(sum(x * m for x, m in dist.items())) / total
    var = sum((x - mean) ** 2 * m for x, m in dist.items()) / total
    greater = F(sum(m for x, m in dist.items() if x >= t), total)
    less = F(sum(m for x, m in dist.items() if x <= t), total)
    elteren.append({"statistic": t, "mean": mean, "variance": var, "labelings": ways, "p": [
        F(sum(m for x, m in dist.items() if abs(x - mean) >= abs(t - mean)), total), greater, less,
        min(F(1), 2 * min(greater, less)), F(sum(m for m in dist.values() if m <= dist[t] * SLACK), total)]})

rates = []
for rows in inputs["groups"]:
    out = {}
    for g in sorted({r[0] for r in rows}):
        mine = [r for r in rows if r[0] == g]
        yes = [r[1] for r in mine if r[2]]
        no = [r[1] for r in mine if not r[2]]
        out[g] = {"n": len(mine), "chosen": sum(r[1] for r in mine), "rate": F(sum(r[1] for r in mine), len(mine)), "tpr": F(sum(yes), len(yes)) if yes else None, "fpr": F(sum(no), len(no)) if no else None}
    values = [x["rate"] for x in out.values()]
    rates.append({"groups": out, "overall": F(sum(r[1] for r in rows), len(rows)), "difference": max(values) - min(values), "ratio": min(values) / max(values) if max(values) else None})

# One copy of what the case file prints, from here: the oracles and the published figures agree.
assert abs(float(sum(poisson[5]["pmf"][4:])) - 0.05983035714285714) < 1e-15

save("exact-py", {"poissonBinomial": poisson, "winners": winners, "power": power, "vacanciesNeeded": needed, "detectable": detectable,
                  "fourFifths": fifths, "permutation": permuted, "drawn": drawn, "vanElteren": elteren, "rates": rates})
