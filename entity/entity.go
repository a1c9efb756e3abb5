// Package entity joins the mentions of one person, organisation or country
// within an article and gives countries their codes.
//
// In: a [text.Document] with names. Out: entities, each with its mentions.
package entity

import "example.org/readout/text"

// A Mention is one stretch of text that refers to an entity.
type Mention struct {
	Span text.Span
	Form string // named, nominal, pronoun (ACE)
}

// An Entity is what a set of coreferent mentions refers to.
type Entity struct {
	ID         string
	Name       string // the fullest name that the article gives
	Type       string // as [text.Name] has it
	Country    string // ISO 3166-1 alpha-3 of a country or nationality, "" otherwise or where unknown
	Mentions   []Mention
	Rule       string
	Confidence float64
}
