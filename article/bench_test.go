package article_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"example.org/readout/article"
)

func BenchmarkPlain(b *testing.B) {
	src := []byte("Ministers meet at the lake\nIda Korhonen\n\n" + strings.Repeat(para1+"\n\n"+para2+"\n\n"+para3+"\n\n", 10))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := article.Read(src, article.Meta{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPage(b *testing.B) {
	src, err := os.ReadFile(filepath.Join("testdata", "visit.html"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := article.Read(src, article.Meta{}); err != nil {
			b.Fatal(err)
		}
	}
}
