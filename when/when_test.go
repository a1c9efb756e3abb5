package when

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.org/readout/text"
)

// document makes a one-block document of s.
func document(s string) *text.Document {
	d := &text.Document{Text: s, Blocks: []text.Block{{Span: text.Span{End: len(s)}, Role: text.Body}}}
	text.Split(d)
	return d
}

// monday2020 is the day that the sentences of the tables are published.
var monday2020 = time.Date(2020, 2, 3, 0, 0, 0, 0, time.UTC)

// show writes expressions as the tables do: "words TYPE value MOD", an unknown
// value as "?".
func show(d *text.Document, times []Timex) string {
	var out []string
	for _, t := range times {
		v := t.Value
		if v == "" {
			v = "?"
		}
		s := d.Slice(t.Span) + " " + t.Type + " " + v
		if t.Mod != "" {
			s += " " + t.Mod
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		// Full dates.
		{"The envoys met on 1 February 2020.", "1 February 2020 DATE 2020-02-01"},
		{"The envoys met on February 1, 2020, in Riga.", "February 1, 2020 DATE 2020-02-01"},
		{"The envoys met on Feb. 1, 2020.", "Feb. 1, 2020 DATE 2020-02-01"},
		{"The envoys met on the 1st of February, 2020.", "1st of February, 2020 DATE 2020-02-01"},
		{"The treaty of March 3rd 1918 ended it.", "March 3rd 1918 DATE 1918-03-03"},
		{"Signed 2020-02-01 in Oslo.", "2020-02-01 DATE 2020-02-01"},
		{"Signed 25/12/2019 in Oslo.", "25/12/2019 DATE 2019-12-25"},
		{"Signed 12/25/2019 in Oslo.", "12/25/2019 DATE 2019-12-25"},
		{"Signed 1/2/2020 in Oslo.", "1/2/2020 DATE ?"},
		{"Signed 13.02.2019 in Oslo.", "13.02.2019 DATE 2019-02-13"},
		{"They spoke on Saturday, February 1, 2020.", "Saturday, February 1, 2020 DATE 2020-02-01"},
		{"They spoke on Tuesday, 14 January.", "Tuesday, 14 January DATE 2020-01-14"},
		{"There is no 30 February 2019.", "February 2019 DATE 2019-02"},
		// Days without a year.
		{"He arrived on February 1.", "February 1 DATE 2020-02-01"},
		{"He arrived on 28 January.", "28 January DATE 2020-01-28"},
		{"He arrived on Dec. 9.", "Dec. 9 DATE 2019-12-09"},
		{"She will arrive on March 5.", "March 5 DATE 2020-03-05"},
		{"She will arrive on January 12.", "January 12 DATE 2020-01-12"},
		{"On December 9 last year the general spoke.", "December 9 last year DATE 2019-12-09"},
		{"The trip was set for January 4 this year.", "January 4 this year DATE 2020-01-04"},
		{"The court rules on 5 May next year.", "5 May next year DATE 2021-05-05"},
		// Months and years.
		{"The pact was signed in October 2018.", "October 2018 DATE 2018-10"},
		{"The pact was signed at the end of October 2018.", "the end of October 2018 DATE 2018-10 END"},
		{"The pact was signed in early October 2018.", "early October 2018 DATE 2018-10 START"},
		{"The pact was signed in mid-October 2018.", "mid-October 2018 DATE 2018-10 MID"},
		{"In August last year they met.", "August last year DATE 2019-08"},
		{"They met in August of last year.", "August of last year DATE 2019-08"},
		{"They met in August.", "August DATE 2019-08"},
		{"They will meet in August.", "August DATE 2020-08"},
		{"They met last November.", "last November DATE 2019-11"},
		{"They will meet next April.", "next April DATE 2020-04"},
		{"In 2008, after the vote, the envoy was recalled.", "2008 DATE 2008"},
		{"Late last year, the agency reported talks.", "Late last year DATE 2019 END"},
		{"It began earlier this year.", "earlier this year DATE 2020 START"},
		{"The 2015 agreement lapsed.", "2015 DATE 2015"},
		{"The deal dates from the year 1997.", "the year 1997 DATE 1997"},
		{"The law was passed in late 2013.", "late 2013 DATE 2013 END"},
		{"It was founded in 241 BC.", "241 BC DATE BC0241"},
		{"He fled in '98.", "'98 DATE 1998"},
		// Weekdays by tense.
		{"The ministers met on Saturday.", "Saturday DATE 2020-02-01"},
		{"The ministers will meet on Saturday.", "Saturday DATE 2020-02-08"},
		{"The ministers are to meet on Saturday.", "Saturday DATE 2020-02-08"},
		{"The court convicted him Monday.", "Monday DATE 2020-02-03"},
		{"The vote is scheduled for Thursday.", "Thursday DATE 2020-02-06"},
		{"The ministers met last Saturday.", "last Saturday DATE 2020-02-01"},
		{"They meet next Monday.", "next Monday DATE 2020-02-10"},
		{"They meet this Friday.", "this Friday DATE 2020-02-07"},
		{"Thursday's talks failed.", "Thursday DATE 2020-01-30"},
		{"He left on Wednesday evening.", "Wednesday evening TIME 2020-01-29TEV"},
		{"It fired a missile Tuesday morning local time.", "Tuesday morning local time TIME 2020-02-04TMO"},
		{"They meet on Tuesday next week.", "Tuesday next week DATE 2020-02-11"},
		{"Nobody here works on Saturday and Sunday.", "Saturday SET XXXX-WXX-6; Sunday SET XXXX-WXX-7"},
		// Days, weeks and the like from the publication.
		{"Today the office closed.", "Today DATE 2020-02-03"},
		{"It closed yesterday.", "yesterday DATE 2020-02-02"},
		{"It closes tomorrow.", "tomorrow DATE 2020-02-04"},
		{"It closed the day before yesterday.", "the day before yesterday DATE 2020-02-01"},
		{"He speaks tonight.", "tonight TIME 2020-02-03TNI"},
		{"He spoke last night.", "last night TIME 2020-02-02TNI"},
		{"He spoke this morning.", "this morning TIME 2020-02-03TMO"},
		{"He spoke yesterday afternoon.", "yesterday afternoon TIME 2020-02-02TAF"},
		{"They met last week.", "last week DATE 2020-W05"},
		{"They meet this week.", "this week DATE 2020-W06"},
		{"They meet next week.", "next week DATE 2020-W07"},
		{"They met last month.", "last month DATE 2020-01"},
		{"They meet next month.", "next month DATE 2020-03"},
		{"Trade fell last year.", "last year DATE 2019"},
		{"Trade will rise next year.", "next year DATE 2021"},
		{"It happened over the weekend.", "the weekend DATE 2020-W05-WE"},
		{"It happened last weekend.", "last weekend DATE 2020-W05-WE"},
		{"They met two weeks ago.", "two weeks ago DATE 2020-W04"},
		{"They met three days ago.", "three days ago DATE 2020-01-31"},
		{"They met a year ago.", "a year ago DATE 2019"},
		{"They met more than two years ago.", "more than two years ago DATE 2018 MORE_THAN"},
		{"They met several years ago.", "several years ago DATE PAST_REF"},
		{"It fell a decade ago.", "a decade ago DATE 2010"},
		// Quarters, halves, seasons, decades, centuries, holidays.
		{"Exports rose in the third quarter.", "the third quarter DATE 2019-Q3"},
		{"Exports rose in the first quarter of 2018.", "the first quarter of 2018 DATE 2018-Q1"},
		{"The firm reported a third-quarter loss.", "third-quarter DATE 2019-Q3"},
		{"It takes over in the second half of 2022.", "the second half of 2022 DATE 2022-H2"},
		{"The offensive came in the spring of 2018.", "the spring of 2018 DATE 2018-SP"},
		{"The offensive came last summer.", "last summer DATE 2019-SU"},
		{"The camp opened in the 1990s.", "the 1990s DATE 199"},
		{"The camp opened in the early 1990s.", "the early 1990s DATE 199 START"},
		{"The fort is from the 19th century.", "the 19th century DATE 18"},
		{"They spoke on Christmas Day.", "Christmas Day DATE 2019-12-25"},
		{"They spoke on New Year's Eve.", "New Year's Eve DATE 2019-12-31"},
		// Ranges.
		{"He led the agency in 2017-2018.", "2017-2018 DATE 2017/2018"},
		{"He led the agency from 2014 to 2016.", "2014 to 2016 DATE 2014/2016"},
		{"He led the agency in 1914–18.", "1914–18 DATE 1914/1918"},
		{"They met between May and June 2019.", "May and June 2019 DATE 2019-05/2019-06"},
		{"The summit of July 11-12, 2018, failed.", "July 11-12, 2018 DATE 2018-07-11/2018-07-12"},
		{"The summit takes place on 5-7 March.", "5-7 March DATE 2020-03-05/2020-03-07"},
		{"They met from 3 March to 4 April 2019.", "3 March to 4 April 2019 DATE 2019-03-03/2019-04-04"},
		// Durations.
		{"They talked for two weeks.", "two weeks DURATION P2W"},
		{"They talked for nearly 17 months.", "nearly 17 months DURATION P17M LESS_THAN"},
		{"He got a five-year sentence.", "five-year DURATION P5Y"},
		{"It is the first visit in more than a quarter of a century.", "more than a quarter of a century DURATION P25Y MORE_THAN"},
		{"It lasted half a century.", "half a century DURATION P50Y"},
		{"It lasted two and a half years.", "two and a half years DURATION P2Y6M"},
		{"It lasted for months.", "months DURATION PXM"},
		{"It lasted several days.", "several days DURATION PXD"},
		{"It lasted a couple of hours.", "a couple of hours DURATION PT2H APPROX"},
		{"They have consulted for the past two years.", "the past two years DURATION P2Y"},
		{"They have warned us over the past week.", "the past week DURATION P1W"},
		{"The war took two decades.", "two decades DURATION P20Y"},
		{"Two weeks before his visit he spoke.", "Two weeks before DURATION P2W"},
		// Sets.
		{"They rally every Saturday.", "every Saturday SET XXXX-WXX-6"},
		{"They report annually.", "annually SET P1Y"},
		{"They report every two years.", "every two years SET P2Y"},
		{"They meet each month.", "each month SET P1M"},
		{"They meet every other week.", "every other week SET P2W"},
		{"The market closes on Mondays.", "Mondays SET XXXX-WXX-1"},
		{"There are daily flights.", "daily SET P1D"},
		// Times of day.
		{"They met at 5 p.m. on Saturday.", "5 p.m. TIME 2020-02-01T17:00; Saturday DATE 2020-02-01"},
		{"They met at noon on Saturday.", "noon on Saturday TIME 2020-02-01T12:00"},
		{"It flew by at 7.06am local time.", "7.06am local time TIME 2020-02-03T07:06"},
		{"It flew by at 21:50 GMT.", "21:50 GMT TIME 2020-02-03T21:50"},
		{"He voted on the evening of January 13.", "the evening of January 13 TIME 2020-01-13TEV"},
		// References.
		{"The minister is now in Riga.", "now DATE PRESENT_REF"},
		{"The minister recently spoke.", "recently DATE PAST_REF"},
		{"They will be freed soon.", "soon DATE FUTURE_REF"},
		{"It may change in the future.", "the future DATE FUTURE_REF"},
		// Back to a date before.
		{"He came on 4 May 2019. Three days later he left.", "4 May 2019 DATE 2019-05-04; Three days later DATE 2019-05-07"},
		{"He came on 4 May 2019 and left the next day.", "4 May 2019 DATE 2019-05-04; the next day DATE 2019-05-05"},
		{"He came in 2014. The following year he left.", "2014 DATE 2014; The following year DATE 2015"},
		{"He came in March 2014 and left the same month.", "March 2014 DATE 2014-03; the same month DATE 2014-03"},
		{"Three days later he left.", "Three days later DATE ?"},
		// What tuning on corpora taught.
		{"On Tuesday morning (February 4), they met.", "Tuesday morning TIME 2020-02-04TMO; February 4 DATE 2020-02-04"},
		{"Her visit began on Sunday and ends on Tuesday.", "Sunday DATE 2020-02-02; Tuesday DATE 2020-02-04"},
		{"He left the week before last.", "the week before last DATE 2020-W04"},
		{"The 2019–2020 budget passed.", "2019–2020 DATE 2019/2020"},
		{"He was arrested in the early hours of Friday.", "Friday DATE 2020-01-31"},
		{"It has been months since they met.", "months DURATION PXM"},
		{"The duties were imposed in May and lifted in July.", "May DATE 2019-05; July DATE 2019-07"},
		{"He served from 12 to 14 January.", "12 to 14 January DATE 2020-01-12/2020-01-14"},
		{"The mid-1980s were hard.", "The mid-1980s DATE 198 MID"},
		{"It came in fall 2018, after a strike.", "fall 2018 DATE 2018-FA"},
		{"Trade fell in the last six months of 2019.", "the last six months DURATION P6M; 2019 DATE 2019"},
		// Traps.
		{"We may march on, he said.", ""},
		{"May met the envoys in Davos.", ""},
		{"He met with May in Davos.", ""},
		{"They march every second day.", "every second day SET P2D"},
		{"The second man spoke.", ""},
		{"Some 2000 people fled.", ""},
		{"It cost $2015 and 1,998 euros.", ""},
		{"The 52-year-old lawyer fell.", ""},
		{"Flight 1997 from Riga landed.", ""},
		{"Prices fall in the spring of hope.", ""},
		{"The score was 3:20.", ""},
		{"A quarter of the voters fell ill.", ""},
	} {
		d := document(c.in)
		if got := show(d, Find(d, monday2020)); got != c.want {
			t.Errorf("%s\n got: %s\nwant: %s", c.in, got, c.want)
		}
	}
}

// What a clause says of the time to come, on a Wednesday in March.
func TestTense(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"The accord will be sealed on Friday.", "Friday DATE 2021-03-12"},
		{"The accord will not be formally sealed on Friday.", "Friday DATE 2021-03-12"},
		{"The accord won't be sealed on Friday.", "Friday DATE 2021-03-12"},
		{"The accord will have been sealed by Friday.", "Friday DATE 2021-03-12"},
		{"The men may be caught and tried on Friday.", "Friday DATE 2021-03-12"},
		{"The judge will be chosen and announced on Friday.", "Friday DATE 2021-03-12"},
		{"They demanded that he be freed on Friday.", "Friday DATE 2021-03-12"},
		{"The accord is to be signed in May.", "May DATE 2021-05"},
		{"The vote will be held on Dec. 12.", "Dec. 12 DATE 2021-12-12"},
		{"The curfew would be lifted in December.", "December DATE 2021-12"},
		{"The relics could be returned before Christmas.", "Christmas DATE 2021-12-25"},
		{"One letter was sent and another will be sent before the summer.", "the summer DATE 2021-SU"},
		{"The king will visit at Christmas.", "Christmas DATE 2021-12-25"},
		{"The court is due to rule in December.", "December DATE 2021-12"},
		{"The trial is scheduled for December.", "December DATE 2021-12"},
		// What is gone by.
		{"The accord was formally sealed on Friday.", "Friday DATE 2021-03-05"},
		{"The accord could have been sealed on Friday.", "Friday DATE 2021-03-05"},
		{"The accord has been sealed on Friday.", "Friday DATE 2021-03-05"},
		{"The accord will be kept, ministers said on Friday.", "Friday DATE 2021-03-05"},
		{"The party won the vote on Friday.", "Friday DATE 2021-03-05"},
		{"The accord failed to be signed in May.", "May DATE 2020-05"},
		{"He came to power in December.", "December DATE 2020-12"},
		{"The trial was postponed in February.", "February DATE 2021-02"},
	} {
		d := document(c.in)
		if got := show(d, Find(d, time.Date(2021, 3, 10, 0, 0, 0, 0, time.UTC))); got != c.want {
			t.Errorf("%s\n got: %s\nwant: %s", c.in, got, c.want)
		}
	}
}

