"""Special functions on a grid (scipy.special), and the one-sample Kolmogorov-Smirnov test against the uniform distribution."""
import math
import random

from scipy import special
from scipy.stats import kstest

from store import load, save

rng = random.Random(20261122)
N = 1000


def spread(make, f):
    return [[*a, float(f(*a))] for a in (make() for _ in range(N))]


def small_or_big(top):
    return 10 ** rng.uniform(-3, math.log10(top))


edge = [-40.0, -38.0, -8.3, -1e-9, 0.0, 1e-9, 8.3, 38.0]
save("special", {
    "logGamma": spread(lambda: (small_or_big(1e6),), special.gammaln) + [[1, 0.0], [2, 0.0], [0.5, math.log(math.pi) / 2], [171.5, float(special.gammaln(171.5))]],
    "normalCdf": spread(lambda: (rng.gauss(0, 6),), special.ndtr) + [[x, float(special.ndtr(x))] for x in edge],
    "normalQuantile": spread(lambda: (rng.choice([rng.random(), 10 ** rng.uniform(-300, -1), 1 - 10 ** rng.uniform(-15, -1)]),), special.ndtri),
    "chiSquareUpper": spread(lambda: (small_or_big(2000), rng.choice([1, 1, 2, 3, 5, 10, 50, 200])), lambda x, k: special.chdtrc(k, x)) + [[0, 1, 1], [0, 7, 1]],
    "betaInc": spread(lambda: (rng.random(), 10 ** rng.uniform(0, 4), 10 ** rng.uniform(0, 4)), lambda x, a, b: special.betainc(a, b, x)),
    "betaQuantile": spread(lambda: (rng.choice([0.025, 0.975, 0.05, 0.95, rng.random()]), rng.randint(1, 5000), rng.randint(1, 5000)), lambda p, a, b: special.betaincinv(a, b, p)),
    "logChoose": spread(lambda: (lambda n: (n, rng.randint(0, n)))(rng.randint(0, rng.choice([10, 100, 100000]))), lambda n, k: math.log(math.comb(n, k))),
    "kolmogorovSmirnov": [[float((r := kstest(u, "uniform", method="exact")).statistic), float(r.pvalue), float(kstest(u, "uniform", method="asymp").pvalue)] for u in load("inputs")["data"]["uniforms"]],
})
