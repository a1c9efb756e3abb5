package when

import (
	"strings"
	"testing"
	"time"

	"example.org/readout/text"
)

// The trigger of each sentence stands in brackets.
func TestForEvent(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"The minister [visited] Riga on Saturday.", "2020-02-01"},
		{"On Saturday the minister [visited] Riga.", "2020-02-01"},
		{"A court Friday [convicted] two editors.", "2020-01-31"},
		{"The [visit] to Riga in May will follow.", "2020-05"},
		{"The May 2019 [visit] was cut short.", "2019-05"},
		{"The 2011 [uprising] toppled him.", "2011"},
		{"The [launch] (on 29 August) was the first.", "2019-08-29"},
		{"He will travel there on 13 July for a working [visit].", "2020-07-13"},
		{"The two [met] in 2017 and again in Oslo.", "2017"},
		{"Over the past week they [warned] of war.", "2020-01-27/2020-02-03"},
		{"In 2015 the bloc [lifted] the sanctions that it had imposed.", "2015"},
		{"The 2011 uprising that [toppled] him is remembered.", "2011"},
		{"After [signing] a 2015 agreement they fell out.", "2015"},
		{"A petition last year [urging] him to resign had no effect.", "2019"},
		{"A first [visit] of the envoy to Riga had been set down for January 4, and came to nothing.", "2020-01-04"},
		{"In 2008, after the bloc had voted, the envoy was [recalled].", "2008"},
		// Not the date of another clause, of a saying, or of a length of time.
		{"In 2015 the bloc lifted the sanctions that it had [imposed].", ""},
		{"In 2008, after the bloc [imposed] sanctions, the envoy was recalled.", ""},
		{"They [attacked] the rally planned for Monday.", ""},
		{"Rebels [attacked] the port, officials said Monday.", ""},
		{"Officials said on Monday that rebels had [attacked] the port.", ""},
		{"The rebels put out a leaflet in August saying that hostages were [killed].", ""},
		{"He [criticised] the 2015 agreement.", ""},
		{"The two [met] for three days.", ""},
		{"They [meet] every Saturday.", ""},
		{"The two now [meet] in Riga.", ""},
		{"The missile was [launched] at 7.06am local time.", ""}, // on a day that the text does not name
		{"The minister [visited] Riga. On Saturday he rested.", ""},
		{"The council convenes on Friday at Oslo's [request].", ""},
		// A bound is no date.
		{"The envoy [toured] Riga before the summer.", ""},
		{"The envoy will [return] by Christmas.", ""},
		{"By Friday the rebels had [taken] the port.", ""},
		{"He has [led] the party since 2015.", ""},
		{"The [talks] were put off until at least May.", ""},
		{"The crew [left] by noon on Saturday.", ""},
		{"The crew must [leave] no later than Friday.", ""},
		{"The crew will [leave] by Thursday or Friday.", ""},
		{"The crew [rested] ahead of Christmas.", ""},
		{"Prices [rose] after January 2019.", ""},
		{"The crew [fired] a flare shortly after noon on Saturday.", "2020-02-01"},
		{"Before the May 2019 [visit] he fell ill.", "2019-05"},
		// The date of a gathering dates no other word.
		{"The meeting on 12 November [voiced] relief at the talks.", ""},
		{"The meeting on 12 November voiced relief at the [talks].", ""},
		{"The [meeting] on 12 November voiced relief.", "2019-11-12"},
		{"The summit Friday voiced relief at the [truce].", ""},
		{"The blast Friday [killed] two guards.", "2020-01-31"},
		{"The ministers [praised] the summit on 12 November.", ""},
		{"The ministers [hosted] the summit on 12 November.", "2019-11-12"},
		{"Two guards were [killed] in the attack on Friday.", "2020-01-31"},
	} {
		begin, end := strings.Index(c.in, "["), strings.Index(c.in, "]")-1
		d := document(strings.NewReplacer("[", "", "]", "").Replace(c.in))
		got := ""
		if x := ForEvent(d, Find(d, monday2020), text.Span{Begin: begin, End: end}, monday2020); x != nil {
			got = x.Date()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestForEventUnpublished(t *testing.T) {
	d := document("The minister visited Riga on Saturday.")
	if x := ForEvent(d, Find(d, time.Time{}), text.Span{Begin: 13, End: 20}, time.Time{}); x != nil {
		t.Errorf("got %+v", x)
	}
}
