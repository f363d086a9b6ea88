# Times the authors' own agreement script on some sessions of the record.
#
#   Rscript agreement_peer.R DyadicAgreementScores.R UNVotes.csv.gz 30 60 74
#
# The script is evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points,
# DyadicAgreementScores.R; its lines from the choice of columns to the mean of
# agreement are run as they stand. It pairs all states with all states on all roll calls,
# so its cost goes with states² × roll calls, by which sessions are scaled up.
suppressMessages({library(dplyr); library(tidyr)})
args <- commandArgs(trailingOnly = TRUE)
lines <- readLines(args[1], warn = FALSE)
body <- lines[grep("^df <- completeVotes", lines):grep("mutate\\(year", lines)[1]]
body <- parse(text = body)
votes <- read.csv(gzfile(args[2]))[, c("vote", "ccode", "rcid", "session")]
rows <- function(v) length(unique(v$ccode))^2 * length(unique(v$rcid))
for (s in as.integer(args[-(1:2)])) {
  completeVotes <- votes[votes$session == s, ]
  t <- system.time(eval(body))
  cpu <- t[["user.self"]] + t[["sys.self"]]
  cat(sprintf("session %d: %.2f M rows, %.1f s of processor, %.1f s; USA-GBR %.6f; the whole record: %.0f M rows, %.0f s of processor\n",
    s, rows(completeVotes) / 1e6, cpu, t[["elapsed"]],
    dfAgree$agree[dfAgree$ccode1 == 2 & dfAgree$ccode2 == 200],
    rows(votes) / 1e6, cpu * rows(votes) / rows(completeVotes)))
}