// Without a date of publication nothing that depends on it has a value.
func TestFindUnpublished(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"The ministers met on Saturday.", "Saturday DATE ?"},
		{"They met in August last year.", "August last year DATE ?"},
		{"Late last year they met.", "Late last year DATE ? END"},
		{"He arrived on February 1.", "February 1 DATE ?"},
		{"He arrived on February 1, 2019.", "February 1, 2019 DATE 2019-02-01"},
		{"Today it closed.", "Today DATE ?"},
		{"They met two weeks ago.", "two weeks ago DATE ?"},
		{"They met last Saturday.", "last Saturday DATE ?"},
		{"They met at 5 p.m.", "5 p.m. TIME ?"},
		{"They met last night.", "last night TIME ?"},
		{"They met last summer.", "last summer DATE ?"},
		{"They met in the third quarter.", "the third quarter DATE ?"},
		{"The past two years were hard.", "The past two years DURATION P2Y"},
		{"He came on 4 May 2019 and left the next day.", "4 May 2019 DATE 2019-05-04; the next day DATE 2019-05-05"},
		{"It lasted two weeks.", "two weeks DURATION P2W"},
		{"They meet next week.", "next week DATE ?"},
		{"They spoke on Christmas Day.", "Christmas Day DATE ?"},
	} {
		d := document(c.in)
		if got := show(d, Find(d, time.Time{})); got != c.want {
			t.Errorf("%s\n got: %s\nwant: %s", c.in, got, c.want)
		}
	}
}

