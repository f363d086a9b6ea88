package web

import (
	"net/http"
)

// param is a parameter of a page's address.
type param struct{ Name, What, Example string }

// route is a page: the table from which the server, the description of the API
// and the map of the site are all made.
type route struct {
	Pattern string // of net/http.ServeMux
	Summary string // in a line, for the API page
	Example string
	Params  []param
	Forms   []format
	Figures bool // the page has figures at PATTERN/{figure}
	handler http.HandlerFunc
}

// paths says what the parts of patterns are.
var paths = map[string]param{
	"pair":    {"pair", "two states, by any code or name, with a hyphen", "PAK-RUS"},
	"state":   {"state", "a state: COW number, ISO or COW letters, or name", "PAK"},
	"a":       {"a", "a state", "RUS"},
	"b":       {"b", "another state", "USA"},
	"other":   {"other", "the other state", "USA"},
	"year":    {"year", "a year", "1975"},
	"channel": {"channel", "a channel of the record, such as votes, atop, index", "votes"},
	"id":      {"id", "a source, as /data lists them", "un-votes"},
	"figure":  {"figure", "a figure of the page", "index"},
	"page":    {"page...", "a page of the documentation", "methods/polarity"},
}

var (
	yearParam  = param{"year", "year; the last on record if left out", "1975"}
	fromParam  = param{"from", "first year", "1990"}
	toParam    = param{"to", "last year", "2020"}
	withParam  = param{"with", "the state that the others are seen from", "IND"}
	dataForms  = []format{html, jsonForm, csvForm}
	dataFeed   = []format{html, jsonForm, csvForm, atomForm}
	pageOnly   = []format{html}
	pageAndRaw = []format{html, jsonForm}
)

func (s *server) routeTable() []route {
	return []route{
		{"/{$}", "Home: the box, what changed lately, the world at a glance", "/", nil, []format{html, atomForm}, false, s.home},
		{"/ask", "Leads from words to the page that answers them", "/ask?q=Pakistan+and+Russia", []param{{"q", "one or more states, or a question", "Pakistan and Russia"}}, pageOnly, false, s.ask},
		{"/suggest", "States and pairs that the words may mean", "/suggest.json?q=pakis", []param{{"q", "what was typed so far", "pakis"}}, []format{jsonForm}, false, s.suggest},
		{"/dyads/{pair}", "Two states: a sentence, the index, dated changes, and each channel by year", "/dyads/PAK-RUS", []param{fromParam, toParam, {"channels", "channels to show, with commas", "index,votes"}}, dataFeed, true, s.pair},
		{"/dyads/{pair}/{year}/{channel}", "The receipt behind one number", "/dyads/PAK-RUS/2015/votes", nil, pageAndRaw, false, s.receipt},
		{"/states/{$}", "All states", "/states/", nil, pageAndRaw, false, s.states},
		{"/states/{state}", "A state: nearest and farthest, the strongest three, its bloc, its realignments", "/states/PAK", []param{yearParam}, dataFeed, true, s.profile},
		{"/states/{state}/position", "A state's place among the poles: level and tilt, hedging, attention", "/states/PAK/position", []param{{"poles", "states, with commas; the three strongest if left out", "USA,CHN,RUS"}, yearParam}, dataForms, true, s.position},
		{"/world/{$}", "Leads to the world in the last year on record", "/world/", nil, pageOnly, false, s.latestWorld},
		{"/world/{year}", "Every state in a year, seen from one of them if one is named", "/world/2019?with=IND", []param{withParam, {"borders", "disputed areas: neutral, held, or a state whose claims are followed", "neutral"}, {"names", "then or now", "then"}}, dataForms, true, s.world},
		{"/realignments", "Dated changes of who stands with whom", "/realignments?state=EGY&since=1970", realignmentParams, dataFeed, true, s.realignments},
		{"/compare", "Several pairs, or several states, in one drawing", "/compare?q=PAK-RUS,IND-RUS,PAK-USA", []param{{"q", "pairs or states, with commas", "PAK-RUS,IND-RUS"}, {"by", "the measure", "index"}, fromParam, toParam}, dataForms, true, s.compare},
		{"/poles", "How many poles, by several resources", "/poles?year=1975", []param{yearParam}, dataForms, true, s.poles},
		{"/blocs/{$}", "Leads to the blocs of the last year on record", "/blocs/", nil, pageOnly, false, s.latestBlocs},
		{"/blocs/{year}", "Who was with whom, and how sharply the world divided", "/blocs/1975", nil, dataForms, true, s.blocs},
		{"/zerosum/{state}/{a}/{b}", "Whether a state's gain with one goes with a loss with the other", "/zerosum/PAK/RUS/USA", nil, dataForms, false, s.zeroSum},
		{"/durability", "How long alliances and alignments last, and which treaties are at risk", "/durability", nil, dataForms, false, s.durability},
		{"/durability/{state}", "The same, with a state's treaties in force", "/durability/PAK", nil, dataForms, false, s.durability},
		{"/costs/{state}/{other}", "What befell a state before and after its alignment with another changed", "/costs/PAK/USA", []param{{"at", "years of one's own choosing, with commas", "1979,2001"}}, dataForms, false, s.costs},
		{"/data", "What the observatory reads, its rights, and what became of every row", "/data", nil, pageAndRaw, false, s.data},
		{"/data/{id}", "One source", "/data/un-votes", nil, pageAndRaw, false, s.source},
		{"/docs/{page...}", "The documentation: how each number is computed", "/docs/methods/polarity", nil, pageOnly, false, s.doc},
		{"/api", "This description; as JSON it is an OpenAPI document", "/api", nil, pageAndRaw, false, s.api},
		{"/sitemap", "The map of the site, for search engines", "/sitemap", nil, pageOnly, false, s.sitemap},
	}
}
