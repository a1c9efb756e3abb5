package article_test

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.org/readout"
	"example.org/readout/article"
	"example.org/readout/text"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

func TestPage(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("testdata", "visit.html"))
	if err != nil {
		t.Fatal(err)
	}
	a := one(t, src, article.Meta{Source: "visit.html", Outlet: "Other"})
	want := []string{
		"headline: Ministers meet at",
		"byline: By Ida Korhonen",
		"body: The foreign minister",
		"caption: The pier at",
		"body: Both sides said",
		"body: Fishermen on the",
		"subheading: A long road",
		"body: The two countries",
		"embedded: The pier is",
		"embedded: — Ida Korhonen",
		"repeat: Three treaties were",
		"body: A new draft",
		"furniture: Home",
		"furniture: World",
		"furniture: Sport",
		"furniture: READ ALSO: Who",
		"furniture: 2 comments",
		"furniture: I have lived",
		"furniture: © 2031 The",
	}
	if diff := cmp.Diff(want, roles(a)); diff != "" {
		t.Error(diff)
	}
	facts := []string{a.Title, a.Author, a.Outlet, a.URL, a.Published.Format(time.RFC3339), a.Precision, a.Language}
	if diff := cmp.Diff([]string{
		"Ministers meet at the lake", "Ida Korhonen", "The Paper", "https://paper.example/world/lake",
		"2031-05-03T08:00:00Z", "second", "en-GB",
	}, facts); diff != "" {
		t.Error(diff)
	}
	mapped(t, a, string(src))
	if strings.Contains(a.Text, "not text") || strings.Contains(a.Text, "color") {
		t.Error("scripts or styles in the text")
	}
	if !strings.Contains(a.Text, "café owners & fishermen said.") || !strings.Contains(a.Text, "Tarsian colleague") {
		t.Errorf("entities or white space: %q", a.Text)
	}
}

var reSpace = regexp.MustCompile(`[ \t\r\n]+`)

// mapped tests that every letter of the text lies in a piece, and that each
// piece's source says the same, entities and white space aside.
func mapped(t *testing.T, a *readout.Article, src string) {
	t.Helper()
	txt := a.Text
	covered := make([]bool, len(txt))
	for _, p := range a.Map {
		got := strings.TrimSpace(reSpace.ReplaceAllString(html.UnescapeString(src[p.Source.Begin:p.Source.End]), " "))
		if want := strings.TrimSpace(txt[p.Text.Begin:p.Text.End]); got != want {
			t.Errorf("piece %v-%v: the source says %q, the text %q", p.Text, p.Source, got, want)
		}
		for i := p.Text.Begin; i < p.Text.End; i++ {
			covered[i] = true
		}
	}
	for i, c := range covered {
		if !c && txt[i] != ' ' && txt[i] != '\n' {
			t.Fatalf("byte %d of the text (%q) is in no piece", i, txt[i:min(i+20, len(txt))])
		}
	}
}

func TestPageMapOfOtherEncodings(t *testing.T) {
	page := "<html><head><meta charset=\"windows-1252\"></head><body><article><h1>Café in Venn</h1><p>" + para1 + " “Nothing – yet”, he said.</p><p>" + para2 + "</p></article></body></html>"
	src, err := charmap.Windows1252.NewEncoder().String(page)
	if err != nil {
		t.Fatal(err)
	}
	a := one(t, []byte(src), article.Meta{})
	if len(a.Map) == 0 {
		t.Fatalf("no map; notes %q", a.Notes)
	}
	for _, p := range a.Map {
		got, err := charmap.Windows1252.NewDecoder().String(src[p.Source.Begin:p.Source.End])
		if err != nil || got != a.Text[p.Text.Begin:p.Text.End] {
			t.Errorf("the source says %q, the text %q", got, a.Text[p.Text.Begin:p.Text.End])
		}
	}
}

