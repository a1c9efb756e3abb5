package export

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"example.org/readout"
	"example.org/readout/event"
	"example.org/readout/quote"
	"example.org/readout/text"
)

func htmlBytes(t rapid.TB, rs ...*readout.Reading) []byte {
	var b bytes.Buffer
	if err := WriteHTML(&b, rs); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parsePage(t rapid.TB, rs ...*readout.Reading) *html.Node {
	doc, err := html.Parse(bytes.NewReader(htmlBytes(t, rs...)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// elements are those of n with one of the tags; all without tags.
func elements(n *html.Node, tags ...string) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for d := range n.Descendants() {
			if d.Type != html.ElementNode {
				continue
			}
			hit := len(tags) == 0
			for _, tag := range tags {
				hit = hit || d.Data == tag
			}
			if hit && !yield(d) {
				return
			}
		}
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	for _, c := range strings.Fields(attr(n, "class")) {
		if c == class {
			return true
		}
	}
	return false
}

// content is the text of n without the parts that have one of the classes.
func content(n *html.Node, without ...string) string {
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for _, c := range without {
			if hasClass(n, c) {
				return
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// shownBlocks are the texts of the page's blocks as the article has them.
func shownBlocks(doc *html.Node) []string {
	var out []string
	for p := range elements(doc, "p") {
		if hasClass(p, "blk") {
			s := content(p, "vh", "sn", "role", "note")
			if hasClass(p, "dim") {
				s = strings.TrimPrefix(s, " ") // after the role
			}
			out = append(out, s)
		}
	}
	return out
}

func TestPageShowsTheWholeTextUnaltered(t *testing.T) {
	r := visit(t)
	var want []string
	for _, b := range r.Document.Blocks {
		want = append(want, r.Document.Slice(b.Span))
	}
	if diff := cmp.Diff(want, shownBlocks(parsePage(t, r))); diff != "" {
		t.Error(diff)
	}
}

func TestPageShowsTextThatLiesOutsideAllBlocks(t *testing.T) {
	r := visit(t)
	r.Document.Blocks[1].Span.Begin += 3 // "By " is lost now
	doc := parsePage(t, r)
	if got := shownBlocks(doc)[1]; strings.TrimSpace(got) != "By" {
		t.Errorf("got %q", got)
	}
	if !strings.Contains(string(htmlBytes(t, r)), "outside all blocks") {
		t.Error("the page does not say what the text is")
	}
}

func TestPageKeepsTextAndRecordsTogetherHoweverSpansOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z<&"é—]{1,5}`), 2, 12).Draw(t, "words")
		d := &text.Document{ID: "x", Text: strings.Join(words, " ")}
		cuts := []int{0}
		for i, r := range d.Text {
			if r == ' ' {
				cuts = append(cuts, i, i+1)
			}
		}
		cuts = append(cuts, len(d.Text))
		middle := rapid.SampledFrom(cuts).Draw(t, "middle")
		for _, s := range []text.Span{{Begin: 0, End: middle}, {Begin: middle, End: len(d.Text)}} {
			if s.Len() > 0 {
				d.Blocks = append(d.Blocks, text.Block{Span: s, Role: text.Body})
			}
		}
		span := rapid.Custom(func(t *rapid.T) text.Span {
			a, b := rapid.SampledFrom(cuts).Draw(t, "a"), rapid.SampledFrom(cuts).Draw(t, "b")
			if a == b {
				return text.Span{Begin: 0, End: len(d.Text)}
			}
			return text.Span{Begin: min(a, b), End: max(a, b)}
		})
		r := &readout.Reading{Article: &readout.Article{}, Document: d}
		for i := range rapid.IntRange(0, 4).Draw(t, "events") {
			r.Events = append(r.Events, event.Event{ID: fmt.Sprint("e", i), Trigger: span.Draw(t, "trigger"), Actors: rapid.SliceOfN(span, 0, 2).Draw(t, "actors")})
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "statements") {
			speaker := span.Draw(t, "speaker")
			r.Statements = append(r.Statements, quote.Statement{ID: fmt.Sprint("s", i), Speaker: &speaker, Content: rapid.SliceOfN(span, 0, 2).Draw(t, "content")})
		}
		doc := parsePage(t, r)
		if got := strings.Join(shownBlocks(doc), ""); got != d.Text {
			t.Fatalf("page has %q, text is %q", got, d.Text)
		}
		checkJoints(t, doc, len(r.Events)+len(r.Statements))
		// The marks of a trigger add up to its words.
		shown := map[string]string{}
		for m := range elements(doc, "mark") {
			for _, ref := range strings.Fields(attr(m, "data-r")) {
				if f := strings.Split(ref, "."); f[2] == "act" {
					shown[f[1]] += content(m)
				}
			}
		}
		for _, rec := range records(r) {
			if rec.event != nil && shown[strconv.Itoa(rec.n)] != d.Slice(rec.event.Trigger) {
				t.Fatalf("trigger %q is marked as %q", d.Slice(rec.event.Trigger), shown[strconv.Itoa(rec.n)])
			}
		}
	})
}

// checkJoints fails unless each of n records has one card, one number in the
// text and one beginning, and every link within the page leads somewhere.
func checkJoints(t rapid.TB, doc *html.Node, n int) {
	ids, cards, notes := map[string]bool{}, 0, 0
	for e := range elements(doc) {
		if id := attr(e, "id"); id != "" {
			if ids[id] {
				t.Errorf("two elements have the id %s", id)
			}
			ids[id] = true
		}
		if hasClass(e, "card") {
			cards++
		}
		if hasClass(e, "note") {
			notes++
		}
	}
	if cards != n || notes != n {
		t.Errorf("%d cards and %d numbers in the text for %d records", cards, notes, n)
	}
	for e := range elements(doc) {
		for _, key := range []string{"href", "aria-labelledby"} {
			for _, target := range strings.Fields(attr(e, key)) {
				id, within := strings.CutPrefix(target, "#")
				if (within || key == "aria-labelledby") && !ids[id] {
					t.Errorf("%s %s leads nowhere", key, target)
				}
			}
		}
		for _, ref := range strings.Fields(attr(e, "data-r")) {
			f := strings.Split(ref, ".")
			if len(f) < 3 || !ids["r"+f[0]+"-"+f[1]] {
				t.Errorf("mark of an unknown record: %s", ref)
			}
		}
	}
}

func TestPageOfSeveralArticlesHasAnIndex(t *testing.T) {
	doc := parsePage(t, visit(t), visit(t), bare(t))
	checkJoints(t, doc, 16)
	links := 0
	for nav := range elements(doc, "nav") {
		for range elements(nav, "a") {
			links++
		}
	}
	if links != 3 {
		t.Errorf("%d links in the index, want 3", links)
	}
	for range elements(parsePage(t, visit(t)), "nav") {
		t.Error("one article needs no index")
	}
}

func TestPageSaysWhatIsUnknownAndWhatIsNotActual(t *testing.T) {
	doc := parsePage(t, visit(t))
	cards := map[string]string{}
	for li := range elements(doc, "li") {
		if hasClass(li, "card") {
			cards[attr(li, "data-n")] = oneLine(content(li))
		}
	}
	for n, want := range map[string][]string{
		"1": {"event", "actual", "sentence 1", "Foreign Minister Tomás Eld → to Velm", "“arrived” · make a visit CONSULT 042", "When 2020-02-03 “Monday”", "Where Velm", "Told by the article itself", "model@news-en 1 (3f2a91c0) · confidence 0.98 · code points 71–78"},
		"2": {"statement", "promise", "he [Tomás Eld] · promised", "“We shall reopen the northern crossing before the first snow,”", "Channel in an interview with Radio Velm", "direct"},
		"4": {"Told by Ilse Marn, in 3", "When unknown", "Where unknown"},
		"6": {"cancelled", "Eld [Tomás Eld]", "Where “the border”", "Same as “arrived”, 1", "modality:called-off@0.1.0, arguments:by@0.1.0"},
		"8": {"denied", "unknown", "COERCE", "confidence 0.40, doubtful"},
	} {
		for _, w := range want {
			if !strings.Contains(cards[n], w) {
				t.Errorf("card %s lacks %q: %s", n, w, cards[n])
			}
		}
	}
	var notes []string
	for a := range elements(doc, "a") {
		if hasClass(a, "note") {
			notes = append(notes, content(a))
		}
	}
	want := []string{"1", "2", "4", "5 hypothetical", "3", "6 cancelled", "8 denied", "7"}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("numbers in the text:\n%s", diff)
	}
}

func TestPageAllowsOnlyItsOwnStyleAndScript(t *testing.T) {
	doc := parsePage(t, both(t)...)
	policy := ""
	for m := range elements(doc, "meta") {
		if attr(m, "http-equiv") == "Content-Security-Policy" {
			policy = attr(m, "content")
		}
	}
	if !strings.HasPrefix(policy, "default-src 'none';") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy: %s", policy)
	}
	n := 0
	for e := range elements(doc, "style", "script") {
		n++
		if kind := e.Data + "-src '" + integrity([]byte(content(e))) + "'"; !strings.Contains(policy, kind) {
			t.Errorf("the policy does not allow the page's own %s", e.Data)
		}
	}
	if n != 2 {
		t.Errorf("%d styles and scripts, want one of each", n)
	}
	for e := range elements(doc) {
		for _, a := range e.Attr {
			if a.Key == "style" || a.Key == "src" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s> is not allowed by the policy", e.Data, a.Key)
			}
		}
	}
}

