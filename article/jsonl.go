package article

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.org/readout"
	"golang.org/x/text/transform"
)

// A record is one article of a JSON file. Where two names are given, the
// second is an alias that common dumps use.
type record struct {
	url, outlet, title, published, author, language, text, html string
}

// set stores the value of a field, if the record has such a field.
func (r *record) set(name, value string) {
	dst := map[string]*string{
		"url": &r.url, "link": &r.url,
		"outlet": &r.outlet, "source": &r.outlet,
		"title": &r.title, "headline": &r.title,
		"published": &r.published, "date": &r.published,
		"author": &r.author, "language": &r.language,
		"text": &r.text, "body": &r.text,
		"html": &r.html,
	}[name]
	// The proper name wins over the alias, whatever their order.
	if dst != nil && (*dst == "" || name == "url" || name == "outlet" || name == "title" || name == "published" || name == "text") {
		*dst = value
	}
}

type yieldFunc = func(*readout.Article, error) bool

// streamJSON reads an array of objects, one object a line, or one object
// spread over lines.
func streamJSON(in *bufio.Reader, head []byte, meta Meta, yield yieldFunc) {
	if enc := bomOrWide(head); enc != nil {
		in = newInput(transform.NewReader(in, enc.NewDecoder()))
	} else if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3)
	}
	lines := &lineReader{in: in, limit: meta.limit()}
	first, err := lines.next()
	refused := false
	for err == nil && len(bytes.TrimSpace(first)) == 0 || errors.Is(err, ErrTooLarge) {
		if err != nil {
			if refused = true; !yield(nil, meta.tooLarge(lines.n)) {
				return
			}
		}
		first, err = lines.next()
	}
	switch {
	case err == io.EOF && !refused:
		yield(nil, meta.fail(ErrEmpty, 0, "the file has no records; give one JSON object a line"))
		return
	case err == io.EOF:
		return
	case err != nil:
		yield(nil, err)
		return
	}
	trimmed := bytes.TrimSpace(first)
	if trimmed[0] == '[' || !complete(trimmed) && trimmed[0] == '{' && len(trimmed) < 1<<16 && !nextIsObject(in) {
		streamValues(io.MultiReader(bytes.NewReader(first), in), lines.n, meta, yield)
		return
	}
	for line := first; ; {
		if t := bytes.TrimSpace(line); len(t) > 0 && !yield(oneRecord(t, lines.n, meta)) {
			return
		}
		for {
			if line, err = lines.next(); !errors.Is(err, ErrTooLarge) {
				break
			}
			if !yield(nil, meta.tooLarge(lines.n)) {
				return
			}
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			yield(nil, err)
			return
		}
	}
}

// complete reports whether b is one whole JSON value.
func complete(b []byte) bool { return json.Valid(b) }

// nextIsObject reports whether the line after a broken one begins an object:
// then the file has one object a line, and only this line is broken.
func nextIsObject(in *bufio.Reader) bool {
	b, _ := in.Peek(256)
	b = bytes.TrimSpace(b)
	return len(b) > 0 && b[0] == '{'
}

// streamValues reads a JSON array of objects or a single object, one object at
// a time. line is the line on which r begins.
func streamValues(r io.Reader, line int, meta Meta, yield yieldFunc) {
	count := &counter{r: r, line: line}
	dec := json.NewDecoder(count)
	fail := func(err error) {
		at := count.lineAt(dec.InputOffset())
		var syn *json.SyntaxError
		if errors.As(err, &syn) {
			at = count.lineAt(syn.Offset)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			at = count.lineAt(count.pos)
		}
		switch {
		case errors.Is(err, ErrTooLarge):
			yield(nil, meta.tooLarge(at))
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &syn):
			yield(nil, meta.fail(ErrJSON, at, jsonDetail(err)+"; mend the file from this line on"))
		default:
			yield(nil, err)
		}
	}
	count.budget = int64(meta.limit())
	array := false
	if first := firstByte(count); first == '[' {
		array = true
		if _, err := dec.Token(); err != nil {
			fail(err)
			return
		}
	}
	for dec.More() {
		count.budget = int64(meta.limit())
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			fail(err)
			return
		}
		at := count.lineAt(dec.InputOffset() - int64(len(raw)))
		count.forget(dec.InputOffset())
		if !yield(oneRecord(raw, at, meta)) {
			return
		}
	}
	if array {
		if _, err := dec.Token(); err != nil {
			fail(err)
		}
	}
}

