package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.org/readout/export"
)

// cmdJSON is `json FILE N`: the file must be one JSON array of N readings, or,
// if its name ends in .jsonl, N lines that each hold one; N is -1 if any number
// will do. FILE may be stdout.
func cmdJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: json FILE N")
	}
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	got := readings(ts, args[0])
	if want >= 0 && len(got) != want {
		ts.Fatalf("%s: %d readings, want %d", args[0], len(got), want)
	}
	for i, one := range got {
		var reading struct {
			Article struct{ ID string }
			Text    string
		}
		if err := json.Unmarshal(one, &reading); err != nil || reading.Article.ID == "" || reading.Text == "" {
			ts.Fatalf("%s: reading %d has no article or no text: %v", args[0], i+1, err)
		}
	}
}

// readings are the elements of the JSON array in a file, or the lines of a file
// that ends in .jsonl.
func readings(ts *testscript.TestScript, file string) (got []json.RawMessage) {
	data := []byte(ts.ReadFile(file))
	if !strings.HasSuffix(file, ".jsonl") {
		if err := json.Unmarshal(data, &got); err != nil {
			ts.Fatalf("%s: %v", file, err)
		}
		return got
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	for {
		var one json.RawMessage
		if err := dec.Decode(&one); err == io.EOF {
			break
		} else if err != nil {
			ts.Fatalf("%s, record %d: %v", file, len(got)+1, err)
		}
		got = append(got, one)
	}
	if lines := bytes.Count(data, []byte("\n")); lines != len(got) {
		ts.Fatalf("%s: %d records on %d lines", file, len(got), lines)
	}
	return got
}

// cmdSchema is `schema FILE`: each reading in the file must be as the printed
// schema says.
func cmdSchema(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: schema FILE")
	}
	const name = "reading.json"
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(export.Schema()))
	ts.Check(err)
	c := jsonschema.NewCompiler()
	ts.Check(c.AddResource(name, doc))
	schema, err := c.Compile(name)
	ts.Check(err)
	for i, one := range readings(ts, args[0]) {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(one))
		ts.Check(err)
		if err := schema.Validate(v); err != nil {
			ts.Fatalf("%s: reading %d: %v", args[0], i+1, err)
		}
	}
}

// cmdRepeat is `repeat N FILE TEXT`: it writes TEXT to FILE N times, with %d in
// it as the number of the copy and \n as a line break. A FILE with %d in its
// name makes a file for each copy.
func cmdRepeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat N FILE TEXT")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	text := strings.ReplaceAll(args[2], `\n`, "\n")
	number := func(s string, i int) string { return strings.ReplaceAll(s, "%d", fmt.Sprintf("%03d", i)) }
	files := map[string]*bytes.Buffer{}
	for i := 1; i <= n; i++ {
		name := ts.MkAbs(number(args[1], i))
		if files[name] == nil {
			files[name] = &bytes.Buffer{}
		}
		files[name].WriteString(number(text, i))
	}
	for name, b := range files {
		ts.Check(os.MkdirAll(filepath.Dir(name), 0o777))
		ts.Check(os.WriteFile(name, b.Bytes(), 0o666))
	}
}

// cmdWaitFor is `waitfor FILE REGEXP`: it waits until FILE, which another
// command is writing, matches.
func cmdWaitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waitfor FILE REGEXP")
	}
	re := regexp.MustCompile(args[1])
	for range 6000 { // a minute at most
		if b, err := os.ReadFile(ts.MkAbs(args[0])); err == nil && re.Match(b) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s: nothing matches %s", args[0], args[1])
}

// cmdBytes is `bytes FILE TEXT`: it writes TEXT to FILE, with \xNN in it as one
// byte.
func cmdBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// cmdStatus is `status N`: the latest readout must have ended with that status.
func cmdStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: status N")
	}
	got, err := os.ReadFile(ts.Getenv("READOUT_TEST_STATUS"))
	ts.Check(err)
	if string(got) != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}