func TestDateAndInterval(t *testing.T) {
	for _, c := range []struct{ typ, value, fills, date, begin, end string }{
		{Date, "2020-02-01", "", "2020-02-01", "2020-02-01", "2020-02-02"},
		{Date, "2019-08", "", "2019-08", "2019-08-01", "2019-09-01"},
		{Date, "2019", "", "2019", "2019-01-01", "2020-01-01"},
		{Date, "2020-W05", "", "2020-01-27/2020-02-02", "2020-01-27", "2020-02-03"},
		{Date, "2020-W05-WE", "", "2020-02-01/2020-02-02", "2020-02-01", "2020-02-03"},
		{Date, "2019-Q3", "", "2019-07/2019-09", "2019-07-01", "2019-10-01"},
		{Date, "2022-H2", "", "2022-07/2022-12", "2022-07-01", "2023-01-01"},
		{Date, "2019-WI", "", "2019-12/2020-02", "2019-12-01", "2020-03-01"},
		{Date, "199", "", "1990/1999", "1990-01-01", "2000-01-01"},
		{Date, "2014/2016", "", "2014/2016", "2014-01-01", "2017-01-01"},
		{Time, "2017-09-15TMO", "", "2017-09-15", "2017-09-15", "2017-09-16"},
		{Duration, "P1W", "2020-01-27/2020-02-03", "2020-01-27/2020-02-03", "2020-01-27", "2020-02-04"},
		{Duration, "P1W", "", "", "", ""},
		{Set, "P1D", "", "", "", ""},
		{Date, PastRef, "", "", "", ""},
		{Date, "", "", "", "", ""},
		{Date, "BC0241", "", "", "", ""},
	} {
		x := Timex{Type: c.typ, Value: c.value, Fills: c.fills}
		begin, end, ok := x.Interval()
		got := []string{x.Date(), "", ""}
		if ok {
			got[1], got[2] = begin.Format(time.DateOnly), end.Format(time.DateOnly)
		}
		if want := []string{c.date, c.begin, c.end}; fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s %s: got %q, want %q", c.typ, c.value, got, want)
		}
	}
}

func TestLabel(t *testing.T) {
	if got := (Timex{Value: "2018-10", Mod: "END"}).Label(); got != "2018-10-END" {
		t.Errorf("got %s", got)
	}
	if got := (Timex{Mod: "END"}).Label(); got != "" {
		t.Errorf("got %s of an unknown date", got)
	}
}
