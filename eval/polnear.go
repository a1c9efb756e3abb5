package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// A polnearDoc is one article of PolNeAR (Newell, Margolin and Ruths 2018) as
// converted: code-point offsets, one layer of attributions an annotator.
type polnearDoc struct {
	Doc         string
	Text        string
	Annotations []struct {
		Attributions []struct {
			Source, Content [][2]int
		}
	}
}

// runPolnear scores statements against the first annotator of PolNeAR:
// contents whose code points agree by half, and of these the ones whose source
// overlaps a gold source (or both have none). The first line counts as body:
// PolNeAR marks attributions in headlines too.
func runPolnear(ctx context.Context, path string, r Reader, _ Options) (*Result, error) {
	var docs []polnearDoc
	if err := eachLine(path, func(line []byte) error {
		var d polnearDoc
		if err := json.Unmarshal(line, &d); err != nil {
			return err
		}
		if len(d.Annotations) == 0 {
			return fmt.Errorf("%s: no annotations", d.Doc)
		}
		docs = append(docs, d)
		return nil
	}); err != nil {
		return nil, err
	}
	var touched, content, source PRF
	for _, d := range docs {
		p, err := readSheet(ctx, r, d.Doc, bareArticle(d.Text))
		if err != nil {
			return nil, err
		}
		p.sortRecords()
		gold := d.Annotations[0].Attributions
		contents := make([][]Range, len(p.Statements))
		for j, s := range p.Statements {
			contents[j] = ranges(s.Content)
		}
		sourceRight := func(i, j int) bool {
			s := p.Statements[j].Speaker
			if s == nil || len(gold[i].Source) == 0 {
				return s == nil && len(gold[i].Source) == 0
			}
			return slices.ContainsFunc(pairsToRanges(gold[i].Source), s.Overlaps)
		}
		half := assign(len(gold), len(contents), func(i, j int) weight {
			inter, all := common(pairsToRanges(gold[i].Content), contents[j])
			if inter == 0 || 2*inter < all {
				return 0
			}
			return pairWeight(sourceRight(i, j), 1_000_000*inter/all, false)
		})
		some := assign(len(gold), len(contents), func(i, j int) weight {
			inter, _ := common(pairsToRanges(gold[i].Content), contents[j])
			if inter == 0 {
				return 0
			}
			return pairWeight(false, inter, false)
		})
		n := PRF{Predicted: len(contents), Gold: len(gold)}
		content, source, touched = content.Plus(n), source.Plus(n), touched.Plus(n)
		for i := range gold {
			touched.TP += oneIf(some[i] >= 0)
			content.TP += oneIf(half[i] >= 0)
			source.TP += oneIf(half[i] >= 0 && sourceRight(i, half[i]))
		}
	}
	res := &Result{}
	res.Add("articles", float64(len(docs)))
	res.AddPRF("content", content)
	res.AddPRF("source", source)
	res.AddPRF("content_any", touched)
	return res, nil
}

func pairsToRanges(p [][2]int) []Range {
	out := make([]Range, len(p))
	for i, x := range p {
		out[i] = Range{x[0], x[1]}
	}
	return out
}
