# Makes reference.csv with R's survival package (3.5-3, R 4.2.2, Debian
# r-cran-survival): the leukaemia data of Miller (1997), which it carries as
# aml, plain and with late entry; and its two groups in periods of ten weeks as
# a discrete-time hazard, by glm, with clustered covariance by hand.
# usage: Rscript reference.R > reference.csv
library(survival)
out <- function(what, at, n, p, se, lo, hi)
  cat(sprintf("%s,%g,%d,%.12g,%.12g,%.12g,%.12g\n", what, at, n, p, se, lo, hi), sep = "")
cat("what,at,n,p,se,lo,hi\n")
curve <- function(name, f) {
  k <- f$n.event > 0
  out(name, f$time[k], as.integer(f$n.risk[k]), f$surv[k], (f$surv * f$std.err)[k], f$lower[k], f$upper[k])
}
curve("plain", survfit(Surv(time, status) ~ 1, aml, conf.int = 0.9, conf.type = "log-log"))
entry <- pmin((seq_len(23) * 7) %% 25, aml$time - 1)  # subjects come in view at ages 0 to 24
curve("late", survfit(Surv(entry, time, status) ~ 1, aml, conf.int = 0.9, conf.type = "log-log"))
cause <- factor(ifelse(aml$status == 0, 0, 1 + seq_len(23) %% 2))
f <- survfit(Surv(time, cause) ~ 1, aml)
k <- f$n.event[, 2] > 0                # column 2 is the first cause
out("cause1", f$time[k], as.integer(f$n.risk[k, 1]), f$pstate[k, 2], NA, NA, NA)
q <- quantile(survfit(Surv(time, status) ~ 1, aml, conf.int = 0.9, conf.type = "log-log"), 0.5)
out("median", 0.5, 23L, q$quantile, NA, q$lower, q$upper)

rows <- do.call(rbind, lapply(seq_len(23), function(i) {
  periods <- ceiling(aml$time[i] / 10)
  data.frame(id = i, t = seq_len(periods) - 1, kept = as.numeric(aml$x[i] == "Maintained"),
             y = c(rep(0, periods - 1), aml$status[i]))
}))
g <- glm(y ~ t + kept, binomial, rows, control = list(epsilon = 1e-14, maxit = 100))
x <- model.matrix(g)
s <- rowsum(x * (rows$y - fitted(g)), rows$id)
b <- solve(crossprod(x * sqrt(fitted(g) * (1 - fitted(g)))))
v <- b %*% crossprod(s) %*% b * 23 / 22
out("coef", 0:2, nrow(rows), coef(g), sqrt(diag(v)), NA, NA)
