package article

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"example.org/readout"
	"example.org/readout/text"
)

// The genres of an article.
const (
	Report    = "report"
	Analysis  = "analysis"
	Opinion   = "opinion"
	Interview = "interview"
	Official  = "official"
	Wire      = "wire"
)

var (
	reOpinionWord   = regexp.MustCompile(`^(opinions?|opinionnewsarticle|op-eds?|commentary|comment|comment is free|editorials?|columns?|columnists?|viewpoints?|views|voices|perspectives?|letters?)\b`)
	reOpinionPath   = regexp.MustCompile(`(?i)/(opinions?|op-?eds?|commentisfree|commentary|comment|columns?|columnists?|editorials?|viewpoints?|views|voices|perspectives?|blogs?)(/|$|-)`)
	reInterviewPath = regexp.MustCompile(`(?i)/(interviews?|q-?and-?a)(/|$|-)`)
	reAnalysisPath  = regexp.MustCompile(`(?i)/(analysis|analyses|explainers?|in-depth|backgrounders?)(/|$|-)`)
	reReportPath    = regexp.MustCompile(`(?i)/(news|world|politics|international|nation|national|breaking-news|world-news)(/|$|-)`)
	reOfficialHost  = regexp.MustCompile(`(?i)(^|\.)(kremlin\.ru|government\.ru|mid\.ru|whitehouse\.gov|europa\.eu|nato\.int|un\.org|osce\.org|elysee\.fr|bundesregierung\.de|auswaertiges-amt\.de|fmprc\.gov\.cn|(?:[\w-]+\.)*gov|(?:[\w-]+\.)*(?:gov|gob|gouv|govt|gc|go)\.[a-z]{2}|(?:mfa|president|presidency|government|mofa|mid|pmo)\.[\w.-]+)$`)
	reOfficialName  = regexp.MustCompile(`(?i)\b(ministry of|department of state|state department|office of the (?:president|prime minister|spokesperson)|presidential (?:office|administration)|press service of|the kremlin|kremlin\.ru|white house|european (?:commission|council)|embassy of|government of)\b`)
	reRelease       = regexp.MustCompile(`(?i)^(for immediate release|press (?:release|statement)|media (?:release|note|statement)|joint (?:statement|communiqu[eé]|declaration)|office of the spokesperson|readout of|press service of)`)
	reSpeaker       = regexp.MustCompile(`^(Q|A|Question|Answer|Q\.|A\.|[\p{Lu}][\pL.'’-]+(?: [\p{Lu}][\pL.'’-]+){0,3}) ?: `)
)

// genre tells what kind of text an article is, with the words or the rule that
// say so; both are "" where nothing does.
func genre(a *readout.Article, f facts) (string, string) {
	var host, path string
	if u, err := url.Parse(a.URL); err == nil {
		host, path = u.Hostname(), u.Path
	}
	kicker, section := fold(f.kicker), fold(f.section)
	title := fold(a.Title)
	switch {
	case f.opinion != "":
		return Opinion, fmt.Sprintf("the note says %q", f.opinion)
	case kicker != "" && containsAny(kicker, "opinion", "op-ed", "comment", "editorial", "column", "viewpoint", "perspective", "blog"):
		return Opinion, fmt.Sprintf("the label %q", f.kicker)
	case kicker != "" && containsAny(kicker, "interview", "q&a"):
		return Interview, fmt.Sprintf("the label %q", f.kicker)
	case kicker != "" && containsAny(kicker, "analysis", "explainer", "factbox"):
		return Analysis, fmt.Sprintf("the label %q", f.kicker)
	}
	switch {
	case reOpinionWord.MatchString(section):
		return Opinion, fmt.Sprintf("the page's section or type is %q", f.section)
	case strings.Contains(section, "interview"):
		return Interview, fmt.Sprintf("the page's section or type is %q", f.section)
	case strings.HasPrefix(section, "analysis"):
		return Analysis, fmt.Sprintf("the page's section or type is %q", f.section)
	}
	for _, p := range []struct{ prefix, genre string }{
		{"opinion:", Opinion},
		{"opinion |", Opinion},
		{"editorial:", Opinion},
		{"commentary:", Opinion},
		{"comment:", Opinion},
		{"interview:", Interview},
		{"q&a:", Interview},
		{"analysis:", Analysis},
		{"analysis -", Analysis},
		{"news analysis", Analysis},
		{"explainer", Analysis},
	} {
		if strings.HasPrefix(title, p.prefix) {
			return p.genre, fmt.Sprintf("the title begins %q", p.prefix)
		}
	}
	if m := reOfficialHost.FindString(host); m != "" {
		return Official, "published at " + host
	}
	if m := reOpinionPath.FindString(path); m != "" {
		return Opinion, fmt.Sprintf("the address has %q", m)
	}
	if m := reInterviewPath.FindString(path); m != "" {
		return Interview, fmt.Sprintf("the address has %q", m)
	}
	if m := reOfficialName.FindString(a.Outlet); m != "" {
		return Official, fmt.Sprintf("the outlet is %q", a.Outlet)
	}
	body, first := 0, 0
	turns := map[string]int{}
	for i, b := range a.Blocks {
		s := clean(a.Text[b.Span.Begin:b.Span.End])
		if m := reRelease.FindString(s); m != "" && i < 4 {
			return Official, fmt.Sprintf("the text begins %q", m)
		}
		if b.Role != text.Body {
			continue
		}
		body++
		first += firstPerson(s)
		if m := reSpeaker.FindStringSubmatch(s); m != nil {
			turns[m[1]]++
		}
	}
	// Two voices at least, in three exchanges or more, make up half the text.
	voices, spoken := 0, 0
	for _, n := range turns {
		if n >= 3 {
			voices++
			spoken += n
		}
	}
	if voices >= 2 && spoken*2 >= body {
		return Interview, fmt.Sprintf("%d of %d paragraphs begin with a speaker's name", spoken, body)
	}
	if m := reAnalysisPath.FindString(path); m != "" {
		return Analysis, fmt.Sprintf("the address has %q", m)
	}
	if a.Agency != "" {
		return Wire, fmt.Sprintf("%s signs in the %s", a.Agency, f.agencyWhy)
	}
	if first >= 3 && a.Author != "" && a.Dateline == "" {
		return Opinion, fmt.Sprintf("signed by %s, and the text says I or my %d times outside quotations", a.Author, first)
	}
	if a.Dateline != "" {
		return Report, fmt.Sprintf("the dateline %q", a.Dateline)
	}
	if m := reReportPath.FindString(path); m != "" {
		return Report, fmt.Sprintf("the address has %q", m)
	}
	return "", ""
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// firstPerson counts the words by which an author speaks of himself outside
// quotation marks.
func firstPerson(s string) int {
	n, open := 0, false
	for _, w := range strings.FieldsFunc(fold(s), func(r rune) bool { return unicode.IsSpace(r) }) {
		if strings.HasPrefix(w, `"`) {
			open = true
		}
		if !open {
			switch strings.Trim(w, `.,;:!?()-`) {
			case "i", "i'm", "i've", "i'd", "i'll", "my", "me":
				n++
			}
		}
		if strings.HasSuffix(strings.TrimRight(w, ".,;:!?)"), `"`) && len(w) > 1 {
			open = false
		}
	}
	return n
}
