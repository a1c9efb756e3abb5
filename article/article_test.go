package article_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"example.org/readout"
	"example.org/readout/article"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

func one(t *testing.T, src []byte, meta article.Meta) *readout.Article {
	t.Helper()
	all, err := article.Read(src, meta)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 {
		t.Fatalf("%d articles, want 1", len(all))
	}
	check(t, all[0])
	return all[0]
}

// check tests what holds for every article.
func check(t *testing.T, a *readout.Article) {
	t.Helper()
	end := 0
	for i, b := range a.Blocks {
		if b.Span.Begin < end || b.Span.End <= b.Span.Begin || b.Span.End > len(a.Text) {
			t.Fatalf("block %d at %v: after %d, text of %d bytes", i, b.Span, end, len(a.Text))
		}
		if gap := a.Text[end:b.Span.Begin]; strings.TrimFunc(gap, func(r rune) bool {
			return strings.ContainsRune(" \t\r\n\v\f\u00a0\u00ad\u0085\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\u3000\ufeff\u2003\u2009\u202f\x00", r)
		}) != "" {
			t.Fatalf("before block %d %q is in no block", i, gap)
		}
		if b.Role == "" || b.Why == "" {
			t.Fatalf("block %d has role %q for reason %q", i, b.Role, b.Why)
		}
		end = b.Span.End
	}
	if len(a.ID) != 64 {
		t.Fatalf("ID %q", a.ID)
	}
}

// roles lists the blocks as "role: first words".
func roles(a *readout.Article) []string {
	var out []string
	for _, b := range a.Blocks {
		s := a.Text[b.Span.Begin:b.Span.End]
		f := strings.Fields(s)
		out = append(out, string(b.Role)+": "+strings.Join(f[:min(len(f), 3)], " "))
	}
	return out
}

const (
	para1 = "The foreign minister of Orland flew to the lake town of Venn on Monday for talks with his Tarsian colleague about the border."
	para2 = "Both sides said afterwards that they would meet again in the spring, and that the crossing at Kell would stay open until then."
	para3 = "Fishermen on the eastern shore, who have waited for a settlement since the dam was built, welcomed the news with caution."
)

