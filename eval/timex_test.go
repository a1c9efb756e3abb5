package eval

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"example.org/readout/text"
	"example.org/readout/when"
)

const smallTimeML = `<?xml version="1.0" ?>
<TimeML><DOCID>x</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2020-02-03" functionInDocument="CREATION_TIME">today</TIMEX3></DCT>
<TITLE>Not read</TITLE>
<TEXT>
Talks &amp; dinner were <EVENT eid="e1">held</EVENT> <TIMEX3 tid="t1" type="DATE" value="2020-02-01">Saturday</TIMEX3>,
and will go on from <TIMEX3 tid="t2" type="DATE" value="2020-03">March</TIMEX3> to <TIMEX3 tid="t3" type="DATE" value="2020-W6">another day</TIMEX3>.
</TEXT></TimeML>`

func TestParseTimeML(t *testing.T) {
	got, err := parseTimeML([]byte(smallTimeML))
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2020, 2, 3, 0, 0, 0, 0, time.UTC); !got.published.Equal(want) {
		t.Errorf("published %v", got.published)
	}
	if !strings.HasPrefix(got.text, "\nTalks & dinner were held Saturday,") {
		t.Errorf("text %q", got.text)
	}
	var words []string
	for _, x := range got.times {
		words = append(words, got.text[x.Span.Begin:x.Span.End]+" "+x.Type+" "+x.Value)
	}
	if s := strings.Join(words, "; "); s != "Saturday DATE 2020-02-01; March DATE 2020-03; another day DATE 2020-W6" {
		t.Error(s)
	}
}

func TestScoreTimes(t *testing.T) {
	gold, err := parseTimeML([]byte(smallTimeML))
	if err != nil {
		t.Fatal(err)
	}
	at := func(words, typ, value string) when.Timex {
		i := strings.Index(gold.text, words)
		return when.Timex{Span: text.Span{Begin: i, End: i + len(words)}, Type: typ, Value: value}
	}
	var errs bytes.Buffer
	strict, relaxed, typ, value := scoreTimes(gold, []when.Timex{
		at("held Saturday", when.Time, "2020-02-01"),              // another span, another type
		at("March to another day", when.Date, "2020-03/2020-W06"), // one range, two expressions
		at("dinner", when.Date, ""),                               // a false alarm
	}, &errs)
	for _, c := range []struct {
		name string
		got  PRF
		tp   int
	}{{"strict", strict, 2}, {"relaxed", relaxed, 3}, {"type", typ, 2}, {"value", value, 3}} {
		if want := (PRF{c.tp, 4, 3}); c.got != want {
			t.Errorf("%s: got %v, want %v", c.name, c.got, want)
		}
	}
	if got := errs.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "false\t") || !strings.Contains(got, "span\t") {
		t.Errorf("errors:\n%s", got)
	}
}

func TestSameDays(t *testing.T) {
	if !sameDays("2013-03", "2013-03-01/2013-03-31") || sameDays("2013", "2013-03") || sameDays("x", "") {
		t.Error("sameDays")
	}
}

// timeCorpus is the path of a corpus, or skips the test.
func timeCorpus(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("READOUT_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	path := filepath.Join(root, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no %s: set READOUT_DATA to the folder that holds it", name)
	}
	return path
}

// The floors lie a little under what is reached.
func TestTimexCorpora(t *testing.T) {
	for _, set := range []struct {
		name          string
		strict, value float64
	}{
		{"data/time/TBAQ-cleaned", .85, .785},
		{"data/time/wikiwars/tml", .83, .79},
		{"gold/entities/dev.jsonl", .93, .92},
	} {
		t.Run(set.name, func(t *testing.T) {
			res, err := runTimex(context.Background(), timeCorpus(t, set.name), nil, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for name, floor := range map[string]float64{"strict_f1": set.strict, "value_f1": set.value} {
				if got, ok := res.Get(name); !ok || got < floor {
					t.Errorf("%s %.3f, floor %.3f", name, got, floor)
				}
			}
			var out bytes.Buffer
			if err := res.WriteTable(&out); err != nil {
				t.Fatal(err)
			}
			t.Log("\n" + out.String())
		})
	}
}

func TestDating(t *testing.T) {
	n, err := Dating(timeCorpus(t, "gold/dev"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(n)
	if n.Precision() < .9 || n.Recall() < .33 {
		t.Errorf("dates of events: %v", n)
	}
}