func TestPagePublished(t *testing.T) {
	for _, tt := range []struct{ name, url, head, body, want string }{
		{"meta", "", `<meta property="article:published_time" content="2031-05-03T08:00:00Z">`, "", "2031-05-03 second"},
		{"time", "", "", `<time datetime="2031-05-03">Saturday</time>`, "2031-05-03 day"},
		{"time in a list of links", "", "", `<div class="related"><time datetime="2031-05-03">Saturday</time></div>`, ""},
		{"line", "", "", `<div>Published 3 May 2031 at 10:00</div>`, "2031-05-03 day"},
		{"address", "https://paper.example/2031/05/03/lake", "", "", "2031-05-03 day"},
		{"no date in the address", "https://paper.example/2031/55/03/lake", "", "", ""},
		{"page's record", "", `<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2031-05-03"}]}</script>`, "", "2031-05-03 day"},
		{"none", "", "", "", ""},
	} {
		src := "<html><head>" + tt.head + "</head><body><article><h1>Ministers meet at the lake</h1>" + tt.body + "<p>" + para1 + "</p><p>" + para2 + "</p></article></body></html>"
		a := one(t, []byte(src), article.Meta{URL: tt.url})
		got := ""
		if !a.Published.IsZero() {
			got = a.Published.Format(time.DateOnly) + " " + a.Precision
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	given := time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC)
	a := one(t, []byte("<html><body><p>"+para1+"</p><p>"+para2+"</p></body></html>"), article.Meta{Published: given})
	if !a.Published.Equal(given) {
		t.Errorf("the caller's date fills the gap: got %v", a.Published)
	}
}

func TestPageNames(t *testing.T) {
	for _, tt := range []struct{ head, want string }{
		{`<title>Ministers meet at the lake | The Paper | 3.5.2031</title>`, "Ministers meet at the lake||"},
		{`<meta property="og:title" content="Ministers meet"><meta name="author" content="Reuters">`, "Ministers meet||Reuters"},
		{`<meta property="og:site_name" content="The Paper"><meta name="author" content="The Paper">`, "Ministers meet at the lake||"},
		{`<meta name="author" content="Ida Korhonen">`, "Ministers meet at the lake|Ida Korhonen|"},
		{`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ministers&#8217; lake","author":{"name":"Ida O&#039;Hara"}}</script>`, "Ministers’ lake|Ida O'Hara|"},
		{`<meta name="author" content="https://paper.example/ida">`, "Ministers meet at the lake||"},
	} {
		a := one(t, []byte("<html><head>"+tt.head+"</head><body><h1>Ministers meet at the lake</h1><p>"+para1+"</p><p>"+para2+"</p></body></html>"), article.Meta{})
		if got := a.Title + "|" + a.Author + "|" + a.Agency; got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.head, got, tt.want)
		}
	}
}

// What a page says of its own address stands, with parameters that look like
// entities.
func TestPageAddress(t *testing.T) {
	const address = "https://paper.example/story?id=5&section=world&copy=2"
	page := `<html><head><link rel="canonical" href="https://paper.example/story?id=5&amp;section=world&amp;copy=2"></head><body><p>` + para1 + "</p><p>" + para2 + "</p></body></html>"
	if a := one(t, []byte(page), article.Meta{}); a.URL != address {
		t.Errorf("address %q, want %q", a.URL, address)
	}
}

func TestPageSection(t *testing.T) {
	for _, tt := range []struct{ head, genre string }{
		{`<meta property="article:section" content="Opinion">`, article.Opinion},
		{`<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"OpinionNewsArticle","headline":"x"}]}</script>`, article.Opinion},
		{`<meta property="article:section" content="Columbia">`, ""},
		{`<script type="application/ld+json">{"@type":"NewsArticle","articleSection":["Interviews"]}</script>`, article.Interview},
		{`<script type="application/ld+json">{broken</script>`, ""},
	} {
		a := one(t, []byte("<html><head>"+tt.head+"</head><body><p>"+para1+"</p><p>"+para2+"</p></body></html>"), article.Meta{})
		if a.Genre != tt.genre {
			t.Errorf("%s: genre %q (%s), want %q", tt.head, a.Genre, a.GenreWhy, tt.genre)
		}
	}
}

