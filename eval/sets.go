package eval

import "context"

// A Set is one body of gold data with its scorer.
type Set struct {
	Name     string // as the command line has it
	Measures string // what is scored, one line
	Path     string // where its data lies below the folder of corpora
	Run      func(ctx context.Context, path string, r Reader, opts Options) (*Result, error)
}

// Sets lists all sets. It is the only place where a set is made known.
func Sets() []Set {
	return []Set{
		{"gold", "events and statements of diplomatic news against doc/guidelines.md", "gold/dev", runGold},
		{"cameo-spans", "events in single sentences, half of them without one, as four coders agreed", "data/events/cameo_spans/batch_a.jsonl", runCameoSpans},
		{"polnear", "attributions in US political news", "data/quotes/polnear/dev.jsonl", runPolnear},
		{"ner", "names in news from outside the West, every tenth file", "data/lang/worldwide/text", runNER},
		{"conllu", "sentences, words, parts of speech, features, lemmas and dependencies, from raw text and from gold words", "data/lang/ud-ewt/en_ewt-ud-dev.conllu", runConllu},
		{"actors", "places with sense and country, persons, names of speakers, places of events", "gold/entities/dev.jsonl", runActors},
		{"timex", "time expressions: spans, types, values", "data/time/TBAQ-cleaned", runTimex},
		{"extraction", "the running text of web pages", "data/news/trafilatura_eval", runExtraction},
	}
}

// runExtraction lists what [Extraction] finds.
func runExtraction(_ context.Context, path string, _ Reader, _ Options) (*Result, error) {
	found, err := Extraction(path, nil)
	if err != nil {
		return nil, err
	}
	r := &Result{}
	for _, name := range []string{"f1", "precision", "recall", "accuracy", "pages", "missing", "failed", "crashed"} {
		r.Add(name, found[name])
	}
	return r, nil
}
