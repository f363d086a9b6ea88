// Package signed measures structural balance: how far a network of friendly
// and hostile ties is from two camps, friends within and enemies across, and
// what blocs it falls into.
//
// A [Graph] is simple and undirected; each edge has a sign and a whole weight.
// From it come
//
//   - [Graph.Frustration], the line index of balance with the two camps that
//     attain it, proven optimal or with a lower bound that says it is one;
//   - [Graph.Triangles], [Graph.WalkBalance] and [Graph.AlgebraicConflict],
//     three shorter rulers of the same thing;
//   - [Graph.Modularity] and [Graph.Blockmodel], partitions into more than two
//     blocs; [CoMembership], [AdjustedRand] and [Consensus] say how much such
//     partitions agree over resamplings;
//   - [Graph.PermuteSigns], the null against which any of them can be read.
//
// The package knows no states: nodes are the indices 0 … n-1. Nothing in it
// depends on the clock, on the number of cores or on map order: the same
// graph, options and seed give the same answer. It refuses directed ties,
// loops and two edges on one pair of nodes: which of two ties counts is the
// caller's question, and is not settled here by adding them up.
package signed
