package web

import "github.com/entente-observatory/entente"

// System is what the pages on the state system ask of the program.
type System interface {
	Poles(year int) (*entente.Poles, error)
	Blocs(year int) (*entente.Blocs, error)
	ZeroSum(state, a, b entente.CCode) (*entente.Triad, error)
	Durability(state entente.CCode) (*entente.Durability, error)
	Costs(state, with entente.CCode, at []int) (*entente.Costs, error)
	Position(state entente.CCode, poles []entente.CCode, year int) (*entente.Position, error)
}
