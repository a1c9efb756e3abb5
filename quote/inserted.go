package quote

import (
	"regexp"

	"example.org/readout/text"
)

// insertedAttribution is how translated agency copy breaks off a quotation to
// name the source, without closing and reopening the marks: "... we will pay,
// he said. - The money is there." The source and verb stand between a comma
// and a full stop that a dash follows.
var insertedAttribution = regexp.MustCompile(`,\s([^,.;:!?"“”]{2,90}?)[.,]\s[-–—]\s`)

// speakingVerb must be in it.
var speakingVerb = regexp.MustCompile(`\b(?:said|says|say|told|tells|quotes|quoted|cites|cited|noted|notes|added|adds|stressed|stresses|emphasi[sz]ed|explained|explains|recalled|continued|continues|believes|thinks|stated|states|declared|concluded|admitted|argued|argues|reported|reports|warned|warns|asked|asks|insisted|insists|replied|answered|wrote|writes|announced|promised|urged|recalled|concluded|summed up|asserted|asserts|claimed|claims)\b`)

// split cuts a quotation at the attributions inserted into it.
func split(t string, q quotation) []quotation {
	var out []quotation
	from := q.span.Begin
	for _, m := range insertedAttribution.FindAllStringSubmatchIndex(t[q.span.Begin:q.span.End], -1) {
		if !speakingVerb.MatchString(t[q.span.Begin+m[2] : q.span.Begin+m[3]]) {
			continue
		}
		if s := trim(t, text.Span{Begin: from, End: q.span.Begin + m[0]}); s.Len() > 0 {
			out = append(out, quotation{span: s, block: q.block, open: from == q.span.Begin && q.open})
		}
		from = q.span.Begin + m[1]
	}
	if from == q.span.Begin {
		return []quotation{q}
	}
	if s := trim(t, text.Span{Begin: from, End: q.span.End}); s.Len() > 0 {
		out = append(out, quotation{span: s, block: q.block, shut: q.shut})
	}
	return out
}

// inserted gives a cue that breaks off a quotation the whole of it as content:
// the parts before and after.
func (f *finder) inserted() {
	for i := range f.out {
		s := &f.out[i]
		if s.Cue == nil {
			continue
		}
		for k := 0; k+1 < len(f.quotations); k++ {
			a, b := f.quotations[k], f.quotations[k+1]
			if a.block != b.block || a.shut || b.open || s.Cue.Begin < a.span.End || s.Cue.End > b.span.Begin {
				continue
			}
			s.Content = []text.Span{f.tidy(a.span), f.tidy(b.span)}
			s.Rules = add(s.Rules, "attribution-inserted")
			break
		}
	}
}
