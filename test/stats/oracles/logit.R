# Conditional logit by survival::clogit (exact), the score and likelihood ratio tests, separation by whole numbers, Firth's penalised fit
# written out (no package of this machine has it for the exact likelihood), van Elteren written out and checked by wilcox.test.
source("store.R")
suppressMessages(library(survival))
of <- function(s) as.numeric(unlist(s))
near <- function(a, b, tol = 1e-9) stopifnot(all(abs(a - b) <= tol * (1 + abs(b))))

# every set of as many winners as were chosen, and the sum of its covariates: the likelihood by its definition
sums <- function(rows, k) { s <- combn(nrow(rows), k); t(apply(s, 2, function(i) colSums(rows[i, , drop = FALSE]))) }
prepare <- function(strata) {
  k <- lapply(strata, function(s) {
    rows <- do.call(rbind, lapply(s$rows, of)); chosen <- unlist(s$chosen); w <- sum(chosen)
    if (w == 0 || w == nrow(rows)) return(NULL)
    S <- sums(rows, w); if (ncol(rows) == 1) S <- matrix(S, ncol = 1)
    list(S = S, x = colSums(rows[chosen, , drop = FALSE]), d = do.call(rbind, lapply(which(chosen), function(i) sweep(-rows[!chosen, , drop = FALSE], 2, rows[i, ], "+"))), rows = rows, chosen = chosen)
  })
  Filter(Negate(is.null), k)
}
loglik <- function(k, b) {
  l <- 0; g <- 0; I <- 0
  for (s in k) {
    e <- drop(s$S %*% b); m <- max(e); w <- exp(e - m); W <- sum(w); w <- w / W
    mu <- colSums(s$S * w); C <- sweep(s$S, 2, mu)
    l <- l + sum(s$x * b) - m - log(W); g <- g + s$x - mu; I <- I + t(C) %*% (C * w)
  }
  list(l = l, g = g, I = I)
}
# Newton on log likelihood + half the log determinant of the information (Firth 1993; Heinze and Schemper 2001), the penalty's slope by central differences
penalised <- function(k, b) { r <- loglik(k, b); d <- det(as.matrix(r$I)); if (d <= 0) -1e10 else r$l + 0.5 * log(d) }
slope <- function(k, b) { h <- 1e-5; loglik(k, b)$g + sapply(seq_along(b), function(j) { u <- v <- b; u[j] <- u[j] + h; v[j] <- v[j] - h
  w <- b; w[j] <- w[j] + 2 * h; z <- b; z[j] <- z[j] - 2 * h; f <- function(q) 0.5 * log(det(as.matrix(loglik(k, q)$I)))
  (8 * (f(u) - f(v)) - (f(w) - f(z))) / (12 * h) }) }
firth <- function(k, p) {
  b <- optim(rep(0, p), function(q) -penalised(k, q), method = if (p == 1) "BFGS" else "Nelder-Mead", control = list(reltol = 1e-14, maxit = 5000))$par
  for (i in 1:50) { # Newton's steps to the end: the slope's own slope by differences
    g <- slope(k, b); h <- 1e-4
    J <- sapply(seq_along(b), function(j) { u <- v <- b; u[j] <- u[j] + h; v[j] <- v[j] - h; (slope(k, u) - slope(k, v)) / (2 * h) })
    step <- drop(solve(as.matrix(J), g))
    b <- b - step
    if (max(abs(step)) < 1e-10) break
  }
  list(b = b, gradient = max(abs(slope(k, b))), se = sqrt(diag(solve(as.matrix(loglik(k, b)$I)))), l = penalised(k, b))
}

separation <- fromJSON(gzfile("separation.json.gz"), simplifyVector = FALSE)$data
fits <- Map(function(strata, sep) {
  k <- prepare(strata)
  if (length(k) == 0) return(list(status = "empty"))
  p <- length(k[[1]]$x)
  if (sep$status == "singular") return(list(status = "singular", informative = length(k)))
  at0 <- loglik(k, rep(0, p))
  score <- drop(at0$g %*% solve(at0$I, at0$g))
  if (sep$status == "separated") {
    f <- firth(k, p)
    return(list(status = "separated", directions = I(of(sep$directions)), informative = length(k), null = at0$l, score = score,
      firth = if (f$gradient < 1e-7) list(b = I(f$b), se = I(f$se), l = f$l)))
  }
  d <- do.call(rbind, Map(function(s, i) data.frame(s$rows, y = as.numeric(s$chosen), s = i), k, seq_along(k)))
  x <- as.matrix(d[, seq_len(p), drop = FALSE])
  r <- suppressWarnings(clogit(d$y ~ x + strata(d$s), method = "exact", control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)))
  mine <- loglik(k, coef(r))
  near(r$loglik[2], mine$l, 1e-8); near(r$loglik[1], at0$l, 1e-8); near(r$score, score, 1e-8)
  stopifnot(max(abs(mine$g)) < 1e-5)
  b <- coef(r)
  for (i in 1:3) b <- b + drop(solve(loglik(k, b)$I, loglik(k, b)$g)) # R stops when the likelihood no longer moves: two digits short of the maximum
  stopifnot(max(abs(b - coef(r))) < 1e-4)
  m <- loglik(k, b)
  list(status = "fitted", informative = length(k), b = I(unname(b)), se = I(unname(sqrt(diag(solve(as.matrix(m$I)))))), l = m$l, null = at0$l, lr = 2 * (m$l - at0$l),
    lrP = pchisq(2 * (m$l - at0$l), p, lower.tail = FALSE), score = score, scoreP = pchisq(score, p, lower.tail = FALSE),
    waldP = I(unname(2 * pnorm(-abs(b / sqrt(diag(solve(as.matrix(m$I)))))))))
}, inputs$logit, separation)

# van Elteren 1960: sum over strata of the Wilcoxon sum of ranks over (n + 1), mean and variance with ties.
elteren <- lapply(inputs$twoSamples, function(strata) {
  t <- e <- v <- used <- 0
  for (s in strata) {
    x <- of(s[[1]]); y <- of(s[[2]]); m <- length(x); n <- length(y); N <- m + n
    if (m == 0 || n == 0) next
    r <- rank(c(x, y)); ties <- table(c(x, y))
    one <- m * n / 12 * ((N + 1) - sum(ties^3 - ties) / (N * (N - 1)))
    t <- t + sum(r[seq_len(m)]) / (N + 1); e <- e + m / 2; v <- v + one / (N + 1)^2; used <- used + 1
    if (length(strata) == 1 && one > 0) {
      z <- (sum(r[seq_len(m)]) - m * (N + 1) / 2) / sqrt(one)
      w <- suppressWarnings(wilcox.test(x, y, exact = FALSE, correct = FALSE)); near(2 * pnorm(-abs(z)), w$p.value)
      near(pnorm(-z), suppressWarnings(wilcox.test(x, y, "greater", exact = FALSE, correct = FALSE))$p.value)
    }
  }
  if (used == 0 || v < 1e-14) return(NULL)
  z <- (t - e) / sqrt(v)
  c(t, e, v, z, 2 * pnorm(-abs(z)), pnorm(-z), pnorm(z))
})
cat(table(sapply(fits, `[[`, "status")), "firth missing", sum(sapply(fits, function(f) f$status == "separated" && is.null(f$firth))), "\n")
save_as("logit", list(conditionalLogit = unname(fits), vanElteren = elteren))
