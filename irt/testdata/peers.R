# Time some iterations of the authors' sampler and of emIRT's dynIRT on the record.
# usage: Rscript peers.R DATA AUTHORS ITERATIONS
#   DATA     the data folder, with un-votes/tidytuesday and un-votes/Matches.csv
#   AUTHORS  a clone of evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points
# Their loop is run unchanged; only its input is prepared here, which their program
# does in hours. rnorm stands in for RcppZiggurat's zrnorm where that is missing.
args <- commandArgs(TRUE)
data <- args[1]; bsv <- args[2]; iterations <- as.integer(args[3])
set.seed(1)
read <- function(f) read.csv(file.path(data, "un-votes", f), encoding = "UTF-8")
calls <- read("tidytuesday/roll_calls.csv.gz"); votes <- read("tidytuesday/unvotes.csv.gz"); m <- read("Matches.csv")
votes <- merge(votes, calls[c("rcid", "session", "date", "amend", "para")], by = "rcid")
late <- as.integer(substr(votes$date, 1, 4)) > 1989 & (votes$para %in% 1 | votes$amend %in% 1)
votes <- votes[!late & votes$session != 19 & votes$country != "Zanzibar" & !(votes$country == "South Africa" & votes$session == 48), ]
votes$y <- match(votes$vote, c("yes", "abstain", "no")); votes$ccode <- as.integer(factor(votes$country))
m <- m[order(m$rcid2), ]; votes$link <- votes$rcid
for (r in rev(seq_len(nrow(m)))) votes$link[votes$link == m$rcid2[r]] <- min(m$rcid1[m$rcid2 == m$rcid2[r]])
tally <- table(votes$link, votes$y); keep <- rownames(tally)[apply(tally, 1, max) < rowSums(tally)]
votes <- votes[votes$link %in% as.integer(keep), ]; votes <- votes[order(votes$link, votes$ccode, votes$session), ]
cat(nrow(votes), "ballots,", length(unique(votes$link)), "linked votes\n")
# names as in UN_Ideal_Rcpp.R
Country <- votes$ccode; Session <- votes$session; yObs <- votes$y; VoteID <- votes$link
CSession <- round(Country + Session / 100, 2); ObsN <- length(yObs)
VoteN <- as.vector(table(VoteID)); TT <- length(VoteN); end <- cumsum(VoteN); VoteStartEnd <- cbind(end - VoteN + 1, end)
CS <- sort(unique(CSession)); NN <- length(CS); IndN <- as.vector(table(CSession))
IObsMat <- matrix(NA, NN, max(IndN)); sp <- split(seq_len(ObsN), CSession)
for (i in seq_len(NN)) IObsMat[i, seq_len(IndN[i])] <- sp[[i]]
CountryList <- floor(CS); SessionList <- round(100 * (CS - CountryList)); UniqueCountry <- sort(unique(Country))
MinCountryYear <- tapply(Session, Country, min)[as.character(UniqueCountry)]
SmoothVector <- rep(0.5, NN); GapYear <- rep(FALSE, NN)
for (n in seq_len(NN)) GapYear[n] <- SessionList[n] != MinCountryYear[match(CountryList[n], UniqueCountry)] && !any(CountryList == CountryList[n] & SessionList == SessionList[n] - 1)
Smooth <- 0.5; sigmaMH <- 0.2 / 3; S2BetaPrior <- 1; BetaPrior <- 0
K <- iterations; Burn <- 0; Thin <- 1e9; PrintSave <- 1e9; DataCode <- "All"; Continuation <- 0; kk <- 0
ThetaMean <- rnorm(NN); ThetaMeanObs <- seq_len(NN); VarTheta <- rep(NA, NN); Beta <- rnorm(TT); BetaMean <- rep(NA, TT); VarBeta <- rep(NA, TT); R <- rep(NA, TT)
share <- tally[as.character(unique(VoteID)), ]; share <- share / rowSums(share)
Gamma1 <- -1 + 2 * share[, 1]; Gamma2 <- -1 + 2 * (share[, 1] + share[, 2]) + 1e-6
BetaVector <- rep(Beta, VoteN); ThetaVector <- 0 * Country
gLo <- ifelse(yObs == 1, -999, ifelse(yObs == 2, rep(Gamma1, VoteN), rep(Gamma2, VoteN)))
gHi <- ifelse(yObs == 1, rep(Gamma1, VoteN), ifelse(yObs == 2, rep(Gamma2, VoteN), 999))
Z <- qnorm(pnorm(gLo) + runif(ObsN) * (pnorm(gHi) - pnorm(gLo)))
zrnorm <- if (requireNamespace("RcppZiggurat", quietly = TRUE)) RcppZiggurat::zrnorm else rnorm
library(Rcpp); for (f in list.files(file.path(bsv, "RcppFunctions"), full.names = TRUE)) sourceCpp(f)
code <- readLines(file.path(bsv, "UN_Ideal_Rcpp.R"))
loop <- code[grep("^while\\(kk< K\\+Burn\\)", code):grep("## END: while\\(kk< K\\)", code)]
ThetaStore <- BetaStore <- Gamma1Store <- Gamma2Store <- NULL
f <- compiler::compile(parse(text = loop)[[1]])
print(time <- system.time(eval(f)))
processor <- sum(time[1:2]) / iterations
cat(sprintf("authors' sampler: %.2f s of processor an iteration, %.1f h for 24,000\n", processor, processor * 24000 / 3600))

if (requireNamespace("emIRT", quietly = TRUE)) {
  library(emIRT)
  # two choices only, no linked votes: abstentions are dropped
  # and its roll calls must be in order of time
  v <- votes[votes$y != 2, ]; v$bill <- match(v$rcid, unique(v$rcid[order(v$session, v$rcid)])); v$n <- as.integer(factor(v$ccode))
  rc <- matrix(0, max(v$n), max(v$bill)); rc[cbind(v$n, v$bill)] <- ifelse(v$y == 1, 1, -1)
  s <- as.integer(factor(v$session)) - 1L
  bill <- matrix(tapply(s, v$bill, min)); first <- matrix(tapply(s, v$n, min)); last <- matrix(tapply(s, v$n, max))
  N <- nrow(rc); J <- ncol(rc); Te <- max(s) + 1L
  x <- matrix(0, N, Te); for (i in seq_len(N)) x[i, (first[i]:last[i]) + 1] <- rnorm(1, 0, 0.1)
  time <- system.time(fit <- dynIRT(.data = list(rc = rc, startlegis = first, endlegis = last, bill.session = bill, T = Te),
    .starts = list(alpha = matrix(0, J, 1), beta = matrix(rnorm(J), J, 1), x = x),
    .priors = list(x.mu0 = matrix(0, N, 1), x.sigma0 = matrix(1, N, 1), beta.mu = matrix(0, 2, 1), beta.sigma = diag(2) * 25, omega2 = matrix(0.1, N, 1)),
    .control = list(threads = 2, verbose = FALSE, thresh = 1e-6, maxit = 500)))
  print(time)
  cat(sprintf("dynIRT: %d iterations, %d states, %d roll calls\n", fit$runtime$iters, N, J))
}