func TestHostileTextIsInert(t *testing.T) {
	attack := `</p></script></style><script>alert(1)</script><img src=x onerror=alert(1)>"'--> {{.}}`
	s := newStory(t, "The envoy "+attack+" spoke.")
	r := s.r
	a := r.Article
	a.Title, a.Outlet, a.Author, a.Genre, a.Agency, a.Language, a.Notes = attack, attack, attack, attack, attack, attack, []string{attack}
	a.URL, r.Version = "javascript:alert(1)", attack
	r.Statements = []quote.Statement{{ID: attack, Speaker: s.at(1, "envoy"), Name: attack, Cue: s.at(1, "spoke"), Content: []text.Span{s.in(1, attack)}, Act: attack, Form: quote.Form(attack), Rules: []string{attack}}}
	r.Events = []event.Event{{ID: attack, Trigger: s.in(1, "script"), Actors: []text.Span{s.in(1, attack)}, Modality: event.Modality(attack), Voice: attack, When: attack, Where: attack}}
	doc := parsePage(t, r)
	scripts := 0
	for e := range elements(doc) {
		switch {
		case e.Data == "script":
			scripts++
		case e.Data == "img":
			t.Error("an element of the attacker's is on the page")
		case e.Data == "a" && strings.HasPrefix(attr(e, "href"), "javascript"):
			t.Error("a link runs a script")
		}
	}
	if scripts != 1 {
		t.Errorf("%d scripts, want 1", scripts)
	}
	if got := strings.Join(shownBlocks(doc), ""); got != r.Document.Text {
		t.Errorf("the text is changed:\n%s", cmp.Diff(r.Document.Text, got))
	}
}

