// Package place tells the places that a text names from the governments,
// peoples and adjectives that carry the same names.
//
// In: a [text.Document] with names. Out: mentions of places with their sense
// and country, and the place of a happening where the text says it.
package place

import "example.org/readout/text"

// A Sense is what a place name stands for where it is used.
type Sense string

// The senses of a place name.
const (
	Location     Sense = "place"        // "arrived in Minsk"
	Government   Sense = "government"   // "Minsk said"
	People       Sense = "people"       // "Belarusians"
	Adjective    Sense = "adjective"    // "the Belarusian minister"
	Organisation Sense = "organisation" // part of a name: "the European Union"
)

// A Place is one mention of a place name or nationality.
type Place struct {
	Span       text.Span
	Name       string // canonical: "Minsk", "Belarus"
	Country    string // ISO 3166-1 alpha-3, "" where unknown
	Precision  string // country, region, city, site, sea, continent; "" where unknown
	Sense      Sense
	Rule       string // the rule that gave the sense
	Confidence float64
}

// Full is the name with the country that holds it: "Minsk, Belarus".
func (p *Place) Full() string {
	if country := CountryName(p.Country); country != "" && country != p.Name && p.Precision != "country" {
		return p.Name + ", " + country
	}
	return p.Name
}
