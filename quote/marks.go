package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"example.org/readout/text"
)

// A quotation is a stretch of text in quotation marks, without the marks.
type quotation struct {
	span  text.Span
	block int
	// open and shut tell whether the mark on that side is there; translation
	// and scraping lose marks, and a speech over several paragraphs closes only
	// the last.
	open, shut bool
	// run numbers the speech that it belongs to: one that goes on over several
	// paragraphs, or that an attribution breaks off, is in pieces of one run.
	run int
}

// A mark is one quotation mark.
type mark struct {
	at, end   int
	canOpen   bool
	canClose  bool
	ambiguous bool // straight, and neither side tells
}

// quotations finds the quotations of a document, block by block.
//
// Marks are paired by what the characters around them allow. A mark that opens
// while a quotation is open ends that one before it, unless the marks are
// doubled. A mark that closes when none is open closes what a dash resumed:
// "... he said. - There are two ways.”
func quotations(d *text.Document) []quotation {
	var coded []int
	var found [][]mark
	for b, block := range d.Blocks {
		if block.Role.Coded() {
			coded = append(coded, b)
			found = append(found, marks(d.Text, block.Span))
		}
	}
	var out []quotation
	open, run := false, 0
	for k, b := range coded {
		inside := open && closesNext(found[k:])
		qs := pair(d, b, found[k], inside)
		for i, q := range qs {
			goesOn := i == 0 && open && q.span.Begin <= d.Blocks[b].Span.Begin+len(`" “`)
			if !goesOn {
				run++
			}
			for _, piece := range split(d.Text, q) {
				piece.run = run
				out = append(out, piece)
			}
		}
		open = len(qs) > 0 && !qs[len(qs)-1].shut && qs[len(qs)-1].span.End >= d.Blocks[b].Span.End-2
	}
	return out
}

// closesNext reports whether a quotation that is open where the first of these
// blocks begins goes on into it: the next mark, at most four blocks on, closes.
// A paragraph of a speech that opens with a mark of its own begins anew.
func closesNext(blocks [][]mark) bool {
	for _, ms := range blocks[:min(len(blocks), 5)] {
		if len(ms) > 0 {
			return ms[0].canClose
		}
	}
	return false
}

// marks finds the double quotation marks within s, and single ones that stand
// where an apostrophe cannot.
func marks(t string, s text.Span) []mark {
	var out []mark
	for i := s.Begin; i < s.End; {
		r, n := utf8.DecodeRuneInString(t[i:])
		m := mark{at: i, end: i + n}
		i += n
		before, _ := utf8.DecodeLastRuneInString(t[s.Begin:m.at])
		after, _ := utf8.DecodeRuneInString(t[m.end:s.End])
		if m.at == s.Begin {
			before = ' '
		}
		if m.end == s.End {
			after = ' '
		}
		free := unicode.IsSpace(before) || strings.ContainsRune("([—–-…", before)
		glued := unicode.IsSpace(after) || strings.ContainsRune(".,;:?!)]—–-…", after)
		switch r {
		case '“', '«':
			m.canOpen = true
		case '”', '»':
			m.canClose = true
		case '„':
			m.canOpen = true
		case '"', '＂':
			m.canOpen, m.canClose = free, glued
			if free == glued {
				m.ambiguous, m.canOpen, m.canClose = true, true, true
			}
		case '‘':
			m.canOpen = free && !unicode.IsDigit(after)
		default:
			continue
		}
		if (m.canOpen || m.canClose) && !(len(out) > 0 && out[len(out)-1].end == m.at && out[len(out)-1].canOpen == m.canOpen) {
			out = append(out, m)
		}
	}
	return out
}

// pair joins the marks of a block to quotations. With inside, the block begins
// within a quotation.
func pair(d *text.Document, block int, ms []mark, inside bool) []quotation {
	t, s := d.Text, d.Blocks[block].Span
	var out []quotation
	add := func(begin, end int, open, shut bool) {
		q := trim(t, text.Span{Begin: begin, End: end})
		if q.Len() > 0 {
			out = append(out, quotation{span: q, block: block, open: open, shut: shut})
		}
	}
	open := -1
	if inside {
		open = s.Begin
	}
	last := s.Begin // end of the last quotation
	for k := 0; k < len(ms); k++ {
		m := ms[k]
		switch {
		case strings.HasPrefix(t[m.at:], "‘"):
			if open < 0 {
				if e := singleEnd(t, m.end, s.End); e > 0 {
					add(m.end, e, true, true)
					last = e
					for k+1 < len(ms) && ms[k+1].at < e {
						k++
					}
				}
			}
		case open >= 0 && m.canClose:
			add(open, m.at, open > s.Begin, true)
			open, last = -1, m.end
		case m.canOpen && open >= 0:
			// The earlier one was never closed: it ends with its sentence.
			add(open, sentenceEnd(d, open, m.at), true, false)
			open = m.end
		case m.canOpen && (!m.ambiguous || open < 0) && m.end < s.End:
			open = m.end
		case m.canClose:
			if b := resumed(t, last, m.at); b >= 0 {
				add(b, m.at, false, true)
			}
			last = m.end
		}
	}
	if open < 0 && last > s.Begin {
		// What a dash resumes may have lost both its marks.
		if b := resumed(t, last, s.End); b >= 0 && b-last < 150 && speakingVerb.MatchString(t[last:b]) {
			add(b, s.End, false, false)
		}
	}
	if open >= 0 {
		// A paragraph of a longer speech is not closed at its end.
		add(open, s.End, true, false)
	}
	return out
}

// singleEnd is where a quotation in single curly marks closes, -1 if nowhere.
// A closing mark is one that no letter follows; an apostrophe inside a word is
// none.
func singleEnd(t string, from, to int) int {
	for i := from; i < to; {
		r, n := utf8.DecodeRuneInString(t[i:to])
		if r == '’' {
			a, _ := utf8.DecodeRuneInString(t[i+n : to])
			b, _ := utf8.DecodeLastRuneInString(t[from:i])
			if i+n == to || !(unicode.IsLetter(a) || unicode.IsDigit(a)) {
				if b != 's' || strings.ContainsRune(".,;:?!", a) || i+n == to {
					return i
				}
			}
		}
		i += n
	}
	return -1
}

// sentenceEnd is the end of the sentence that holds offset o, at most limit.
func sentenceEnd(d *text.Document, o, limit int) int {
	if i := d.SentenceAt(o); i >= 0 {
		return min(d.Sentences[i].Span.End, limit)
	}
	return limit
}

// resumed finds where a quotation that lost its opening mark goes on after an
// attribution: behind a dash that begins a sentence, between last and at.
func resumed(t string, last, at int) int {
	for _, dash := range []string{". - ", ". – ", ". — ", ", - ", ", – ", ", — "} {
		if i := strings.Index(t[last:at], dash); i >= 0 {
			return last + i + len(dash)
		}
	}
	return -1
}

// trim takes white space and stray marks off both ends of s.
func trim(t string, s text.Span) text.Span {
	const cut = "\"“”„«»＂ \t\r\n\u00a0"
	for s.Begin < s.End {
		r, n := utf8.DecodeRuneInString(t[s.Begin:s.End])
		if !strings.ContainsRune(cut, r) {
			break
		}
		s.Begin += n
	}
	for s.Begin < s.End {
		r, n := utf8.DecodeLastRuneInString(t[s.Begin:s.End])
		if !strings.ContainsRune(cut, r) {
			break
		}
		s.End -= n
	}
	return s
}