func TestPageHasTheStructureThatAssistiveProgramsNeed(t *testing.T) {
	for _, rs := range [][]*readout.Reading{{visit(t)}, {bare(t)}, both(t)} {
		doc := parsePage(t, rs...)
		count := map[string]int{}
		level := 0
		for e := range elements(doc) {
			count[e.Data]++
			switch e.Data {
			case "html":
				if attr(e, "lang") == "" {
					t.Error("html without lang")
				}
			case "h1", "h2", "h3":
				now := int(e.Data[1] - '0')
				if now > level+1 {
					t.Errorf("heading %q skips a level", content(e))
				}
				level = now
			case "input":
				if e.Parent.Data != "label" || strings.TrimSpace(content(e.Parent)) == "" {
					t.Error("input without a label")
				}
			case "a", "button":
				if strings.TrimSpace(content(e)) == "" && attr(e, "aria-label") == "" {
					t.Errorf("%s without a name", e.Data)
				}
			case "fieldset":
				if e.FirstChild.Data != "legend" {
					t.Error("fieldset without legend")
				}
			case "th":
				if attr(e, "scope") == "" {
					t.Error("th without scope")
				}
			case "nav", "form", "article", "section", "dialog":
				if attr(e, "aria-label") == "" && attr(e, "aria-labelledby") == "" {
					t.Errorf("%s without a name", e.Data)
				}
			case "ol", "ul": // without bullets some readers drop the list
				if attr(e, "role") != "list" {
					t.Errorf("%s without role list", e.Data)
				}
			}
		}
		for _, tag := range []string{"h1", "main", "header", "footer", "title"} {
			if count[tag] != 1 {
				t.Errorf("%d of %s, want 1", count[tag], tag)
			}
		}
	}
	if !regexp.MustCompile(`class="status" role="status" aria-live="polite"`).Match(htmlBytes(t, visit(t))) {
		t.Error("nothing announces a selection")
	}
}

func TestPageIsTheSameEachTimeAndErrorsSayWhat(t *testing.T) {
	if !bytes.Equal(htmlBytes(t, both(t)...), htmlBytes(t, both(t)...)) {
		t.Error("two runs differ")
	}
	if err := WriteHTML(&fullDisk{10}, both(t)); !errors.Is(err, errFull) {
		t.Error(err)
	}
	bad := visit(t)
	bad.Events[0].Trigger.End = 1 << 20
	if err := WriteHTML(&bytes.Buffer{}, []*readout.Reading{bad}); err == nil || !strings.Contains(err.Error(), "visit.txt") {
		t.Error(err)
	}
}
