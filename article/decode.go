package article

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"

	utf16 "golang.org/x/text/encoding/unicode"
)

// sniffLen is how many bytes of an input are looked at to tell its kind.
const sniffLen = 4096

func newInput(r io.Reader) *bufio.Reader { return bufio.NewReaderSize(r, 1<<16) }

// A decoded is an input as UTF-8 text.
type decoded struct {
	text  string
	enc   string // name of the encoding
	notes []string
	same  bool // text is src byte for byte, but for the first skip bytes
	skip  int  // bytes of a byte order mark
}

var errNoText = errors.New("it holds control bytes that no text encoding has")

// bomOrWide is the encoding that a byte order mark announces, or UTF-16 where
// every second byte of Latin text is zero; nil if neither.
func bomOrWide(b []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.ExpectBOM)
	case bytes.HasPrefix(b, []byte{0, 0, 0xfe, 0xff}):
		return utf32.UTF32(utf32.BigEndian, utf32.ExpectBOM)
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		return utf16.UTF16(utf16.LittleEndian, utf16.ExpectBOM)
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return utf16.UTF16(utf16.BigEndian, utf16.ExpectBOM)
	}
	n := min(len(b), 1024)
	if n < 8 {
		return nil
	}
	var zero [2]int
	for i, c := range b[:n] {
		if c == 0 {
			zero[i&1]++
		}
	}
	half := n / 2
	switch {
	case zero[1] > half*7/10 && zero[0] < half/20:
		return utf16.UTF16(utf16.LittleEndian, utf16.IgnoreBOM)
	case zero[0] > half*7/10 && zero[1] < half/20:
		return utf16.UTF16(utf16.BigEndian, utf16.IgnoreBOM)
	}
	return nil
}

// decode turns the bytes of a file or page into text. contentType is the
// announced type, with a charset perhaps; a page's own <meta charset> counts
// where contentType says that it is HTML. A byte order mark comes first, then
// UTF-8 if the bytes are valid UTF-8, then what is declared, then windows-1251
// or windows-1252 by the look of the words. The mark is no part of the text;
// nothing else is changed.
func decode(src []byte, contentType string) (decoded, error) {
	if bytes.HasPrefix(src, []byte("\xef\xbb\xbf")) {
		d, err := decodeBytes(src[3:], contentType)
		d.skip += 3
		return d, err
	}
	if enc := bomOrWide(src); enc != nil {
		out, err := enc.NewDecoder().Bytes(src)
		if err != nil {
			return decoded{}, errNoText
		}
		d := decoded{text: string(out), enc: "utf-16"}
		if src[0] >= 0xfe || src[0] == 0 && src[1] == 0 {
			d.skip = 2
		}
		if len(src) > 3 && (src[0] == 0 && src[1] == 0 || src[2] == 0 && src[3] == 0 && d.skip > 0) {
			d.enc, d.skip = "utf-32", 4
		}
		d.notes = append(d.notes, "decoded from "+strings.ToUpper(d.enc))
		return d.checked(true)
	}
	return decodeBytes(src, contentType)
}

func decodeBytes(src []byte, contentType string) (decoded, error) {
	if utf8.Valid(src) {
		return decoded{text: string(src), enc: "utf-8", same: true}.checked(false)
	}
	if bad, multi := invalidUTF8(src); multi > 0 && bad*20 <= multi {
		d := decoded{text: strings.ToValidUTF8(string(src), "\ufffd"), enc: "utf-8"}
		d.notes = append(d.notes, fmt.Sprintf("%d bytes are not UTF-8, the first at byte %d: shown as U+FFFD", bad, firstInvalid(src)))
		return d.checked(true)
	}
	enc, name := declared(src, contentType)
	if enc == nil {
		enc, name = guess(src)
	}
	out, err := enc.NewDecoder().Bytes(src)
	if err != nil {
		return decoded{}, errNoText
	}
	d := decoded{text: string(out), enc: name}
	d.notes = append(d.notes, "decoded from "+name)
	return d.checked(true)
}

// checked refuses text that is mostly control characters and notes what could
// not be decoded.
func (d decoded) checked(count bool) (decoded, error) {
	var control, nul, first, lost int
	for i, r := range d.text {
		switch {
		case r == 0:
			if nul == 0 {
				first = i
			}
			nul++
			control++
		case r < ' ' && !strings.ContainsRune("\t\n\v\f\r\x1a\x1b", r), r == 0x7f:
			control++
		case r == utf8.RuneError:
			lost++
		}
	}
	if control > 8 && control*100 > len(d.text) {
		return decoded{}, errNoText
	}
	if nul > 0 {
		d.notes = append(d.notes, fmt.Sprintf("%d NUL characters, the first at byte %d of the text: left as they are", nul, first))
	}
	if count && lost > 0 && d.enc != "utf-8" {
		d.notes = append(d.notes, fmt.Sprintf("%d characters could not be decoded: shown as U+FFFD", lost))
	}
	return d, nil
}

// invalidUTF8 counts the bytes of b that are no UTF-8 and the characters of
// more than one byte that are.
func invalidUTF8(b []byte) (bad, multi int) {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			multi++
		}
		b = b[n:]
	}
	return bad, multi
}

func firstInvalid(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(b)
}

var reCharset = regexp.MustCompile(`(?i)<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{1,100}encoding\s*=\s*["']([\w-]+)`)

// declared is the encoding that the content type or the page itself announces,
// nil if none is, or one that the bytes have been found not to be in.
func declared(src []byte, contentType string) (encoding.Encoding, string) {
	label := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	if m := reCharset.FindSubmatch(src[:min(len(src), 1<<17)]); label == "" && m != nil && strings.Contains(contentType, "html") {
		label = string(m[1]) + string(m[2])
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, ""
	}
	name, err := htmlindex.Name(enc)
	if err != nil || strings.HasPrefix(name, "utf-") {
		return nil, ""
	}
	return enc, name
}

// guess chooses between the two commonest one-byte encodings of news: in
// windows-1251 whole words are bytes above 0x7f, in windows-1252 single
// letters and punctuation are.
func guess(src []byte) (encoding.Encoding, string) {
	high, ascii := 0, 0
	for _, c := range src {
		switch {
		case c >= 0xc0:
			high++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			ascii++
		}
	}
	if high > ascii/2 && high > 0 {
		return charmap.Windows1251, "windows-1251"
	}
	return charmap.Windows1252, "windows-1252"
}

// magic names the binary format that b begins with, "" if none is known.
func magic(b []byte) string {
	for _, m := range []struct{ sign, what string }{
		{"%PDF-", "it is a PDF"},
		{"PK\x03\x04", "it is a ZIP archive (a Word or OpenDocument file is one too)"},
		{"\x1f\x8b", "it is gzip-compressed; unpack it first"},
		{"BZh", "it is bzip2-compressed; unpack it first"},
		{"\xfd7zXZ\x00", "it is xz-compressed; unpack it first"},
		{"\x28\xb5\x2f\xfd", "it is zstd-compressed; unpack it first"},
		{"\x89PNG", "it is a picture"},
		{"\xff\xd8\xff", "it is a picture"},
		{"GIF8", "it is a picture"},
		{"\xd0\xcf\x11\xe0", "it is an old Word document"},
		{"{\\rtf", "it is RTF"},
		{"\x7fELF", "it is a program"},
		{"SQLite format 3\x00", "it is a database"},
	} {
		if bytes.HasPrefix(b, []byte(m.sign)) {
			return m.what
		}
	}
	return ""
}

func hasLetters(s string) bool {
	return strings.IndexFunc(s, unicode.IsLetter) >= 0
}
