package when

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// wellFormed is every value that an expression may have.
var wellFormed = func() *regexp.Regexp {
	const (
		date = `\d{4}(-(\d\d(-\d\d)?|W\d\d(-WE)?|Q[1-4]|H[12]|SP|SU|FA|WI))?|\d{2,3}|BC\d{4}`
		day  = `\d{4}-\d\d-\d\d`
		tod  = `T(\d\d:\d\d|MO|AF|EV|NI)`
		dur  = `P(T?[\dX]+(\.5)?[A-Z]{1,2}|\d+Y6M|T\d+H30M|T\d+M30S|\d+DT12H|T12H)`
		set  = `XXXX-(WXX-([1-7](TNI|TMO|TEV)?|WE)|\d\d|SP|SU|FA|WI|XX-XXT(MO|AF|EV|NI))`
	)
	return regexp.MustCompile(`^(|(` + date + `)(/(` + date + `))?|` + day + tod + `|` + dur + `(/` + dur + `)?|` + set + `|PAST_REF|PRESENT_REF|FUTURE_REF)$`)
}()

// vocabulary is what the grammar is made of, and a little that it is not.
func vocabulary() []string {
	words := strings.Fields(`the a an of in on at by from to and between until since for ago later earlier before after
		half quarter century every each per late early mid end first second twenty one two hundred few several couple
		2020 1999 31 30 12 3 1st 22nd 5:30 24 0 1914 18 1/2 p.m. am GMT - , . ( ) : / ' 's "Fiscal recent past next last this
		that same following previous year's Monday Feb. today tonight now ' morning night o'clock time local We will met said 99999 ½ –`)
	for _, table := range []map[string]int{months12, weekdays, pluralWeekdays, units, pluralUnits, seasons, which, ordinals, numerals} {
		for _, w := range sortedKeys(table) {
			words = append(words, w, strings.ToUpper(w[:1])+w[1:])
		}
	}
	for _, table := range []map[string]string{timesOfDay, adverbs, references} {
		words = append(words, sortedKeys(table)...)
	}
	return words
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for i := range keys { // insertion sort: the tables are small
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

func check(t interface{ Errorf(string, ...any) }, s string, published time.Time) {
	d := document(s)
	end := 0
	for _, x := range Find(d, published) {
		if x.Span.Begin < end || x.Span.End <= x.Span.Begin || x.Span.End > len(s) {
			t.Errorf("%q: span %v after byte %d", s, x.Span, end)
		}
		end = x.Span.End
		if !wellFormed.MatchString(x.Value) {
			t.Errorf("%q: malformed value %q by %s", s, x.Value, x.Rule)
		}
		if x.Type != Date && x.Type != Time && x.Type != Duration && x.Type != Set || !strings.HasPrefix(x.Rule, "when:") {
			t.Errorf("%q: type %q, rule %q", s, x.Type, x.Rule)
		}
		begin, until, ok := x.Interval()
		if ok && !begin.Before(until) || ok != (x.Date() != "") {
			t.Errorf("%q: %+v lasts from %v to %v (%v), date %q", s, x, begin, until, ok, x.Date())
		}
		if published.IsZero() && (x.Fills != "" || x.Type == Time && x.Value != "" && !strings.ContainsAny(s, "0123456789")) {
			t.Errorf("%q: %+v is dated by nothing", s, x)
		}
	}
}

func TestValuesWellFormed(t *testing.T) {
	words := vocabulary()
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 14).Draw(t, "words"), " ")
		published := time.Time{}
		if rapid.Bool().Draw(t, "published") {
			published = day(rapid.IntRange(1, 9999).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day"))
		}
		check(t, s, published)
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"The envoys met on Saturday, February 1, 2020, at 5 p.m.", "from 3 to 5 May", "2017-2018", "1/2/2020", "the '90s",
		"two and a half years ago", "9999-12-31", "in 9999 and the next year", "12:61 GMT", "May–June 2019",
	} {
		f.Add(s, int64(1580688000))
	}
	f.Fuzz(func(t *testing.T, s string, unix int64) {
		published := time.Unix(unix, 0).UTC()
		if y := published.Year(); y < 1 || y > 9999 {
			published = time.Time{}
		}
		check(t, s, published)
	})
}

func BenchmarkFind(b *testing.B) {
	s := strings.Repeat("The ministers met on Saturday and will meet again in August, two weeks after the summit of 11-12 July 2019. "+
		"Nobody in the delegation wished to say what had been agreed with the hosts, who left for the airport before noon. ", 20)
	d := document(s)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Find(d, monday2020)
	}
}
