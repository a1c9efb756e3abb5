package readout_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/entity"
	"example.org/readout/event"
	"example.org/readout/place"
	"example.org/readout/quote"
	"example.org/readout/text"
	"example.org/readout/text/model"
	"example.org/readout/text/nn"
	"example.org/readout/when"
)

func newReader(t *testing.T, options ...nn.Option) *readout.Reader {
	t.Helper()
	m, err := nn.Load(model.Bytes(), options...)
	if err != nil {
		t.Fatal(err)
	}
	return readout.NewReader(m)
}

func example(t *testing.T, name string) *readout.Article {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("examples", name))
	if err != nil {
		t.Fatal(err)
	}
	a, err := article.Read(b, article.Meta{Source: name, Published: time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return a[0]
}

// TestKernelsGiveTheSameRecords reads an article with each kernel that the
// machine has. Scores may differ in the fifth digit; records may not.
func TestKernelsGiveTheSameRecords(t *testing.T) {
	a := example(t, "visit-opinion.txt")
	if testing.Short() {
		t.Skip("the portable kernel takes some seconds")
	}
	var want *readout.Reading
	for _, k := range nn.Kernels() {
		got, err := newReader(t, nn.WithKernel(k)).Read(context.Background(), a)
		if err != nil {
			t.Fatal(err)
		}
		if want == nil {
			want = got
			continue
		}
		near := cmpopts.EquateApprox(0, .001)
		for name, pair := range map[string][2]any{
			"events":     {want.Events, got.Events},
			"statements": {want.Statements, got.Statements},
			"entities":   {want.Entities, got.Entities},
			"places":     {want.Places, got.Places},
			"times":      {want.Times, got.Times},
		} {
			if diff := cmp.Diff(pair[0], pair[1], near); diff != "" {
				t.Errorf("%s with kernel %s differ from those with %s:\n%s", name, k, nn.Kernels()[0], diff)
			}
		}
	}
}

func TestReadTwice(t *testing.T) {
	r, a := newReader(t), example(t, "visit-report.txt")
	one, err := r.Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	two, err := r.Read(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one.Events, two.Events); diff != "" {
		t.Error(diff)
	}
	if len(one.Events) == 0 || len(one.Statements) == 0 {
		t.Errorf("%d events and %d statements in a report that is full of them", len(one.Events), len(one.Statements))
	}
}

// TestRecordsStandInCodedBlocks checks the promise of text.Role.Coded.
func TestRecordsStandInCodedBlocks(t *testing.T) {
	rd, err := newReader(t).Read(context.Background(), example(t, "visit-report.html"))
	if err != nil {
		t.Fatal(err)
	}
	d := rd.Document
	for _, e := range rd.Events {
		if role := d.Role(d.TokenAt(e.Trigger.Begin)); !role.Coded() {
			t.Errorf("event at %q in a block of role %s", d.Slice(e.Trigger), role)
		}
	}
	for _, s := range rd.Statements {
		for _, c := range s.Content {
			if role := d.Role(d.TokenAt(c.Begin)); !role.Coded() {
				t.Errorf("content %q in a block of role %s", d.Slice(c), role)
			}
		}
	}
}

// FuzzRead reads odd texts: no panic, and records within the text.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`The harvest, she said, "`,
		`“Our roads will be mended soon, the minister said, ”`,
		`"`, `”””“““`, "he said", "said said said", `, , said, ,`, "A\n\n“B.\n\nC”, said D", "(((", "U.S. - “No,” he", "Mr.",
		"“One.\n\nTwo.\n\nThree,” said the minister, who was quoted by Radio X as saying, citing Y.",
	} {
		f.Add(s)
	}
	m, err := nn.Load(model.Bytes())
	if err != nil {
		f.Fatal(err)
	}
	r := readout.NewReader(m)
	f.Fuzz(func(t *testing.T, s string) {
		for a, err := range article.Stream(strings.NewReader(s), article.Meta{Source: "fuzz", Language: "en"}) {
			if err != nil {
				continue
			}
			rd, err := r.Read(context.Background(), a)
			if err != nil {
				continue
			}
			whole := text.Span{End: len(a.Text)}
			for _, e := range rd.Events {
				if !whole.Covers(e.Trigger) || e.Trigger.Len() <= 0 {
					t.Errorf("trigger %v in a text of %d bytes", e.Trigger, len(a.Text))
				}
			}
			for _, st := range rd.Statements {
				if len(st.Content) == 0 {
					t.Error("a statement without content")
				}
				for _, c := range st.Content {
					if !whole.Covers(c) || c.Len() <= 0 {
						t.Errorf("content %v in a text of %d bytes", c, len(a.Text))
					}
				}
			}
		}
	})
}

// BenchmarkRead is a whole reading, from an article's text to its records, with
// each kernel that the machine has.
func BenchmarkRead(b *testing.B) {
	src, err := os.ReadFile(filepath.Join("examples", "visit-report.txt"))
	if err != nil {
		b.Fatal(err)
	}
	a, err := article.Read(src, article.Meta{Source: "visit-report.txt"})
	if err != nil {
		b.Fatal(err)
	}
	words := float64(len(strings.Fields(a[0].Text)))
	for _, k := range nn.Kernels() {
		b.Run(k, func(b *testing.B) {
			m, err := nn.Load(model.Bytes(), nn.WithKernel(k))
			if err != nil {
				b.Fatal(err)
			}
			r := readout.NewReader(m)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Read(context.Background(), a[0]); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(words*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}

// BenchmarkRecords is what the layers above the model cost: a document is
// analysed once, and its records are made again and again.
func BenchmarkRecords(b *testing.B) {
	m, err := nn.Load(model.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join("examples", "visit-report.txt"))
	if err != nil {
		b.Fatal(err)
	}
	a, err := article.Read(src, article.Meta{Source: "visit-report.txt"})
	if err != nil {
		b.Fatal(err)
	}
	rd, err := readout.NewReader(m).Read(context.Background(), a[0])
	if err != nil {
		b.Fatal(err)
	}
	d := rd.Document
	for _, l := range []struct {
		name string
		run  func()
	}{
		{"when", func() { when.Find(d, time.Time{}) }},
		{"place", func() { place.Find(d) }},
		{"entity", func() { entity.Find(d, rd.Places) }},
		{"quote", func() { quote.Find(d, quote.Options{Threshold: m.Threshold("cue")}) }},
		{"event", func() {
			event.Find(d, rd.Entities, event.Options{Threshold: m.Threshold("trigger"), Roots: m.Labels("trigger"), Modalities: m.Labels("modality")})
		}},
	} {
		b.Run(l.name, func(b *testing.B) {
			for b.Loop() {
				l.run()
			}
		})
	}
}

func TestErrors(t *testing.T) {
	r := newReader(t)
	a := example(t, "visit-report.txt")
	foreign := *a
	foreign.Language = "fr"
	if _, err := r.Read(context.Background(), &foreign); !errors.Is(err, readout.ErrLanguage) {
		t.Errorf("French: %v, want ErrLanguage", err)
	}
	if _, err := r.Read(context.Background(), &readout.Article{}); !errors.Is(err, readout.ErrNoText) {
		t.Errorf("empty: %v, want ErrNoText", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Read(ctx, a); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, want context.Canceled", err)
	}
}
