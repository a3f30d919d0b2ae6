# Chi-squared, differences of proportions, the binomial test, Mantel-Haenszel with Breslow-Day and Tarone, adjustment of p-values, bunching.
# Where R has the test, R's own answer; Newcombe's interval, Breslow-Day, Tarone's correction and the filters by least attainable p are written out.
source("store.R")
of <- function(s) as.numeric(unlist(s))
quiet <- suppressWarnings
near <- function(a, b, tol = 1e-9) stopifnot(all(abs(a - b) <= tol * (1 + abs(b))))

chi <- lapply(inputs$rxc, function(rows) {
  x <- do.call(rbind, lapply(rows, of))
  x <- x[rowSums(x) > 0, colSums(x) > 0, drop = FALSE] # groups of nobody and outcomes that nobody had say nothing
  if (any(dim(x) < 2)) return(NULL)
  plain <- quiet(chisq.test(x, correct = FALSE))
  yates <- if (all(dim(x) == 2)) quiet(chisq.test(x, correct = TRUE))
  c(plain$statistic, plain$parameter, plain$p.value, if (!is.null(yates)) c(yates$statistic, yates$p.value))
})
chi2 <- lapply(inputs$tables, function(t) {
  x <- matrix(of(t), 2, byrow = TRUE)
  if (any(rowSums(x) == 0) || any(colSums(x) == 0)) return(NULL)
  plain <- quiet(chisq.test(x, correct = FALSE)); yates <- quiet(chisq.test(x, correct = TRUE))
  c(plain$statistic, plain$parameter, plain$p.value, yates$statistic, yates$p.value)
})

# Newcombe 1998, method 10: the limits of Wilson put together. Wilson is prop.test without correction.
wilson <- function(x, n) quiet(prop.test(x, n, correct = FALSE))$conf.int
proportions <- lapply(inputs$tables, function(t) {
  t <- of(t); n1 <- t[1] + t[2]; n2 <- t[3] + t[4]; m <- t[1] + t[3]; N <- n1 + n2
  if (n1 == 0 || n2 == 0 || m == 0 || m == N) return(NULL)
  p1 <- t[1] / n1; p2 <- t[3] / n2; p <- m / N
  z <- (p1 - p2) / sqrt(p * (1 - p) * (1 / n1 + 1 / n2))
  w1 <- wilson(t[1], n1); w2 <- wilson(t[3], n2)
  low <- (p1 - p2) - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2)
  high <- (p1 - p2) + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2)
  hyper <- if (N > 1) (t[1] - n1 * m / N) / sqrt((n1 / N) * (n2 / N) * m * (N - m) / (N - 1)) else NA
  near(z^2, quiet(prop.test(c(t[1], t[3]), c(n1, n2), correct = FALSE))$statistic, 1e-8)
  c(z, 2 * pnorm(-abs(z)), p1 - p2, low, high, hyper)
})

binomial <- lapply(inputs$binomial, function(b) {
  x <- b[[1]]; n <- b[[2]]; p <- b[[3]]
  if (n == 0) return(NULL)
  two <- binom.test(x, n, p); d <- dbinom(0:n, n, p); o <- d[x + 1]
  like <- d <= o * (1 + 1e-7); equal <- like & d >= o / (1 + 1e-7)
  sd <- sqrt(n * p * (1 - p))
  c(two$p.value, binom.test(x, n, p, "greater")$p.value, binom.test(x, n, p, "less")$p.value,
    sum(d[0:n > x]) + o / 2, sum(d[0:n < x]) + o / 2, sum(d[like]) - o / 2, sum(d[like & !equal]) + sum(d[equal]) / 2,
    if (sd > 0) (x - n * p) / sd else NA, n * p, two$conf.int, binom.test(x, n, p, conf.level = 0.9)$conf.int)
})