func TestPageOddities(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // must be in this order in the text
		not      string
	}{
		{"title in a drawing", "<body><svg><title>Logo</title><path d='M0'/></svg><p>" + para1 + "</p><p>" + para2 + "</p>", []string{"The foreign minister", "Both sides"}, "Logo"},
		{"breaks as paragraphs", "<body><div>" + para1 + "<br><br>" + para2 + "<br>" + para3 + "</div>", []string{"The foreign minister", "Both sides", "Fishermen"}, "<"},
		{"open script", "<body><p>" + para1 + "</p><p>" + para2 + "</p><script>var x = 1", []string{"The foreign minister", "Both sides"}, "var"},
		{"short page", "<p>Talks ended.", []string{"Talks ended."}, "<"},
		{"deep page", strings.Repeat("<div>", 3000) + para1, []string{"The foreign minister"}, "<"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := one(t, []byte(tt.in), article.Meta{Kind: article.HTML})
			rest := a.Text
			for _, w := range tt.want {
				_, after, ok := strings.Cut(rest, w)
				if !ok {
					t.Fatalf("%q is not in %q", w, rest)
				}
				rest = after
			}
			if strings.Contains(a.Text, tt.not) {
				t.Errorf("%q is in %q", tt.not, a.Text)
			}
			coded := false
			for _, b := range a.Blocks {
				coded = coded || b.Role.Coded()
			}
			if !coded {
				t.Error("no block is read for records")
			}
		})
	}
}

// The workers of an engine read pages side by side.
func TestPagesSideBySide(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("testdata", "visit.html"))
	if err != nil {
		t.Fatal(err)
	}
	want := one(t, src, article.Meta{})
	results := make(chan *readout.Article)
	const workers, each = 4, 5
	for range workers {
		go func() {
			for range each {
				all, err := article.Read(src, article.Meta{})
				if err != nil || len(all) != 1 {
					all = []*readout.Article{nil}
				}
				results <- all[0]
			}
		}()
	}
	for range workers * each {
		if diff := cmp.Diff(want, <-results); diff != "" {
			t.Fatal(diff)
		}
	}
}

// Short lines behind the last sentence are no part of the article; a page of
// nothing but short lines is.
func TestPageEnd(t *testing.T) {
	sentence := "<p>The two ministers walked along the pier for an hour before they sat down to talk about the fish in the lake. "
	page := "<html><body><article><h1>Ministers meet at the lake</h1>" + strings.Repeat(sentence+"Nobody else was there.</p>", 4) +
		"<ul><li>Who came: both ministers</li></ul><p>Photo: Ida Korhonen</p><h3>Kept for you</h3><p>More from the lake</p></article></body></html>"
	a := one(t, []byte(page), article.Meta{Kind: article.HTML})
	got := map[string]text.Role{}
	for _, b := range a.Blocks {
		got[a.Text[b.Span.Begin:b.Span.End]] = b.Role
	}
	for line, coded := range map[string]bool{"Who came: both ministers": true, "Photo: Ida Korhonen": false, "More from the lake": false} {
		if r, ok := got[line]; !ok || r.Coded() != coded {
			t.Errorf("%q is %s, coded %v, want %v", line, r, r.Coded(), coded)
		}
	}

	verse := "<html><body><article>" + strings.Repeat("<p>The fish swam in the lake so deep</p><p>and nobody could find it</p>", 12) + "</article></body></html>"
	a = one(t, []byte(verse), article.Meta{Kind: article.HTML})
	if n := count(a)[text.Body]; n < 2 {
		t.Errorf("of a page of short lines %d are body", n)
	}
}
