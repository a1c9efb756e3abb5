package main

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	in := `{"doc":"a","text":"“Né à Łódź,” he’s told.\n\nIt ended.","body":0}` + "\n" + `{"doc":7,"text":" "}`
	want := `{"doc":"a","sentences":[[0,10],[10,13]],"tokens":[[0,1],[1,3],[4,5],[6,10],[10,11],[11,12],[13,15],[15,17],[18,22],[22,23],[25,27],[28,33],[33,34]]}
{"doc":7,"sentences":[],"tokens":[]}
`
	var out strings.Builder
	if err := run(strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != want {
		t.Errorf("got %swant %s", out.String(), want)
	}
	if err := run(strings.NewReader(`{"doc":`), &out); err == nil {
		t.Error("half a record passes")
	}
}
