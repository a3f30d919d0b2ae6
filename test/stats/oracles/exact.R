# Fisher, the exact Mantel-Haenszel test and the winner test, which are one conditional test in one or more strata.
# The p-values are also taken from R's own fisher.test and mantelhaen.test(exact = TRUE); the estimate and the interval are
# R's formulae with the roots taken to 1e-13 (R's own uniroot stops at 1.2e-4), in logarithms so that nothing underflows.
source("store.R")

logsum <- function(x) { m <- max(x); if (m == -Inf) -Inf else m + log(sum(exp(x - m))) }

# log probability of each total of the top left cells, given every margin
logpmf <- function(strata) {
  low <- 0
  log_p <- 0
  for (s in strata) {
    m <- s[1] + s[2]; n <- s[3] + s[4]; t <- s[1] + s[3]
    lo <- max(0, t - n); hi <- min(m, t)
    d <- dhyper(lo:hi, m, n, t, log = TRUE)
    low <- low + lo
    if (length(d) == 1) next
    if (length(log_p) == 1) { log_p <- log_p + d; next }
    long <- if (length(d) > length(log_p)) d else log_p
    short <- if (length(d) > length(log_p)) log_p else d
    grid <- matrix(-Inf, length(short), length(long) + length(short) - 1)
    for (i in seq_along(short)) grid[i, i:(i + length(long) - 1)] <- short[i] + long
    top <- apply(grid, 2, max)
    log_p <- top + log(colSums(exp(sweep(grid, 2, top))))
  }
  list(low = low, log_p = log_p)
}

root <- function(f) uniroot(f, c(-1, 1), extendInt = "yes", tol = 1e-14, maxiter = 10000)$root

conditional <- function(strata, level = 0.95) {
  pmf <- logpmf(strata)
  lp <- pmf$log_p
  support <- pmf$low + seq_along(lp) - 1
  x <- sum(sapply(strata, `[`, 1))
  at <- x - pmf$low + 1
  p <- exp(lp)
  like <- lp <= lp[at] + log1p(1e-7)
  equal <- like & lp >= lp[at] - log1p(1e-7)
  least <- lp <= min(lp) + log1p(1e-7)
  tilt <- function(b) { d <- lp + b * (support - x); d - logsum(d) }
  low_tail <- function(b) logsum(tilt(b)[support <= x])
  high_tail <- function(b) logsum(tilt(b)[support >= x])
  a <- log((1 - level) / 2)
  lowest <- x == min(support); highest <- x == max(support)
  cmle <- if (lowest && highest) NA else if (lowest) 0 else if (highest) Inf else
    exp(root(function(b) sum((support - x) * exp(tilt(b)))))
  from <- if (lowest) 0 else exp(root(function(b) high_tail(b) - a))
  to <- if (highest) Inf else exp(root(function(b) low_tail(b) - a))
  e <- 0; v <- 0
  for (s in strata) {
    m <- s[1] + s[2]; n <- s[3] + s[4]; t <- s[1] + s[3]; N <- m + n
    if (N > 0) e <- e + m * t / N
    if (N > 1) v <- v + (m / N) * (n / N) * t * ((N - t) / (N - 1))
  }
  c(two = min(1, sum(p[like])), greater = min(1, sum(p[support >= x])), less = min(1, sum(p[support <= x])),
    mid_greater = sum(p[support > x]) + p[at] / 2, mid_less = sum(p[support < x]) + p[at] / 2,
    mid_two = sum(p[like]) - p[at] / 2, mid_two_equal = sum(p[like & !equal]) + sum(p[equal]) / 2,
    min_two = min(1, sum(p[least])), min_greater = p[length(p)], min_less = p[1],
    cmle = cmle, low = from, high = to, expected = e, variance = v, observed = x)
}

near <- function(a, b, tol = 1e-9) stopifnot(all(abs(a - b) <= tol * (1 + abs(b)) | (is.infinite(a) & a == b)))
# R looks for psi below 1 and for 1 / psi above 1, to an absolute 1.2e-4
rough <- function(a, b) { f <- function(x) ifelse(x < 1, x - 1, 1 - 1 / x); stopifnot(all(abs(f(a) - f(b)) < 3e-4)) }

of <- function(s) as.numeric(unlist(s))
varies <- function(s) all(c(s[1] + s[2], s[3] + s[4], s[1] + s[3], s[2] + s[4]) > 0)

fisher <- lapply(inputs$tables, function(t) {
  t <- of(t)
  if (!varies(t)) return(NULL)
  out <- conditional(list(t))
  x <- matrix(t, 2, byrow = TRUE)
  for (alternative in c("two.sided", "greater", "less"))
    near(out[[c(two.sided = "two", greater = "greater", less = "less")[[alternative]]]], min(1, fisher.test(x, alternative = alternative, conf.int = FALSE)$p.value), 1e-9)
  if (sum(t) < 1000) {
    r <- fisher.test(x)
    rough(out[["cmle"]], r$estimate)
    rough(c(out[["low"]], out[["high"]]), r$conf.int)
  }
  unname(out)
})

# R's own test, and how often its root search gives up (far tails that underflow)
gave_up <- 0
asked <- function(x, alternative) tryCatch(suppressWarnings(mantelhaen.test(x, exact = TRUE, alternative = alternative)), error = function(e) { gave_up <<- gave_up + 1; NULL })

exact_strata <- function(strata) {
  strata <- Filter(varies, lapply(strata, of))
  if (length(strata) == 0) return(NULL)
  out <- conditional(strata)
  n <- sapply(strata, sum)
  if (length(strata) > 1 && max(n) < 1e4) {
    x <- array(unlist(lapply(strata, function(s) matrix(s, 2, byrow = TRUE))), c(2, 2, length(strata)))
    for (alternative in c("two.sided", "greater", "less")) {
      r <- asked(x, alternative)
      if (is.null(r)) next
      near(out[[c(two.sided = "two", greater = "greater", less = "less")[[alternative]]]], min(1, r$p.value))
    }
    r <- asked(x, "two.sided")
    if (!is.null(r)) { rough(out[["cmle"]], r$estimate)
    rough(c(out[["low"]], out[["high"]]), r$conf.int) }
  }
  unname(c(out, length(strata)))
}
mh <- lapply(inputs$strata, exact_strata)
winners <- lapply(inputs$vacancies, function(vs) exact_strata(lapply(vs, function(v) { v <- of(v); c(v[4], v[2] - v[4], v[3] - v[4], v[1] - v[2] - v[3] + v[4]) })))

cat('mantelhaen.test gave up', gave_up, 'times\n')
stopifnot(gave_up < 60)
save_as("exact", list(fields = c("two", "greater", "less", "midGreater", "midLess", "midTwo", "midTwoEqual", "minTwo", "minGreater", "minLess", "conditional", "low", "high", "expected", "variance", "observed", "informative"),
  fisher = fisher, mantelHaenszel = mh, winners = winners))
