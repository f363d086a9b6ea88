package measure

import (
	"strconv"
	"strings"

	"github.com/entente-observatory/entente"
)

// batch names the batch of roll calls that a roll call came in, within its
// session. Votes on one text are not independent observations: paragraphs and
// amendments are voted one after another, and a text falls into parts A, B, C.
//
// The record writes a symbol as body, session and number, then letters for the
// part: R/35/169A, R/33/116B/VII, A/RES/75/254[A], ESS/2/79/D. So the batch is
// the symbol up to its last digit. Paragraph votes carry the symbol of the whole
// text. Where there is no symbol (159 roll calls, mostly of sessions 20, 21
// and 23), the short title stands for it; where there is no title either, the
// roll call is a batch by itself.
func batch(r *entente.RollCall) string {
	if end := strings.LastIndexAny(r.Resolution, "0123456789"); end >= 0 {
		return "symbol " + r.Resolution[:end+1]
	}
	if title := strings.TrimSpace(r.Short); title != "" {
		return "title " + title
	}
	return "roll call " + strconv.Itoa(int(r.ID))
}
