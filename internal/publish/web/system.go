package web

import (
	"net/http"

	"github.com/entente-observatory/entente"
)

// System is what the pages on the state system ask of the program.
type System interface {
	Poles(year int) (*entente.Poles, error)
	Blocs(year int) (*entente.Blocs, error)
	ZeroSum(state, a, b entente.CCode) (*entente.Triad, error)
	Durability(state entente.CCode) (*entente.Durability, error)
	Costs(state, with entente.CCode, at []int) (*entente.Costs, error)
	Position(state entente.CCode, poles []entente.CCode, year int) (*entente.Position, error)
}

// system adds the pages on the state system and a state's place in it.
func (s *server) system(mux *http.ServeMux) {
	for _, form := range []string{"", ".json", ".csv"} {
		mux.HandleFunc("GET /poles"+form, s.poles)
		mux.HandleFunc("GET /states/{state}/position"+form, s.position)
		mux.HandleFunc("GET /durability"+form, s.durability)
	}
	mux.HandleFunc("GET /blocs/{$}", s.latestBlocs)
	mux.HandleFunc("GET /blocs/{year}", s.blocs)
	mux.HandleFunc("GET /durability/{state}", s.durability)
	mux.HandleFunc("GET /costs/{state}/{with}", s.costs)
	mux.HandleFunc("GET /zerosum/{state}/{a}/{b}", s.zeroSum)
}

// datasets lists data sets by name, those that are in the catalogue.
func (s *server) datasets(ids ...string) []*entente.Dataset {
	var out []*entente.Dataset
	for _, id := range ids {
		for _, d := range s.obs.Datasets() {
			if d.ID == id {
				out = append(out, d)
			}
		}
	}
	return out
}