func TestRoles(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{
			"no headline", para1 + "\n\n" + para2,
			[]string{"body: The foreign minister", "body: Both sides said"},
		},
		{
			"headline, author and deck",
			"Orland and Tarsia agree to keep talking\nIda Korhonen\nThe crossing at Kell stays open for now\n\n" + para1,
			[]string{"headline: Orland and Tarsia", "byline: Ida Korhonen", "subheading: The crossing at", "body: The foreign minister"},
		},
		{
			"question as headline", "Will the lake ever be shared?\n\nBy Ida Korhonen\n\n" + para1 + "\n\n" + para2,
			[]string{"headline: Will the lake", "byline: By Ida Korhonen", "body: The foreign minister", "body: Both sides said"},
		},
		{
			"question opens the text", "Will the lake ever be shared? Nobody in Venn is sure.\n\n" + para1,
			[]string{"body: Will the lake", "body: The foreign minister"},
		},
		{
			"headline with a stop", "Ministers Meet at the Lake Without Any Result.\n\n" + para1 + "\n\n" + para2,
			[]string{"headline: Ministers Meet at", "body: The foreign minister", "body: Both sides said"},
		},
		{
			"short sentence opens the text", "Ministers met at the lake on Monday.\n\n" + para1 + "\n\n" + para2,
			[]string{"body: Ministers met at", "body: The foreign minister", "body: Both sides said"},
		},
		{
			"label above the headline", "OPINION\nNobody owns the lake\n\n" + para1 + "\n\n" + para2,
			[]string{"furniture: OPINION", "headline: Nobody owns the", "body: The foreign minister", "body: Both sides said"},
		},
		{
			"subheadings", para1 + "\n\nA long road\n\n" + para2 + "\n\n“Peace” or “pause”\n\n" + para3,
			[]string{"body: The foreign minister", "subheading: A long road", "body: Both sides said", "subheading: “Peace” or “pause”", "body: Fishermen on the"},
		},
		{
			"one short question is text, two are headings",
			para1 + "\n\nWhy now?\n\n" + para2,
			[]string{"body: The foreign minister", "body: Why now?", "body: Both sides said"},
		},
		{
			"questions as headings", para1 + "\n\nWhy now?\n\n" + para2 + "\n\nWhat comes next?\n\n" + para3,
			[]string{"body: The foreign minister", "subheading: Why now?", "body: Both sides said", "subheading: What comes next?", "body: Fishermen on the"},
		},
		{
			"cut paragraph is no heading", para1 + "\n\nHe then turned to the question of the dam and said\n\n" + para2,
			[]string{"body: The foreign minister", "body: He then turned", "body: Both sides said"},
		},
		{
			"bulleted legend",
			para1 + "\n  • The two ministers on the pier at Venn\n  • Lakeside Pictures\n  • © Jon Aho / Lakeside\n" + para2,
			[]string{"body: The foreign minister", "caption: • The two", "credit: • Lakeside Pictures", "credit: • © Jon", "body: Both sides said"},
		},
		{
			"bulleted list", para1 + "\n• The crossing stays open\n• The dam is inspected\n• Talks go on\n" + para2,
			[]string{"body: The foreign minister", "body: • The crossing", "body: • The dam", "body: • Talks go", "body: Both sides said"},
		},
		{
			"caption by its end, and again",
			para1 + "\n\nBoats off Venn, Tarsia, May 3, 2031. /Reuters Photo\n\nBoats off Venn, Tarsia, May 3, 2031. /Reuters Photo\n\n" + para2,
			[]string{"body: The foreign minister", "caption: Boats off Venn,", "repeat: Boats off Venn,", "body: Both sides said"},
		},
		{
			"captions by their end, others",
			"The pier at Venn in winter. (Jon Aho/Getty Images)\n\n" + para1 + "\n\nIda Korhonen at her desk. Photo: Jon Aho\n\n" + para2 + "\n\nFILE PHOTO: The dam in 2019. REUTERS/Jon Aho\n\n" + para3,
			[]string{"caption: The pier at", "body: The foreign minister", "caption: Ida Korhonen at", "body: Both sides said", "caption: FILE PHOTO: The", "body: Fishermen on the"},
		},
		{
			"an agency at a sentence's end makes no caption",
			para1 + "\n\nThe delegations left without a word to the reporters who waited at the gate (AFP).\n\n" + para2,
			[]string{"body: The foreign minister", "body: The delegations left", "body: Both sides said"},
		},
		{
			"said twice", para1 + "\n\nThe two ministers on the pier at Venn\n\nThe two ministers on the pier at Venn\n\n" + para2,
			[]string{"body: The foreign minister", "caption: The two ministers", "repeat: The two ministers", "body: Both sides said"},
		},
		{
			"pull quote", para1 + "\n\n“The lake belongs to whoever needs it most.”\n\n" + para2 + "\n\nIn his speech he was blunt: “The lake belongs to whoever needs it most.” Nobody clapped.",
			[]string{"body: The foreign minister", "repeat: “The lake belongs", "body: Both sides said", "body: In his speech"},
		},
		{
			"headline again", "Orland and Tarsia agree to keep talking\n\n" + para1 + "\n\nOrland and Tarsia agree to keep talking\n\n" + para2,
			[]string{"headline: Orland and Tarsia", "body: The foreign minister", "repeat: Orland and Tarsia", "body: Both sides said"},
		},
		{
			"footnote with its mark", para1 + " The Lake Union *, which was not invited, protested.\n\n" + para2 + "\n\n* “Lake Union” - a club whose licence was withdrawn in 2029.",
			[]string{"body: The foreign minister", "body: Both sides said", "footnote: * “Lake Union”"},
		},
		{
			"starred list", para1 + "\n* the crossing stays open\n* the dam is inspected\n" + para2,
			[]string{"body: The foreign minister", "body: * the crossing", "body: * the dam", "body: Both sides said"},
		},
		{
			"notes, disclaimer, contact",
			"Nobody owns the lake\nIda Korhonen\n\nEditor's Note: Ida Korhonen teaches law in Venn. The views in this column are her own.\n\n" + para1 + "\n\n" + para2 +
				"\n\nThe views expressed are those of the author and not of this paper.\n\n(If you want to contribute, write to us at desk@lake.example.)\n\nDisclaimer: The lake is invented.",
			[]string{"headline: Nobody owns the", "byline: Ida Korhonen", "editor_note: Editor's Note: Ida", "body: The foreign minister", "body: Both sides said", "disclaimer: The views expressed", "contact: (If you want", "disclaimer: Disclaimer: The lake"},
		},
		{
			"an address in the text is no contact",
			"Nobody owns the lake\n\n" + para1 + "\n\nHe asked those who had seen the boat to write to harbour@venn.example, and within a day the office had received some three hundred letters about it.\n\n" + para2 + "\n\n" + para3,
			[]string{"headline: Nobody owns the", "body: The foreign minister", "body: He asked those", "body: Both sides said", "body: Fishermen on the"},
		},
		{
			"datelines", "Ministers meet at the lake\n\nVENN, Tarsia —\n\n" + para1 + "\n\n" + para2,
			[]string{"headline: Ministers meet at", "dateline: VENN, Tarsia —", "body: The foreign minister", "body: Both sides said"},
		},
		{
			"dateline within the paragraph", "VENN, 3 May (Lakeside) — " + para1 + "\n\n" + para2,
			[]string{"body: VENN, 3 May", "body: Both sides said"},
		},
		{
			"date lines", "Ministers meet at the lake\n3 May 2031, 14:05 GMT\n\n" + para1 + "\n\nUpdated at 9:50 p.m.\n\n" + para2,
			[]string{"headline: Ministers meet at", "dateline: 3 May 2031,", "body: The foreign minister", "editor_note: Updated at 9:50", "body: Both sides said"},
		},
		{
			"post", para1 + "\n\nThe pier is full. Nobody is talking yet. — Ida Korhonen (@idak) May 3, 2031\n\n" + para2,
			[]string{"body: The foreign minister", "embedded: The pier is", "body: Both sides said"},
		},
		{
			"furniture", para1 + "\n\nAdvertisement\n\n" + para2 + "\n\nREAD MORE: Who built the dam?\n\n" + para3 + "\n\nRead more:\n\nWho built the dam?\n\nA history of the lake",
			[]string{
				"body: The foreign minister", "furniture: Advertisement", "body: Both sides said", "furniture: READ MORE: Who", "body: Fishermen on the",
				"furniture: Read more:", "furniture: Who built the", "furniture: A history of",
			},
		},
		{
			"contributors and rule", para1 + "\n\n* * *\n\n" + para2 + "\n\nReporting by Ida Korhonen; Editing by Jon Aho",
			[]string{"body: The foreign minister", "furniture: * * *", "body: Both sides said", "byline: Reporting by Ida"},
		},
		{
			"set in lines", "Ministers meet at the lake\n\nThe foreign minister of Orland flew to the lake town of Venn on\nMonday for talks with his colleague about the border between the\ntwo countries, which has been closed since the dam was built in\nthe mountains.\n\nBoth sides said afterwards that they would meet again in the\nspring.\n",
			[]string{"headline: Ministers meet at", "body: The foreign minister", "body: Both sides said"},
		},
		{
			"no-break spaces", "Ministers\u00a0meet at the\u00a0lake\u00a0\n\u00a0\nIda\u00a0Korhonen\n\u200b\n" + para1 + "\u00a0\u00a0\n\n" + para2,
			[]string{"headline: Ministers meet at", "byline: Ida Korhonen", "body: The foreign minister", "body: Both sides said"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := one(t, []byte(tt.in), article.Meta{})
			if diff := cmp.Diff(tt.want, roles(a)); diff != "" {
				t.Error(diff)
			}
			if a.Text != tt.in {
				t.Error("the text of a plain file was altered")
			}
		})
	}
}

