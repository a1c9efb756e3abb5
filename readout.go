// Package readout reads news articles and returns records that can be
// checked: events, statements, names, times and places, each pinned to the
// words it came from.
//
// [Reader.Read] is the whole of the analysis: one [Article] in, one [Reading]
// out, without network, database or clock. Package article makes Articles from
// files and pages; package export and the command write Readings.
package readout

import (
	"time"

	"example.org/readout/entity"
	"example.org/readout/event"
	"example.org/readout/place"
	"example.org/readout/quote"
	"example.org/readout/text"
	"example.org/readout/when"
)

// An Article is a news article as published, before analysis.
type Article struct {
	ID        string // hex SHA-256 of Text
	Source    string // file name or address it was read from
	URL       string
	Outlet    string
	Agency    string // wire agency that the text credits, "" if none
	Author    string
	Dateline  string // the words before the first sentence: "MINSK, 1 February (BelTA)", "" if none
	Title     string
	Published time.Time // zero where unknown
	Precision string    // what is known of Published: "day", "second", "" where unknown
	Language  string    // BCP 47, "" where unknown
	Genre     string    // report, analysis, opinion, interview, official, wire; "" where unknown
	GenreWhy  string    // the words or rule that the genre rests on
	Text      string    // the analysed text, UTF-8
	Blocks    []text.Block
	// Map leads from Text back to the bytes of the source: each piece says
	// that Text[Text.Begin:Text.End] was made from Source[Source.Begin:Source.End].
	// Empty where the text is the decoded source itself.
	Map []Piece
	// Notes say what was dropped, repaired or doubted on the way, one line each.
	Notes []string
}

// Narrator is who asserts what no statement attributes to another: the author
// of an opinion piece, by name where known. It is "" for other genres, in which
// the article itself speaks.
func (a *Article) Narrator() string {
	switch {
	case a.Genre != "opinion":
		return ""
	case a.Author == "":
		return "the author"
	}
	return a.Author
}

// A Piece joins a stretch of an article's text to the bytes it was made from.
type Piece struct{ Text, Source text.Span }

// A Reading is all that one article yields under one version of the reader:
// the same article and version give the same Reading.
type Reading struct {
	Version    string // of the program's rules and of the model: "readout 0.1.0, model news-en 1 (3f2a91c0)"
	Article    *Article
	Document   *text.Document
	Entities   []entity.Entity
	Times      []when.Timex
	Places     []place.Place
	Statements []quote.Statement
	Events     []event.Event
	Codes      []entity.Code // of the actors, recipients and speakers, each span once, in the order of the text
}