varies <- function(s) all(c(s[1] + s[2], s[3] + s[4], s[1] + s[3], s[2] + s[4]) > 0)
# the expected top left cell at odds ratio psi: the root of a(d - m + a) = psi (r - a)(m - a) inside the margins, by the form of the root that does not cancel
cell <- function(s, psi) {
  r <- s[1] + s[2]; o <- s[3] + s[4]; m <- s[1] + s[3]
  if (psi == 1) return(r * m / (r + o))
  A <- 1 - psi; B <- o - m + psi * (r + m); C <- -psi * r * m
  D <- sqrt(B^2 - 4 * A * C)
  (2 * -C) / (B + D)
}
mh <- lapply(inputs$strata, function(strata) {
  all <- lapply(strata, of); k <- Filter(varies, all)
  if (length(k) == 0) return(NULL)
  x <- array(unlist(lapply(k, function(s) matrix(s, 2, byrow = TRUE))), c(2, 2, length(k)))
  a <- x[1, 1, ]; b <- x[1, 2, ]; c_ <- x[2, 1, ]; d <- x[2, 2, ]; n <- a + b + c_ + d
  e <- sum((a + b) * (a + c_) / n); v <- sum(((a + b) / n) * ((c_ + d) / n) * (a + c_) * ((b + d) / (n - 1)))
  num <- sum(a * d / n); den <- sum(b * c_ / n); or <- num / den
  rr <- sum(a * (c_ + d) / n) / sum(c_ * (a + b) / n)
  delta <- abs(sum(a) - e); plain <- delta^2 / v; corrected <- (delta - min(0.5, delta))^2 / v
  if (length(k) > 1) {
    r <- mantelhaen.test(x, correct = FALSE); near(plain, r$statistic, 1e-8)
    if (is.finite(or) && or > 0) near(or, r$estimate)
    # R takes no half off where the difference is below a half; there the correction of the written formula leaves 0
    if (delta > 0.5 + 1e-9) near(corrected, mantelhaen.test(x, correct = TRUE)$statistic, 1e-8)
  }
  out <- c(length(all), length(k), or, rr, plain, pchisq(plain, 1, lower.tail = FALSE), corrected, pchisq(corrected, 1, lower.tail = FALSE), sum(a), e, v)
  if (num == 0 || den == 0) return(out)
  P <- (a + d) / n; Q <- (b + c_) / n; R <- a * d / n; S <- b * c_ / n
  se <- sqrt(sum(P * R) / (2 * num^2) + sum(P * S + Q * R) / (2 * num * den) + sum(Q * S) / (2 * den^2)) # Robins, Breslow, Greenland 1986
  z <- qnorm(0.975)
  if (length(k) > 1) near(c(or * exp(-z * se), or * exp(z * se)), r$conf.int, 1e-8)
  out <- c(out, se, or * exp(-z * se), or * exp(z * se))
  if (length(k) == 1) return(out)
  A <- sapply(k, cell, psi = or); r1 <- a + b; m1 <- a + c_
  V <- 1 / (1 / A + 1 / (r1 - A) + 1 / (m1 - A) + 1 / (n - r1 - m1 + A))
  bd <- sum((a - A)^2 / V); tarone <- bd - (sum(a) - sum(A))^2 / sum(V); df <- length(k) - 1
  c(out, bd, pchisq(bd, df, lower.tail = FALSE), tarone, pchisq(tarone, df, lower.tail = FALSE), df)
})

# Tarone 1990: the least K for which at most K tests could reach level / K; only those are tested, each at level / K.
tarone_counted <- function(least, level) {
  k <- 1
  while (sum(least <= level / k) > k) k <- k + 1
  list(k = k, counted = least <= level / k)
}
adjusted <- lapply(inputs$pvalues, function(i) {
  p <- of(i$p); least <- of(i$least); t <- tarone_counted(least, i$level)
  of_those <- p[t$counted]; m <- length(of_those)
  filtered <- if (m > 0) lapply(c(bh = "BH", by = "BY", holm = "holm", bonferroni = "bonferroni"), function(method) I(p.adjust(of_those, method, n = m)))
  # Tarone's K can lie above the number counted; at his K for the factor, another reading of the same paper
  filtered_k <- if (m > 0 && t$k > m) lapply(c(bh = "BH", by = "BY", holm = "holm", bonferroni = "bonferroni"), function(method) I(p.adjust(of_those, method, n = t$k)))
  list(filtered = filtered, filteredK = filtered_k, bh = I(p.adjust(p, "BH")), by = I(p.adjust(p, "BY")), holm = I(p.adjust(p, "holm")), bonferroni = I(p.adjust(p, "bonferroni")), k = t$k, counted = I(t$counted))
})

bunching <- lapply(inputs$lattice, function(l) {
  v <- sapply(l$counts, function(x) x[[1]]); n <- sapply(l$counts, function(x) x[[2]])
  if (length(v) == 0) return(NULL)
  below <- sum(n[v >= l$threshold - l$width & v < l$threshold]); above <- sum(n[v >= l$threshold & v < l$threshold + l$width])
  if (below + above == 0) return(NULL)
  t <- binom.test(above, above + below)
  third <- binom.test(above, above + below, 1 / 3)
  c(below, above, t$p.value, binom.test(above, above + below, alternative = "greater")$p.value, binom.test(above, above + below, alternative = "less")$p.value, t$conf.int, third$p.value)
})

save_as("tables", list(chiSquare = chi, chiSquare2x2 = chi2, twoProportions = proportions, binomial = binomial, mantelHaenszel = mh, adjust = adjusted, bunching = bunching))