func TestFacts(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		meta     article.Meta
		want     string // title|author|agency|dateline|published|language|genre
	}{
		{
			"opinion", "Nobody owns the lake\nIda Korhonen\n\nEditor's Note: Ida Korhonen teaches law. The views in this column are her own.\n\n" + para1 + "\n\n" + para2,
			article.Meta{},
			"Nobody owns the lake|Ida Korhonen||||en|opinion",
		},
		{
			"author from the note", "Nobody owns the lake\n\nEditor's Note: Ida Korhonen is a lawyer. The views are those of the author.\n\n" + para1,
			article.Meta{},
			"Nobody owns the lake|Ida Korhonen||||en|opinion",
		},
		{
			"wire", "VENN, May 3 (Reuters) - " + para1 + "\n\n" + para2,
			article.Meta{},
			"||Reuters|VENN, May 3 (Reuters)||en|wire",
		},
		{
			"strokes", "Venn. /TASS/. " + para1 + "\n\n" + para2,
			article.Meta{},
			"||TASS|Venn. /TASS/.||en|wire",
		},
		{
			"report", "VENN, Tarsia -- " + para1 + "\n\n" + para2,
			article.Meta{},
			"|||VENN, Tarsia||en|report",
		},
		{
			"a file label is no dateline", "WATCH — " + para1 + "\n\n" + para2,
			article.Meta{},
			"|||||en|",
		},
		{
			"capitals in a sentence are no dateline", "NATO - the alliance that Orland left - is silent about the talks. " + para2,
			article.Meta{},
			"|||||en|",
		},
		{
			"date line", "Ministers meet at the lake\nBy IDA KORHONEN and Jon Aho\n3 May 2031\n\n" + para1,
			article.Meta{},
			"Ministers meet at the lake|Ida Korhonen, Jon Aho|||2031-05-03|en|",
		},
		{
			"official", para1 + "\n\n" + para2,
			article.Meta{URL: "https://www.mfa.gov.or/en/news/12", Title: "Visit to Venn", Published: time.Date(2031, 5, 4, 0, 0, 0, 0, time.UTC)},
			"Visit to Venn||||2031-05-04|en|official",
		},
		{
			"opinion by address", para1 + "\n\n" + para2,
			article.Meta{URL: "https://paper.example/opinion/2031/lake"},
			"|||||en|opinion",
		},
		{
			"interview", "Q: Who owns the lake?\nA: Nobody does, and nobody ever will.\nQ: Who built the dam?\nA: We did, and they paid for it.\nQ: Will it stay?\nA: It will, for a long time.",
			article.Meta{},
			"|||||en|interview",
		},
		{
			"German", "Der Außenminister ist am Montag nach Venn geflogen, um mit seinem Kollegen über die Grenze zu sprechen. Es war das erste Treffen seit dem Bau der Talsperre, und beide Seiten haben sich danach nicht geäußert.",
			article.Meta{},
			"|||||de|",
		},
		{
			"Russian", "Министр прилетел в понедельник в город на озере, и там он встретился с коллегой. Стороны не сказали, что будет дальше, но они договорились о новой встрече.",
			article.Meta{},
			"|||||ru|",
		},
		{
			"Ukrainian", "Міністр прилетів у понеділок до міста на озері, і там він зустрівся з колегою. Сторони не сказали, що буде далі, але вони домовилися про нову зустріч.",
			article.Meta{},
			"|||||uk|",
		},
		{"too short to tell", "Hello there", article.Meta{}, "||||||"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := one(t, []byte(tt.in), tt.meta)
			day := ""
			if !a.Published.IsZero() {
				day = a.Published.Format(time.DateOnly)
			}
			got := strings.Join([]string{a.Title, a.Author, a.Agency, a.Dateline, day, a.Language, a.Genre}, "|")
			if got != tt.want {
				t.Errorf("got  %s\nwant %s\n(%s; %q)", got, tt.want, a.GenreWhy, a.Notes)
			}
			if (a.Genre == "") != (a.GenreWhy == "") {
				t.Errorf("genre %q rests on %q", a.Genre, a.GenreWhy)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const latin = "Café talks in Venn – “no result”, says the minister of Orland, who was there on Monday."
	const cyrillic = "Переговоры в городе на озере закончились без результата, сообщил министр в понедельник."
	encode := func(cm *charmap.Charmap, s string) []byte {
		b, err := cm.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	wide := func(s string, big, mark bool) []byte {
		var b bytes.Buffer
		put := func(u uint16) {
			if big {
				b.WriteByte(byte(u >> 8))
			}
			b.WriteByte(byte(u))
			if !big {
				b.WriteByte(byte(u >> 8))
			}
		}
		if mark {
			put(0xfeff)
		}
		for _, u := range utf16.Encode([]rune(s)) {
			put(u)
		}
		return b.Bytes()
	}
	for _, tt := range []struct {
		name string
		src  []byte
		want string
		note string
	}{
		{"utf-8", []byte(latin), latin, ""},
		{"utf-8 with mark", append([]byte("\xef\xbb\xbf"), latin...), latin, ""},
		{"windows-1252", encode(charmap.Windows1252, latin), latin, "windows-1252"},
		{"windows-1251", encode(charmap.Windows1251, cyrillic), cyrillic, "windows-1251"},
		{"utf-16 little", wide(latin, false, true), latin, "UTF-16"},
		{"utf-16 big", wide(cyrillic, true, true), cyrillic, "UTF-16"},
		{"utf-16 without mark", wide(latin, false, false), latin, "UTF-16"},
		{"no-break space kept", []byte("Talks\u00a0in\u00a0Venn ended."), "Talks\u00a0in\u00a0Venn ended.", ""},
		{"line ends kept", []byte("Talks in Venn ended.\r\n\r\nNobody spoke.\r"), "Talks in Venn ended.\r\n\r\nNobody spoke.\r", ""},
		{"one bad byte", []byte(strings.Repeat("Café ", 30) + "\xff end"), strings.Repeat("Café ", 30) + "\ufffd end", "not UTF-8"},
		{"NUL", []byte("Talks in\x00 Venn ended."), "Talks in\x00 Venn ended.", "NUL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := one(t, tt.src, article.Meta{})
			if a.Text != tt.want {
				t.Errorf("got %q, want %q", a.Text, tt.want)
			}
			notes := strings.Join(a.Notes, "\n")
			if tt.note == "" && notes != "" || !strings.Contains(notes, tt.note) {
				t.Errorf("notes %q, want one that says %q", notes, tt.note)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	row := func(fields ...string) string {
		m := map[string]string{}
		for i := 0; i < len(fields); i += 2 {
			m[fields[i]] = fields[i+1]
		}
		b, _ := json.Marshal(m)
		return string(b)
	}
	full := row("url", "https://paper.example/a", "outlet", "The Paper", "title", "Talks at the lake", "published", "2031-05-03T10:00:00+02:00",
		"author", "Ida Korhonen", "language", "en", "text", para1+"\n"+para2)
	for _, tt := range []struct {
		name, in string
		want     []string // title or "error: ..."
	}{
		{"a line each", full + "\n\n" + row("title", "Second", "text", para2) + "\n", []string{"Talks at the lake", "Second"}},
		{"no line end", full, []string{"Talks at the lake"}},
		{"array", "[" + full + ",\n" + row("title", "Second", "text", para2) + "]", []string{"Talks at the lake", "Second"}},
		{"over lines", "{\n \"title\": \"Spread\",\n \"text\": \"" + para1 + "\"\n}\n", []string{"Spread"}},
		{"empty array", "[]", nil},
		{
			"a broken line", full + "\n{\"text\": \"cut\n" + row("title", "Third", "text", para2),
			[]string{"Talks at the lake", "error: in.jsonl:2: broken JSON", "Third"},
		},
		{"first line broken", "{\"text\": \"cut\n" + full, []string{"error: in.jsonl:1: broken JSON", "Talks at the lake"}},
		{"no text", full + "\n" + row("title", "None"), []string{"Talks at the lake", "error: in.jsonl:2: no text"}},
		{"not an object", full + "\n[1,2]", []string{"Talks at the lake", "error: in.jsonl:2: broken JSON"}},
		{"wrong type", `{"text": {"a": 1}}`, []string{`error: in.jsonl:1: broken JSON: field "text"`}},
		{"array cut", "[" + full + ",\n" + `{"text": "x`, []string{"Talks at the lake", "error: in.jsonl:2: broken JSON"}},
		{"list of authors", `{"title": "T", "author": ["Ida Korhonen", "Jon Aho"], "text": "` + para1 + `"}`, []string{"T"}},
		{"html", `{"title": "T", "html": "<p>` + para1 + `</p><p>` + para2 + `</p>"}`, []string{"T"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for a, err := range article.Stream(strings.NewReader(tt.in), article.Meta{Source: "in.jsonl"}) {
				if err != nil {
					got = append(got, "error: "+err.Error())
					continue
				}
				check(t, a)
				got = append(got, a.Title)
			}
			if len(got) != len(tt.want) {
				t.Fatalf("got %q, want %q", got, tt.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tt.want[i]) {
					t.Errorf("got %q, want %q", got[i], tt.want[i])
				}
			}
		})
	}
	a := one(t, []byte(full), article.Meta{Outlet: "Other", URL: "https://other.example"})
	got := fmt.Sprint(a.Source, a.URL, a.Outlet, a.Author, a.Language, a.Published.UTC().Format(time.RFC3339), a.Precision, a.Text == para1+"\n"+para2)
	if want := "input:1https://paper.example/aThe PaperIda Korhonenen2031-05-03T08:00:00Zsecondtrue"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	a = one(t, []byte(row("text", para1, "published", "2031")), article.Meta{Outlet: "Other", Published: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)})
	if a.Outlet != "Other" || a.Published.Year() != 2030 || a.Precision != "day" || len(a.Notes) != 1 {
		t.Errorf("gaps: %q %v %q %q", a.Outlet, a.Published, a.Precision, a.Notes)
	}
}

func TestPublished(t *testing.T) {
	for in, want := range map[string]string{
		"2031-05-03":                      "2031-05-03T00:00:00Z day",
		"2031-05-03T10:00:00+02:00":       "2031-05-03T08:00:00Z second",
		"2031-05-03 10:00:00":             "2031-05-03T10:00:00Z second",
		"Sat, 03 May 2031 10:00:00 +0000": "2031-05-03T10:00:00Z second",
		"May 3, 2031":                     "2031-05-03T00:00:00Z day",
		"3 May 2031":                      "2031-05-03T00:00:00Z day",
		"27/04/2031":                      "2031-04-27T00:00:00Z day",
		"04/27/2031":                      "2031-04-27T00:00:00Z day",
		"03/04/2031":                      "", // March or April
		"2031":                            "",
		"May 2031":                        "",
		"soon":                            "",
		"0001-01-01":                      "",
	} {
		line, err := json.Marshal(map[string]string{"text": para1, "published": in})
		if err != nil {
			t.Fatal(err)
		}
		a := one(t, line, article.Meta{})
		got := ""
		if !a.Published.IsZero() {
			got = a.Published.UTC().Format(time.RFC3339) + " " + a.Precision
		}
		if got != want || (want == "") != (len(a.Notes) == 1) {
			t.Errorf("%q: got %q, want %q; notes %q", in, got, want, a.Notes)
		}
	}
}

func TestBadInput(t *testing.T) {
	for _, tt := range []struct {
		name string
		src  string
		meta article.Meta
		want error
	}{
		{"empty", "", article.Meta{}, article.ErrEmpty},
		{"blank", " \n\u00a0\n", article.Meta{}, article.ErrNoText},
		{"signs only", "*** --- 12:30 ***", article.Meta{}, article.ErrNoText},
		{"pdf", "%PDF-1.7 ...", article.Meta{}, article.ErrBinary},
		{"zip", "PK\x03\x04....", article.Meta{}, article.ErrBinary},
		{"bytes", strings.Repeat("\x01\x02\x03\x00\x05ab", 100), article.Meta{}, article.ErrBinary},
		{"too large", strings.Repeat("words ", 100), article.Meta{Limit: 100}, article.ErrTooLarge},
		{"line too large", `{"text": "` + strings.Repeat("words ", 100) + `"}`, article.Meta{Limit: 100}, article.ErrTooLarge},
		{"array too large", `[{"text": "` + strings.Repeat("words ", 100000) + `"}]`, article.Meta{Limit: 1000}, article.ErrTooLarge},
		{"page without text", "<html><head><title>x</title></head><body><script>words()</script></body></html>", article.Meta{}, article.ErrNoText},
		{"json without records", "\n\n", article.Meta{Kind: article.JSON}, article.ErrEmpty},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.meta.Source = "some.file"
			all, err := article.Read([]byte(tt.src), tt.meta)
			if len(all) != 0 || !errors.Is(err, tt.want) {
				t.Fatalf("%d articles, error %v, want %v", len(all), err, tt.want)
			}
			var e *article.Error
			if !errors.As(err, &e) || e.Source != "some.file" || e.Detail == "" {
				t.Errorf("error %#v names no file or no advice", err)
			}
		})
	}
	// A record over the limit does not stop the next.
	in := `{"text": "` + strings.Repeat("words ", 100) + `"}` + "\n" + `{"text": "a few words"}` + "\n"
	all, err := article.Read([]byte(in), article.Meta{Limit: 100})
	if len(all) != 1 || !errors.Is(err, article.ErrTooLarge) {
		t.Errorf("%d articles, error %v", len(all), err)
	}
}

func TestKinds(t *testing.T) {
	page := "<p>" + para1 + "</p><p>" + para2 + "</p>"
	for _, tt := range []struct {
		name, source, contentType, src string
		page                           bool
	}{
		{"by its doctype, whatever the name", "a.txt", "", "<!DOCTYPE html><body>" + page, true},
		{"by its name", "a.html", "", "Words first. " + page, true},
		{"by its tags", "stdin", "", "\n" + page, true},
		{"by the server", "https://paper.example/a", "text/html", "Words first. " + page, true},
		{"text with a tag", "a.txt", "", page, false},
		{"text that begins with an angle", "stdin", "", "<unnamed source> said so. " + para1, false},
		{"xhtml", "stdin", "", "<?xml version='1.0'?><html xmlns='x'><body>" + page + "</body></html>", true},
	} {
		a := one(t, []byte(tt.src), article.Meta{Source: tt.source, ContentType: tt.contentType})
		if got := len(a.Map) > 0; got != tt.page {
			t.Errorf("%s: read as page %v, want %v", tt.name, got, tt.page)
		}
	}
}

func TestSame(t *testing.T) {
	// The same input gives the same article.
	in := []byte("Nobody owns the lake\nIda Korhonen\n\n" + para1 + "\n\n" + para2)
	if diff := cmp.Diff(one(t, in, article.Meta{}), one(t, in, article.Meta{})); diff != "" {
		t.Error(diff)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"", "Title\nAda Byron\n\n" + para1, "* a\n** b\n• c\n© d", `{"text": "a b"}` + "\n{", `[{"text":"a"},{"html":"<p>b"}]`,
		"<html><p>a<br><br>b<li>c<svg><title>d</svg><table><tr><td>e", "\xff\xfea\x00b\x00", "\xef\xbb\xbf{\"text\":1}", "MINSK, 1 May (TASS) — x",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n := 0
		for a, err := range article.Stream(bytes.NewReader(src), article.Meta{Source: "f", Limit: 1 << 20}) {
			if n++; n > len(src)+1 {
				t.Fatal("more results than bytes")
			}
			if err != nil {
				var e *article.Error
				if !errors.As(err, &e) {
					t.Fatalf("error without a place: %v", err)
				}
				continue
			}
			check(t, a)
			for _, p := range a.Map {
				if p.Text.End > len(a.Text) || p.Source.End > len(src) && !bytes.HasPrefix(bytes.TrimSpace(src), []byte("{")) && !bytes.HasPrefix(bytes.TrimSpace(src), []byte("[")) {
					t.Fatalf("piece %v beyond the text or the source", p)
				}
			}
		}
	})
}
