"""Makes the golden values that the statistics are compared with.

    pip install scipy==1.17.1 numpy==2.4.6 statsmodels==0.15.0
    python make.py

Writes beside this file one JSON document, statistics.json: samples of paired scores, and what SciPy and
statsmodels say about them. The bootstrap's means are made here with the generator of the Swift side
(wyrand), so that SciPy's BCa interval is of the very same resamples.
"""

import json
from pathlib import Path

import numpy as np
from scipy import optimize, special, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower

HERE = Path(__file__).parent
MASK = (1 << 64) - 1
ALTERNATIVES = ["two-sided", "greater", "less"]


class Weyl:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state + 0xA0761D6478BD642F) & MASK
        product = self.state * (self.state ^ 0xE7037ED1A0B428DB)
        return (product >> 64) ^ (product & MASK)

    def draw(self, count):
        rows = []
        for _ in range(count // 2):
            word = self.next()
            rows.append(((word >> 32) * count) >> 32)
            rows.append(((word & 0xFFFFFFFF) * count) >> 32)
        if count % 2:
            rows.append(((self.next() >> 32) * count) >> 32)
        return rows


def samples():
    """Lists of paired scores (a, b), as retrieval measures have them."""
    rng = np.random.default_rng(20)
    out = {}
    for name, n, shift in [("ten", 10, 0.1), ("fifteen", 15, 0.0), ("fifty", 50, 0.05), ("scores", 300, 0.01)]:
        a = rng.beta(0.6, 0.5, n)
        out[name] = (a, np.clip(a + rng.normal(shift, 0.15, n), 0, 1))
    # Many zeros and equal sizes: reciprocal ranks.
    ranks = 1 / rng.integers(1, 8, 120)
    out["ranks"] = (ranks, np.where(rng.random(120) < 0.6, ranks, 1 / rng.integers(1, 8, 120)))
    # Success at a rank: -1, 0 and 1.
    out["success"] = (rng.integers(0, 2, 60).astype(float), rng.integers(0, 2, 60).astype(float))
    small = 1 / rng.integers(1, 5, 14)
    out["small-ties"] = (small, 1 / rng.integers(1, 5, 14))
    # Equal on paper, not in floating point: 0.1 + 0.2 - 0.3 and the like.
    thirds = np.array([0.3, 0.2, 0.1, 0.3, 0.6, 0.7, 0.1, 0.2])
    out["rounding"] = (thirds, np.array([0.1, 0.1, 0.3, 0.2, 0.3, 0.4, 0.2, 0.5]))
    return out


def wilcoxon(d):
    rows = []
    for zeros in ["wilcox", "pratt", "zsplit"]:
        for alternative in ALTERNATIVES:
            for correction in [False, True]:
                r = stats.wilcoxon(d, zero_method=zeros, correction=correction, alternative=alternative, method="asymptotic")
                rows.append([zeros, alternative, "corrected" if correction else "asymptotic", r.statistic, r.pvalue])
            if np.all(d != 0) and len(np.unique(np.abs(d))) == len(d):
                r = stats.wilcoxon(d, zero_method=zeros, alternative=alternative, method="exact")
                rows.append([zeros, alternative, "exact", r.statistic, r.pvalue])
            elif np.count_nonzero(d) <= 14:
                r = stats.wilcoxon(d, zero_method=zeros, alternative=alternative, method=stats.PermutationMethod(n_resamples=np.inf))
                rows.append([zeros, alternative, "exact", r.statistic, r.pvalue])
    return rows


UNIT = 27720  # times this, shares with small denominators are whole numbers, whose sums are exact


def whole(d):
    """Ties among sums are ties on paper only where adding is exact: scores of small denominators become whole."""
    return np.round(d * UNIT, 6)


def randomisation(d):
    """Exact where that is quick, else 200 000 permutations."""
    exact = np.count_nonzero(d) <= 15
    d = whole(d)
    rows = {}
    for alternative in ALTERNATIVES:
        kept = d[d != 0] if exact else d
        r = stats.permutation_test(
            (kept,), lambda x, axis: np.sum(x, axis=axis), permutation_type="samples", vectorized=True, alternative=alternative,
            n_resamples=np.inf if exact else 200_000, batch=2000, rng=np.random.default_rng(3))
        rows[alternative] = r.pvalue
    return {"exact": bool(exact), **rows}


def bca(d):
    weyl = Weyl(9)
    d = whole(d)
    means = np.array([[d[weyl.draw(len(d))].mean() for _ in range(1000)]])

    class Previous:
        bootstrap_distribution = means[0]

    rows = {}
    for method in ["percentile", "BCa"]:
        r = stats.bootstrap((d,), np.mean, n_resamples=0, bootstrap_result=Previous, method=method, confidence_level=0.9)
        rows[method.lower()] = [r.confidence_interval.low / UNIT, r.confidence_interval.high / UNIT]
    return rows


def sample(a, b):
    d = b - a
    n = len(d)
    t = {alt: list(stats.ttest_rel(b, a, alternative=alt)) for alt in ALTERNATIVES}
    interval = stats.ttest_rel(b, a).confidence_interval(0.95)
    wins, losses = int((d > 0).sum()), int((d < 0).sum())
    j = np.exp(special.gammaln((n - 1) / 2) - special.gammaln((n - 2) / 2) - 0.5 * np.log((n - 1) / 2))
    u = stats.mannwhitneyu(b, a).statistic
    return {
        "a": list(a), "b": list(b), "t": t, "t-interval": [interval.low, interval.high], "wilcoxon": wilcoxon(d),
        "sign": {alt: stats.binomtest(wins, wins + losses, 0.5, alternative=alt).pvalue for alt in ALTERNATIVES},
        "randomisation": randomisation(d), "bootstrap": bca(d), "hedges-g": d.mean() / d.std(ddof=1) * j,
        "cliffs-delta": 2 * u / (n * n) - 1,
        "non-inferiority": stats.ttest_1samp(d, -0.02, alternative="greater").pvalue,
        "lower-bound": stats.ttest_1samp(d, 0, alternative="greater").confidence_interval(0.95).low,
    }


def adjustments():
    rng = np.random.default_rng(4)
    out = []
    for p in [[0.01, 0.04, 0.03, 0.2], [0.5], [0.05, 0.05, 0.05], list(rng.random(20) ** 3), [0.0, 1.0, 0.999]]:
        out.append({"p": p, **{ours: list(multipletests(p, method=theirs)[1]) for ours, theirs in [
            ("holm", "holm"), ("hochberg", "simes-hochberg"), ("benjamini-hochberg", "fdr_bh")]}})
    return out


def power(n, effect, level, sides):
    limit = stats.t.isf(level / (2 if sides == "two-sided" else 1), n - 1)
    shift = effect * n**0.5
    other = np.nan_to_num(stats.nct.cdf(-limit, n - 1, shift)) if sides == "two-sided" else 0
    return stats.nct.sf(limit, n - 1, shift) + other


def powers():
    rows = []
    for n in [5, 20, 50, 300, 1406, 10000]:
        for effect in [0.02, 0.1, 0.3, 1.0]:
            for level in [0.05, 0.001]:
                for sides in ["two-sided", "larger"]:
                    rows.append([n, effect, level, sides, TTestPower().power(effect, n, level, alternative=sides)])
    detectable = []
    for n in [5, 20, 50, 300, 10000]:
        for level in [0.05, 0.0025]:
            for sides in ["two-sided", "larger"]:
                # statsmodels' own solver stops after six digits, or at a wrong place where a tail is NaN.
                effect = optimize.brentq(lambda e: power(n, e, level, sides) - 0.8, 1e-6, 9 / n**0.5, xtol=1e-14)
                detectable.append([n, level, sides, effect])
    needed = []
    for effect in [0.05, 0.2, 0.5]:
        for level in [0.05, 0.0025]:
            count = float(np.squeeze(TTestPower().solve_power(effect, None, level, 0.8, "two-sided")))
            needed.append([effect, level, int(np.ceil(count))])
    return {"power": known(rows), "detectable": detectable, "needed": needed}


def known(rows):
    """SciPy's noncentral t is NaN far out in the tails: there is nothing to compare with."""
    return [row for row in rows if not any(isinstance(v, float) and np.isnan(v) for v in row)]


def distributions():
    t = [[df, x, stats.t.sf(x, df), stats.t.cdf(x, df)] for df in [1, 2.5, 9, 299, 9999] for x in [-30, -2, -0.1, 0, 0.5, 1.96, 5, 30]]
    quantiles = [[df, p, stats.t.ppf(p, df)] for df in [1, 9, 299, 9999] for p in [1e-6, 0.025, 0.4, 0.5, 0.9, 0.999]]
    normal = [[p, stats.norm.ppf(p)] for p in [1e-300, 1e-20, 1e-6, 0.025, 0.5, 0.8, 0.975, 0.999999]]
    noncentral = [[df, nc, x, stats.nct.cdf(x, df, nc)] for df in [3, 49, 299, 9999] for nc in [-3, 0.1, 2.8, 12]
                  for x in [-2, 0, 0.5, 1.97, 3, 14]]
    return {"t": t, "t-quantiles": quantiles, "normal-quantiles": normal, "noncentral": known(noncentral)}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value.item() if isinstance(value, np.generic) else value


everything = {"samples": {name: sample(a, b) for name, (a, b) in samples().items()}, "adjustments": adjustments(),
              "powers": powers(), "distributions": distributions()}
(HERE / "statistics.json").write_text(json.dumps(plain(everything), separators=(",", ":"), allow_nan=False) + "\n")