// oneRecord makes the article of one JSON object, found on the given line.
func oneRecord(b []byte, line int, meta Meta) (*readout.Article, error) {
	var notes []string
	if !utf8.Valid(b) {
		d, err := decodeBytes(b, "")
		if err != nil {
			return nil, meta.fail(ErrBinary, line, err.Error())
		}
		b, notes = []byte(d.text), d.notes
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		var typ *json.UnmarshalTypeError
		if errors.As(err, &typ) {
			return nil, meta.fail(ErrJSON, line, "a record must be an object with the field text or html, not "+typ.Value)
		}
		return nil, meta.fail(ErrJSON, line, jsonDetail(err)+"; mend or delete this line")
	}
	var rec record
	for _, name := range []string{
		"link", "url", "source", "outlet", "headline", "title", "date", "published",
		"author", "language", "body", "text", "html",
	} {
		raw, ok := fields[name]
		if !ok {
			continue
		}
		s, err := jsonString(raw)
		if err != nil {
			return nil, meta.fail(ErrJSON, line, fmt.Sprintf("field %q: %v", name, err))
		}
		rec.set(name, s)
	}
	if rec.text == "" && rec.html == "" {
		return nil, meta.fail(ErrNoText, line, "the record has neither text nor html; give one of the two")
	}
	m, more := rec.meta(meta)
	m.Source = first(meta.Source, "input") + ":" + strconv.Itoa(line)
	notes = append(notes, more...)
	if rec.text == "" {
		a, err := readHTML([]byte(rec.html), m)
		if err != nil {
			var e *Error
			if errors.As(err, &e) {
				e.Source, e.Line = meta.source(), line
			}
			return nil, err
		}
		a.Notes = append(notes, a.Notes...)
		return a, nil
	}
	d, err := decoded{text: rec.text, enc: "utf-8", same: true}.checked(false)
	if err != nil {
		return nil, meta.fail(ErrBinary, line, err.Error())
	}
	d.notes = append(notes, d.notes...)
	if n := strings.Count(rec.text, "\ufffd"); n > 0 {
		d.notes = append(d.notes, fmt.Sprintf("%d characters are U+FFFD: lost before or while the record was read", n))
	}
	if !hasLetters(d.text) {
		return nil, meta.fail(ErrNoText, line, "there are no words in the field text")
	}
	return fromText(d, m), nil
}

// meta is what the record says about its article, with what the caller knows
// in the gaps.
func (r record) meta(m Meta) (Meta, []string) {
	var notes []string
	m.ofRecord = true
	for _, f := range []struct {
		dst *string
		src string
	}{{&m.URL, r.url}, {&m.Outlet, r.outlet}, {&m.Title, r.title}, {&m.Author, r.author}, {&m.Language, r.language}} {
		if f.src != "" {
			*f.dst = f.src
		}
	}
	if r.published != "" {
		t, precision, ok := parseDate(r.published)
		if ok {
			m.Published, m.Precision = t, precision
		} else {
			notes = append(notes, fmt.Sprintf("published %q is no full date: not used", r.published))
		}
	}
	return m, notes
}

// jsonString is a JSON value as text: a string, a number, or a list of strings
// joined by commas; "" for null.
func jsonString(raw json.RawMessage) (string, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return "", err
	}
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case []any:
		var parts []string
		for _, e := range v {
			s, ok := e.(string)
			if !ok {
				return "", errors.New("a list may hold strings only")
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ", "), nil
	}
	return "", errors.New("must be a string")
}

func jsonDetail(err error) string {
	var syn *json.SyntaxError
	switch {
	case errors.As(err, &syn) && strings.Contains(syn.Error(), "unexpected end"),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	case errors.As(err, &syn):
		return fmt.Sprintf("%v at column %d", syn, syn.Offset)
	}
	return err.Error()
}

