package nn

// A Window is what the model says about the words of one call of
// [Model.Encode]. Words are counted from 0 in the window.
//
// Trigger, Cue, Name, UPOS, Lemma and Feats return views that the next Encode
// overwrites; all other methods return memory of the caller's own.
type Window struct {
	scratch  *Scratch
	words    int
	sentence []int
}

// Len is the number of words.
func (w *Window) Len() int { return w.words }

// row is the output of Model.words for word i.
func (w *Window) row(i int) []float32 {
	stride := w.scratch.model.words.stride()
	return w.scratch.heads[i*stride : (i+1)*stride]
}

func (w *Window) class(i, at int, head string) []float32 {
	return w.row(i)[at:][:len(w.scratch.model.labels[head])]
}

// Hidden is the last hidden state of the first piece of word i, a view.
func (w *Window) Hidden(i int) []float32 {
	m := w.scratch.model
	return w.scratch.x[i*m.stride():][:m.config.Hidden]
}

// Trigger is the probability of each trigger label at word i.
func (w *Window) Trigger(i int) []float32 { return w.class(i, w.scratch.model.at.trigger, "trigger") }

// Cue is the probability of each cue label at word i.
func (w *Window) Cue(i int) []float32 { return w.class(i, w.scratch.model.at.cue, "cue") }

// Name is the probability of each name label at word i.
func (w *Window) Name(i int) []float32 { return w.class(i, w.scratch.model.at.name, "name") }

// UPOS is the probability of each part of speech at word i.
func (w *Window) UPOS(i int) []float32 { return w.class(i, w.scratch.model.at.upos, "upos") }

// Lemma has the score of each lemma label at word i, a higher one for a more
// probable one: not probabilities, as the exponentials of so many labels would
// cost more than they tell.
func (w *Window) Lemma(i int) []float32 { return w.class(i, w.scratch.model.at.lemma, "lemma") }

// Feats has the score of each set of features at word i, like [Window.Lemma].
func (w *Window) Feats(i int) []float32 { return w.class(i, w.scratch.model.at.feats, "feats") }

// Modality is the probability of each modality of an event with trigger t.
func (w *Window) Modality(t int) []float32 { return w.attribute(event, t, "modality") }

// Act is the probability of each act of speech of a cue t.
func (w *Window) Act(t int) []float32 { return w.attribute(cue, t, "act") }

func (w *Window) attribute(which, t int, head string) []float32 {
	s := w.scratch
	m, a := s.model, &s.model.attr[which]
	mid := a.in.stride()
	s.spare = grow(s.spare, mid+a.out.stride())
	x, y := s.spare[:mid], s.spare[mid:]
	s.q.take(m.kernel, 1, m.config.Hidden, s.x[t*m.stride():], m.stride())
	a.in.apply(m.kernel, &s.q, x, mid, false)
	m.kernel.gelu(x)
	s.q.take(m.kernel, 1, a.middle, x, mid)
	a.out.apply(m.kernel, &s.q, y, len(y), false)
	return append([]float32(nil), m.classes(y, len(m.labels[head]))...)
}

// EventArgs are, for each of the triggers ts, the scores of the tags of every
// word as its argument: O, then B I E S of the actor, then B I E S of the
// recipient.
func (w *Window) EventArgs(ts ...int) [][][]float32 { return w.arguments(event, ts) }

// CueArgs are, for each of the cues ts, the scores of the tags of every word as
// its argument: O, then B I E S of the speaker, then B I E S of the content.
func (w *Window) CueArgs(ts ...int) [][][]float32 { return w.arguments(cue, ts) }
