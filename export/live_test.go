package export

import (
	"strings"
	"testing"
)

func TestLinkToTheWordsOfTheLivePage(t *testing.T) {
	s := newStory(t, "Marn, a well-known envoy, met rebels & left.\n“We shall, if need be, close the old northern crossing for good,” she said.")
	for words, want := range map[string]string{
		"met":   "https://a.example/b?c=d#:~:text=Marn%2C%20a%20well%2Dknown%20envoy%2C-,met,-rebels%20%26%20left.",
		"a":     "https://a.example/b?c=d#:~:text=Marn%2C-,a,-well%2Dknown%20envoy%2C%20met%20rebels",
		"envoy": "https://a.example/b?c=d#:~:text=Marn%2C%20a%20well%2Dknown-,envoy", // a comma follows at once
	} {
		span := s.in(1, words)
		if words == "a" {
			span = s.in(1, "a well")
			span.End = span.Begin + 1
		}
		if got := live("https://a.example/b?c=d#e", s.r.Document, span); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", words, got, want)
		}
	}
	long := s.in(2, "We shall, if need be, close the old northern crossing for good")
	if got, want := live("http://a.example/", s.r.Document, long), "http://a.example/#:~:text=We%20shall%2C%20if%20need,northern%20crossing%20for%20good"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, address := range []string{"", "javascript:alert(1)", "file:///etc/passwd", "a.example", "http://[bad"} {
		if got := live(address, s.r.Document, long); got != "" {
			t.Errorf("%q: got %s", address, got)
		}
	}
}

func TestEveryCardLinksToTheLivePage(t *testing.T) {
	n := 0
	for a := range elements(parsePage(t, visit(t)), "a") {
		if strings.Contains(attr(a, "href"), "#:~:text=") {
			n++
			if strings.Contains(attr(a, "href"), "%25") {
				t.Errorf("escaped twice: %s", attr(a, "href"))
			}
		}
	}
	if n != 8 {
		t.Errorf("%d links, want one for each of 8 records", n)
	}
}
