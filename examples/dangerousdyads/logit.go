package main

import (
	"errors"
	"fmt"
	"math"
)

// Fit is a fitted model.
type Fit struct {
	Coefficients, Errors []float64 // one a column
	LogLikelihood        float64
	Steps                int
}

var errApart = errors.New("no maximum: the variables tell the cases apart wholly, or nearly; leave one out")

// Logit fits P(y = 1) = 1/(1 + exp(-x'b)) by maximum likelihood, by iteratively
// reweighted least squares, which are the steps of Newton (McCullagh & Nelder
// 1989, section 4.4). Errors are the roots of the diagonal of the inverse
// information. Rows have one length, and the model must be identified.
//
// Columns are brought to one scale first: the cube of a spell of two hundred
// years stands beside a share of a population.
func Logit(rows [][]float64, y []bool) (*Fit, error) {
	if len(rows) == 0 {
		return nil, errors.New("no rows")
	}
	k := len(rows[0])
	scale := make([]float64, k)
	for _, r := range rows {
		for i, x := range r {
			scale[i] = max(scale[i], math.Abs(x))
		}
	}
	for i, s := range scale {
		if s == 0 {
			return nil, fmt.Errorf("column %d is zero in every row", i)
		}
	}
	b := make([]float64, k)
	x := make([]float64, k)
	fit := &Fit{LogLikelihood: math.Inf(-1)}
	for {
		information, score := make([]float64, k*k), make([]float64, k)
		likelihood := 0.0
		for n, r := range rows {
			eta := 0.0
			for i := range x {
				x[i] = r[i] / scale[i]
				eta += x[i] * b[i]
			}
			p := 1 / (1 + math.Exp(-eta))
			residual := -p
			if y[n] {
				residual++
				eta = -eta
			}
			likelihood -= math.Log1p(math.Exp(eta))
			for i := range x {
				score[i] += residual * x[i]
				for j := range i + 1 {
					information[k*i+j] += p * (1 - p) * x[i] * x[j]
				}
			}
		}
		if likelihood > -1e-6 {
			return nil, errApart
		}
		if err := cholesky(information, k); err != nil {
			return nil, err
		}
		if gain := likelihood - fit.LogLikelihood; gain < 1e-9 {
			fit.LogLikelihood = likelihood
			for i := range b {
				unit := make([]float64, k)
				unit[i] = 1
				solve(information, unit)
				fit.Coefficients = append(fit.Coefficients, b[i]/scale[i])
				fit.Errors = append(fit.Errors, math.Sqrt(unit[i])/scale[i])
			}
			return fit, nil
		}
		if fit.Steps++; fit.Steps > 50 {
			return nil, errApart
		}
		fit.LogLikelihood = likelihood
		solve(information, score)
		for i := range b {
			b[i] += score[i]
		}
	}
}

// cholesky replaces the lower triangle of a positive definite matrix by its
// root.
func cholesky(a []float64, k int) error {
	for i := range k {
		for j := range i + 1 {
			s := a[k*i+j]
			for l := range j {
				s -= a[k*i+l] * a[k*j+l]
			}
			switch {
			case i != j:
				a[k*i+j] = s / a[k*j+j]
			case s <= 0:
				return fmt.Errorf("column %d is a combination of those before it", i)
			default:
				a[k*i+i] = math.Sqrt(s)
			}
		}
	}
	return nil
}

// solve replaces v by the solution of A x = v, given the root of A.
func solve(root, v []float64) {
	k := len(v)
	for i := range k {
		for j := range i {
			v[i] -= root[k*i+j] * v[j]
		}
		v[i] /= root[k*i+i]
	}
	for i := k - 1; i >= 0; i-- {
		for j := i + 1; j < k; j++ {
			v[i] -= root[k*j+i] * v[j]
		}
		v[i] /= root[k*i+i]
	}
}
