// Package irt estimates ideal points from ordered choices: the dynamic ordinal
// item-response model of Bailey, Strezhnev and Voeten (2017).
//
// Units (states, judges, members) choose 0, 1 or 2 on items (roll calls) in
// periods (sessions). A unit in a period is a row; it has one ideal point. Items
// that recur share their parameters and so tie the periods together.
//
//	panel, err := irt.NewPanel(rows, items, ballots)
//	settings := irt.Default()
//	settings.Start = start // says which side is which
//	post, err := irt.Fit(ctx, panel, settings, nil)
//	post.Replicating.Mean[r] // the published estimate of row r
//
// # The model
//
// For row r and item v with latent z = β_v θ_r + e, e ~ N(0,1), the choice is 0
// if z ≤ g1_v, 1 if g1_v < z ≤ g2_v, 2 if z > g2_v; β ~ N(0,1), cutpoints flat
// on -7 < g1 < g2 < 7. The published prior is one-sided: θ_t ~ N(m, D) with m the
// conditional mean of the unit's preceding row in the preceding sweep, D =
// Smooth·n_t/(n_t+n_{t-1}), n the rows' numbers of ballots. A later row never
// informs an earlier one. A unit's first row looks at its second; a gap is looked
// over. This reproduces the published table, and is not a generative model.
//
// # How it is fitted
//
// In three stages. A deterministic start finds the point where the published
// sampler comes to rest, in its mean (start.go). The published sampler itself runs
// from there for its spread (sampler.go); its mean and the start's are averaged by
// their errors (sample.go). Both are Posterior.Replicating. Then whole records are
// simulated from the generative model nearby, the random walk θ_t - θ_{t-1} ~
// N(0, D), and estimated again; the factor by which standard deviations must grow
// to hold their level there makes Posterior.Calibrated (calibrate.go).
//
// # What it refuses to do
//
// It knows no states and reads no files; it does not choose a direction (Start
// does) and gives no estimate to a row without ballots. It estimates one
// dimension. Joint maximisation over rows and items is left out on purpose: its
// estimate runs away from the posterior mean while every step looks healthy.
//
// # Same input, same output
//
// Rows and items are put into an order that their content alone decides, and
// every item, row and sweep has a random stream of its own. So the result is the
// same to the bit whatever the number of cores, and relabelling units or
// reordering items, rows or ballots permutes the result and changes nothing else.
// (Units whose whole records are equal are told apart by the order given.)
//
// Sources: M. A. Bailey, A. Strezhnev, E. Voeten (2017), "Estimating Dynamic State
// Preferences from United Nations Voting Data", Journal of Conflict Resolution
// 61(2):430-456, and their program; V. E. Johnson, J. H. Albert (1999), Ordinal
// Data Modeling, sections 4.3.2, 5.2.3, 7.3; M. K. Cowles (1996), Statistics and
// Computing 6:101-111.
package irt
