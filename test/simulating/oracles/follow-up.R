# Writes follow-up.json.gz: what R says of thirty sets of rows. R 4 with jsonlite: Rscript follow-up.R, in this folder.
# slope and deviations: lm() with a factor for each stratum. Ranks of one stratum: cor.test(method = "kendall"). Strata: Morris (1983) section 5, the variance
# between strata as the root of its moment equation, where the library iterates.
library(jsonlite)
set.seed(20101)

morris <- function(y, v, level) {
  k <- length(y)
  mean_at <- function(a) sum(y / (v + a)) / sum(1 / (v + a))
  moment <- function(a) sum((k / (k - 1) * (y - mean_at(a))^2 - v - a) / (v + a))
  a <- if (moment(0) <= 0) 0 else uniroot(moment, c(0, 1e4), tol = 1e-13)$root
  mu <- mean_at(a)
  b <- (k - 3) / (k - 1) * v / (v + a)
  s2 <- v * (1 - (k - 1) / k * b) + 2 / (k - 3) * b^2 * (mean(v) + a) / (v + a) * (y - mu)^2
  z <- qnorm((1 + level) / 2)
  estimate <- (1 - b) * (y - mu)
  list(between = sqrt(a), raw = y - mu, estimate = estimate, low = estimate - z * sqrt(s2), high = estimate + z * sqrt(s2), reliability = a / (a + v))
}

one <- function(i) {
  k <- c(1, 4, 6, 9)[1 + i %% 4]
  n <- 20 + 5 * (i %% 7) + 4 * k
  stratum <- if (k == 1) rep("s1", n) else c(rep(sprintf("s%d", 1:k), each = 2), sprintf("s%d", sample(k, n - 2 * k, replace = TRUE)))
  effect <- setNames(rnorm(k, 0, c(0, 2, 6)[1 + i %% 3]), sprintf("s%d", 1:k))
  ties <- i %% 2 == 0
  fit <- round(pmin(100, pmax(0, rnorm(n, 70, 8))) / (if (ties) 5 else 0.01)) * (if (ties) 5 else 0.01)
  later <- pmin(100, pmax(0, 60 + c(-0.5, 0, 0.3, 0.8)[1 + (i %/% 2) %% 4] * (fit - 70) + effect[stratum] + rnorm(n, 0, 6)))
  later <- unname(round(later / (if (ties) 2 else 0.01)) * (if (ties) 2 else 0.01))
  proposed <- runif(n) < 0.6
  level <- c(0.95, 0.9)[1 + i %% 2]
  rows <- data.frame(stratum, fit, later, proposed)
  form <- if (k == 1) later ~ fit else later ~ fit + factor(stratum)
  m <- lm(form, rows)
  interval <- confint(m, "fit", level)
  more <- lm(if (k == 1) later ~ fit + proposed else later ~ fit + proposed + factor(stratum), rows)
  d <- confint(more, "proposedTRUE", level)
  sigma2 <- sum(resid(m)^2) / m$df.residual
  out <- list(level = level, rows = rows, df = m$df.residual, slope = unname(coef(m)["fit"]), se = unname(sqrt(diag(vcov(m)))["fit"]), low = interval[1], high = interval[2],
              difference = c(unname(coef(more)["proposedTRUE"]), d[1], d[2]),
              detectable = unname((qt((1 + level) / 2, m$df.residual) + qt(0.8, m$df.residual)) * sqrt(diag(vcov(m)))["fit"]))
  if (k == 1) {
    c <- suppressWarnings(cor.test(fit, later, method = "kendall", exact = FALSE))
    out$kendallP <- c$p.value
    out$correlation <- cor(fit, later)
    out$tau <- unname(c$estimate)
  } else {
    b <- coef(m)["fit"]
    y <- tapply(later, stratum, mean) - b * tapply(fit, stratum, mean)
    out$morris <- morris(as.numeric(y), as.numeric(sigma2 / tapply(later, stratum, length)), level)
    out$correlation <- cor(fit - ave(fit, stratum), later - ave(later, stratum))
  }
  out
}
text <- toJSON(list(versions = list(R = R.version.string, jsonlite = as.character(packageVersion("jsonlite"))), data = lapply(1:32, one),
                  student = lapply(c(2, 3, 7, 18.5, 40, 1000, 1e6), function(df) list(df = df, t = c(-12, -3, -0.2, 0, 1e-6, 1.5, 12), p = pt(c(-12, -3, -0.2, 0, 1e-6, 1.5, 12), df),
                                                                               q = c(1e-6, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-6), at = qt(c(1e-6, 0.025, 0.3, 0.5, 0.8, 0.975, 1 - 1e-6), df)))),
               auto_unbox = TRUE, digits = NA)
file <- gzfile("follow-up.json.gz", "w")
writeLines(text, file)
close(file)