// A lineReader gives the lines of a reader, refusing those over a limit
// without holding them.
type lineReader struct {
	in    *bufio.Reader
	limit int
	n     int // lines read so far
}

func (l *lineReader) next() ([]byte, error) {
	var line []byte
	for over := false; ; {
		part, err := l.in.ReadSlice('\n')
		if len(line)+len(part) > l.limit+1 {
			over, line = true, nil
		}
		if !over {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(line) == 0 && !over:
			return nil, io.EOF
		case err != nil && err != io.EOF:
			return nil, err
		}
		l.n++
		if over {
			return nil, ErrTooLarge
		}
		return line, nil
	}
}

// A counter knows on which line an offset of its reader lies, and stops when
// one value takes more bytes than the budget.
type counter struct {
	r      io.Reader
	line   int // of the first of breaks
	pos    int64
	breaks []int64 // offsets of the line ends not yet forgotten
	budget int64
	peeked []byte
}

func firstByte(c *counter) byte {
	var b [1]byte
	for {
		n, err := c.r.Read(b[:])
		if n == 1 {
			c.peeked = append(c.peeked, b[0])
			if !bytes.ContainsRune([]byte(" \t\r\n"), rune(b[0])) {
				return b[0]
			}
		}
		if err != nil {
			return 0
		}
	}
}

func (c *counter) Read(p []byte) (int, error) {
	if c.budget <= 0 {
		return 0, ErrTooLarge
	}
	var n int
	var err error
	if len(c.peeked) > 0 {
		n = copy(p, c.peeked)
		c.peeked = c.peeked[n:]
	} else {
		n, err = c.r.Read(p)
	}
	for i, b := range p[:n] {
		if b == '\n' {
			c.breaks = append(c.breaks, c.pos+int64(i))
		}
	}
	c.pos += int64(n)
	c.budget -= int64(n)
	return n, err
}

func (c *counter) lineAt(off int64) int {
	line := c.line
	for _, b := range c.breaks {
		if b >= off {
			break
		}
		line++
	}
	return line
}

// forget drops the line ends before off.
func (c *counter) forget(off int64) {
	i := 0
	for i < len(c.breaks) && c.breaks[i] < off {
		i++
	}
	c.line += i
	c.breaks = append(c.breaks[:0], c.breaks[i:]...)
}

// parseDate reads the date forms of news records. precision is "day" or
// "second"; ok is false for anything less than a full date, and for dates
// that no news text has.
func parseDate(s string) (t time.Time, precision string, ok bool) {
	t, precision, ok = readDate(clean(s))
	if !ok || t.Year() < 1800 || t.Year() > 2200 {
		return time.Time{}, "", false
	}
	return t, precision, true
}

func readDate(s string) (t time.Time, precision string, ok bool) {
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700 MST",
		"2006-01-02 15:04:05 MST", "2006-01-02 15:04:05", "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04",
		"2006-01-02T15:04:05-0700", time.RFC1123Z, time.RFC1123, time.RFC850, "Mon, 2 Jan 2006 15:04:05 -0700",
		"Mon, 2 Jan 2006 15:04:05 MST", "20060102T150405Z", "20060102150405",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), "second", true
		}
	}
	for _, layout := range []string{
		time.DateOnly, "2006/01/02", "2006/1/2", "2006-1-2", "20060102", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006",
		"Jan. 2, 2006", "January 2 2006", "2 Jan. 2006", "02.01.2006", "2.1.2006", "Monday, January 2, 2006", "Monday, 2 January 2006",
		"Mon Jan 2, 2006", "Monday 2 January 2006",
	} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, "day", true
		}
	}
	// 27/04/2031 and 04/27/2031 are clear, 03/04/2031 is not.
	for _, layout := range []string{"2/1/2006", "1/2/2006"} {
		if t, err := time.Parse(layout, s); err == nil && (t.Day() > 12 || t.Day() == int(t.Month())) {
			return t, "day", true
		}
	}
	return time.Time{}, "", false
}
