package quote

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.org/readout/text"
)

// document makes a document of paragraphs, split but not analysed.
func document(paragraphs ...string) *text.Document {
	d := &text.Document{Text: strings.Join(paragraphs, "\n\n")}
	at := 0
	for _, p := range paragraphs {
		d.Blocks = append(d.Blocks, text.Block{Span: text.Span{Begin: at, End: at + len(p)}, Role: text.Body})
		at += len(p) + 2
	}
	text.Split(d)
	return d
}

func TestQuotations(t *testing.T) {
	for _, c := range []struct {
		name       string
		paragraphs []string
		want       []string
	}{
		{"straight", []string{`"We agree," the envoy said. "We will sign."`}, []string{"We agree,", "We will sign."}},
		{"curly", []string{`He called it “a step back” and left.`}, []string{"a step back"}},
		{"guillemets", []string{`The paper wrote: «No talks today.»`}, []string{"No talks today."}},
		{"single curly, apostrophes inside", []string{`It was ‘the minister’s own doing’, she said.`}, []string{"the minister’s own doing"}},
		{"apostrophes are no marks", []string{`The ministers’ cars and the envoy’s driver waited.`}, nil},
		{"mark glued to the next word", []string{`“It is good that you came, ”Ozols told the guest.`}, []string{"It is good that you came,"}},
		{"mixed curly and straight", []string{`“We will not pay," she said.`}, []string{"We will not pay,"}},
		{"opening mark alone: to the end of the paragraph", []string{`“We will rebuild the bridge.`, `“And the road,” he said.`}, []string{"We will rebuild the bridge.", "And the road,"}},
		{"a stray closing mark at the end is nothing", []string{`They call it "normal relations" with the north. "`}, []string{"normal relations"}},
		{"a dash resumes what lost its opening mark", []string{`“Trade is low,” Berzins said in an interview. - There are two ways out. Both are hard.”`}, []string{"Trade is low,", "There are two ways out. Both are hard."}},
		{"an attribution inserted without marks", []string{`“The union is open to talks, Delta agency quotes the premier. - Our ports are ready. Write to us. ”`}, []string{"The union is open to talks", "Our ports are ready. Write to us."}},
		{"a sentence a paragraph: the mark closes what was opened before", []string{`" The king will come on 3 May.`, `He will stay a week, " the palace said.`, `"More will follow."`}, []string{"The king will come on 3 May.", "He will stay a week,", "More will follow."}},
		{"doubled marks", []string{`““No,”” she said.`}, []string{"No,"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := document(c.paragraphs...)
			var got []string
			for _, q := range quotations(d) {
				got = append(got, d.Slice(q.span))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("quotations (-want +got):\n%s", diff)
			}
		})
	}
}
