package export

import (
	"net/url"
	"strings"

	"example.org/readout/text"
)

// contextWords is how many words beside a short quotation make it unlikely to
// be found elsewhere on the page, and how many of a long one at each end.
const contextWords = 4

// live is the address at which a browser opens the published page at the words
// under s and highlights them: a text fragment (URL Fragment Text Directives,
// WICG). It is "" if the page has no address on the web.
func live(address string, d *text.Document, s text.Span) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	words := strings.Fields(d.Slice(s))
	if len(words) == 0 {
		return ""
	}
	directive := fragment(words)
	if n := 2 * contextWords; len(words) > n {
		directive = fragment(words[:contextWords]) + "," + fragment(words[len(words)-contextWords:])
	} else if i := d.SentenceAt(s.Begin); i >= 0 && d.Sentences[i].Span.Covers(s) {
		// Context reaches no further than the sentence, which stands in one block.
		before := strings.Fields(d.Text[d.Sentences[i].Span.Begin:s.Begin])
		after := strings.Fields(d.Text[s.End:d.Sentences[i].Span.End])
		if before = before[max(0, len(before)-contextWords):]; len(before) > 0 && spaceBefore(d.Text, s.Begin) {
			directive = fragment(before) + "-," + directive
		}
		if after = after[:min(len(after), contextWords)]; len(after) > 0 && spaceAfter(d.Text, s.End) {
			directive += ",-" + fragment(after)
		}
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String() + "#:~:text=" + directive
}

// fragment is words as a part of a text directive, in which the dash, the
// comma and the ampersand have a meaning of their own.
func fragment(words []string) string {
	return strings.NewReplacer("-", "%2D", "&", "%26").Replace(url.PathEscape(strings.Join(words, " ")))
}
