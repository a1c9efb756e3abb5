package article_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/text"
)

// corpus is a folder or file of the test corpora: $READOUT_DATA, or the folder
// "shared" beside the repository.
func corpus(t *testing.T, parts ...string) string {
	t.Helper()
	var roots []string
	if d := os.Getenv("READOUT_DATA"); d != "" {
		roots = append(roots, d)
	}
	for up := ".."; len(up) < 40; up = filepath.Join("..", up) {
		roots = append(roots, filepath.Join(up, "shared"), filepath.Join(up, "..", "shared"))
	}
	for _, r := range roots {
		p := filepath.Join(append([]string{r}, parts...)...)
		if _, err := os.Stat(p); err == nil {
			return p
		}
	}
	t.Skipf("no corpus %s: set READOUT_DATA to the folder that holds it", filepath.Join(parts...))
	return ""
}

func count(a *readout.Article) map[text.Role]int {
	n := map[text.Role]int{}
	for _, b := range a.Blocks {
		n[b.Role]++
	}
	return n
}

// Two articles read line by line by a person: so many blocks of each role.
func TestSeeds(t *testing.T) {
	dir := corpus(t, "seeds")
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) != 2 {
		t.Skipf("%d texts in %s, not the two that were counted", len(files), dir)
	}
	for i, want := range []map[text.Role]int{
		{text.Body: 35, text.Subheading: 3, text.Caption: 3, text.Credit: 4, text.Footnote: 1},
		{text.Headline: 1, text.Byline: 1, text.EditorNote: 1, text.Body: 12, text.Caption: 1, text.Repeat: 1, text.Contact: 1},
	} {
		src, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		a := one(t, src, article.Meta{Source: files[i]})
		got := count(a)
		for r, n := range got {
			if want[r] != n {
				t.Errorf("text %d: %d blocks of role %s, want %d", i+1, n, r, want[r])
			}
		}
		if len(got) != len(want) {
			t.Errorf("text %d: roles %v, want %v", i+1, got, want)
		}
		if i == 0 && (a.Title != "" || a.Author != "" || a.Genre == article.Opinion) {
			t.Errorf("text 1 has title %q, author %q, genre %q: it names none", a.Title, a.Author, a.Genre)
		}
		if i == 1 && (a.Title == "" || a.Author == "" || a.Genre != article.Opinion) {
			t.Errorf("text 2: title %q, author %q, genre %q", a.Title, a.Author, a.Genre)
		}
	}
}

// Every official release gives an article whose text is the field itself, and
// almost no paragraph of it is lost.
func TestReleases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus(t, "data", "news", "kremlin_kyiv_press", "press_release_data"), "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, official, english, body, all := 0, 0, 0, 0, 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r := csv.NewReader(f)
		head, err := r.Read()
		if err != nil {
			t.Fatal(err)
		}
		for {
			fields, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rec := map[string]string{}
			for i, h := range head {
				rec[h] = fields[i]
			}
			line, err := json.Marshal(map[string]string{"url": rec["link"], "title": rec["headline"], "published": rec["date"], "text": rec["body"]})
			if err != nil {
				t.Fatal(err)
			}
			rows++
			got, err := article.Read(line, article.Meta{Source: name})
			if err != nil || len(got) != 1 {
				if strings.TrimSpace(rec["body"]) != "" {
					t.Errorf("%s: %v", rec["link"], err)
				}
				continue
			}
			a := got[0]
			check(t, a)
			if a.Text != rec["body"] || a.Published.IsZero() {
				t.Errorf("%s: text altered or no date", rec["link"])
			}
			if a.Genre == article.Official {
				official++
			}
			if a.Language == "en" {
				english++
			}
			for _, b := range a.Blocks {
				all += b.Span.Len()
				if b.Role.Coded() {
					body += b.Span.Len()
				}
			}
		}
	}
	t.Logf("%d rows, %d official, %d English, %.4f of the text is read", rows, official, english, float64(body)/float64(all))
	if rows < 1700 || official != rows || english < rows*99/100 || body < all*995/1000 {
		t.Errorf("%d rows, %d official, %d English, %d of %d bytes read", rows, official, english, body, all)
	}
}

// Newspaper articles whose paragraphs were picked out by people: the rules may
// not lose what is body.
func TestNewspapers(t *testing.T) {
	f, err := os.Open(corpus(t, "data", "news", "basil", "docs.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	articles, blocks, lost := 0, 0, 0
	for a, err := range article.Stream(f, article.Meta{}) {
		if err != nil {
			t.Fatal(err)
		}
		check(t, a)
		articles++
		for r, n := range count(a) {
			blocks += n
			if r != text.Body && r != text.Headline {
				lost += n
			}
		}
		if a.Language != "en" {
			t.Errorf("article %d looks like %q", articles, a.Language)
		}
	}
	t.Logf("%d articles, %d blocks, %d neither body nor headline", articles, blocks, lost)
	if articles != 300 || lost*200 > blocks {
		t.Errorf("%d articles, %d of %d blocks are neither body nor headline", articles, lost, blocks)
	}
}

// No event and no statement of the gold set stands in a block that is not read.
func TestGoldIsRead(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus(t, "gold", "dev"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Skipf("no gold documents: %v", err)
	}
	type span struct{ Start int }
	spans, lost := 0, 0
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Text       string
			Events     []struct{ Trigger span }
			Statements []struct{ Content []span }
		}
		if err := json.Unmarshal(b, &doc); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		a := one(t, []byte(doc.Text), article.Meta{Kind: article.Plain})
		at := make([]int, 0, len(doc.Text))
		for i := range doc.Text {
			at = append(at, i)
		}
		all := make([]span, 0, len(doc.Events)+len(doc.Statements))
		for _, e := range doc.Events {
			all = append(all, e.Trigger)
		}
		for _, s := range doc.Statements {
			all = append(all, s.Content...)
		}
		for _, s := range all {
			spans++
			read := false
			for _, bl := range a.Blocks {
				read = read || bl.Role.Coded() && bl.Span.Begin <= at[s.Start] && at[s.Start] < bl.Span.End
			}
			if !read {
				lost++
			}
		}
	}
	t.Logf("%d spans, %d in blocks that are not read", spans, lost)
	if spans < 300 || lost > 0 {
		t.Errorf("%d of %d spans stand in blocks that are not read", lost, spans)
	}
}
