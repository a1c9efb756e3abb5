package nn

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxPieces   = 12  // of a word that the model sees; the rest is cut off
	maxWordRune = 100 // a longer stretch between spaces and punctuation is [UNK]
)

// A wordpiece holds the vocabulary of an uncased BERT. Pieces that continue a
// word are kept without their "##". It caches no words: cutting one takes a
// microsecond or less, encoding it some hundreds.
type wordpiece struct {
	start, inner  map[string]int32
	longest       int // bytes of the longest piece
	unk, cls, sep int32
}

// newWordpiece reads a vocabulary, one piece a line.
func newWordpiece(vocab []byte) (*wordpiece, error) {
	lines := bytes.Split(bytes.TrimSuffix(vocab, []byte("\n")), []byte("\n"))
	w := &wordpiece{start: make(map[string]int32, len(lines)), inner: make(map[string]int32, len(lines)/4)}
	for i, l := range lines {
		into := w.start
		if rest, ok := bytes.CutPrefix(l, []byte("##")); ok && len(rest) > 0 {
			l, into = rest, w.inner
		}
		if _, twice := into[string(l)]; twice {
			return nil, fmt.Errorf("vocabulary: line %d: piece %q is there twice", i+1, l)
		}
		into[string(l)] = int32(i)
		w.longest = max(w.longest, len(l))
	}
	for _, name := range []string{"[UNK]", "[CLS]", "[SEP]"} {
		if _, ok := w.start[name]; !ok {
			return nil, fmt.Errorf("vocabulary: no piece %s", name)
		}
	}
	w.unk, w.cls, w.sep = w.start["[UNK]"], w.start["[CLS]"], w.start["[SEP]"]
	return w, nil
}

// appendPieces adds the pieces of word to dst, at least one and at most
// maxPieces. buf is scratch memory, returned for the next call.
//
// The steps are those of BERT's uncased tokenizer: drop control characters,
// decompose, drop accents, lower case, cut at spaces, punctuation and
// ideographs, then take the longest known piece from the left, again and
// again; a stretch that cannot be made of known pieces is one [UNK].
func (w *wordpiece) appendPieces(dst []int32, word string, buf []byte) (pieces []int32, scratch []byte) {
	base := len(dst)
	buf = normalize(buf[:0], word)
	for from := 0; from < len(buf) && len(dst)-base < maxPieces; {
		r, size := utf8.DecodeRune(buf[from:])
		if r == ' ' {
			from += size
			continue
		}
		to := from + size
		if !alone(r) {
			for to < len(buf) {
				r, size := utf8.DecodeRune(buf[to:])
				if r == ' ' || alone(r) {
					break
				}
				to += size
			}
		}
		dst = w.appendGreedy(dst, buf[from:to])
		from = to
	}
	if len(dst) == base {
		dst = append(dst, w.unk)
	}
	return dst[:min(len(dst), base+maxPieces)], buf
}

func (w *wordpiece) appendGreedy(dst []int32, s []byte) []int32 {
	base := len(dst)
	if len(s) > maxWordRune && utf8.RuneCount(s) > maxWordRune {
		return append(dst, w.unk)
	}
	for known := w.start; len(s) > 0; known = w.inner {
		n := min(len(s), w.longest)
		for n > 0 {
			if id, ok := known[string(s[:n])]; ok {
				dst = append(dst, id)
				break
			}
			n--
		}
		if n == 0 {
			return append(dst[:base], w.unk)
		}
		s = s[n:]
	}
	return dst
}

// normalize appends the cleaned, unaccented, lower-case form of word to buf.
func normalize(buf []byte, word string) []byte {
	ascii := true
	for i := 0; i < len(word); i++ {
		ascii = ascii && word[i] < utf8.RuneSelf
	}
	if !ascii {
		// Decomposed text is rare enough to allocate for it.
		word = norm.NFD.String(clean(word))
	}
	for _, r := range word {
		switch {
		case r == 0 || r == utf8.RuneError || control(r) || !ascii && unicode.Is(unicode.Mn, r):
		case unicode.IsSpace(r):
			buf = append(buf, ' ')
		default:
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		}
	}
	return buf
}

// clean drops the characters that must be gone before decomposition, which
// could otherwise join what they keep apart.
func clean(word string) string {
	for _, r := range word {
		if control(r) || r == utf8.RuneError {
			out := make([]rune, 0, len(word))
			for _, r := range word {
				if !control(r) && r != utf8.RuneError {
					out = append(out, r)
				}
			}
			return string(out)
		}
	}
	return word
}

func control(r rune) bool {
	return r != '\t' && r != '\n' && r != '\r' && unicode.In(r, unicode.C, unicode.Cn)
}

// alone reports whether r is a token by itself: punctuation, and the
// ideographs that BERT sets apart.
func alone(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f && !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}
	return unicode.IsPunct(r) || unicode.Is(ideographs, r)
}

// ideographs are the blocks that BERT's tokenizer calls Chinese characters.
var ideographs = &unicode.RangeTable{
	R16: []unicode.Range16{{0x3400, 0x4DBF, 1}, {0x4E00, 0x9FFF, 1}, {0xF900, 0xFAFF, 1}},
	R32: []unicode.Range32{{0x20000, 0x2A6DF, 1}, {0x2A700, 0x2B73F, 1}, {0x2B740, 0x2B81F, 1}, {0x2B920, 0x2CEAF, 1}, {0x2F800, 0x2FA1F, 1}},
}
