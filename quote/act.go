package quote

import "strings"

// commitment overrules the model on what the words themselves settle: who says
// of himself what he will do promises it; with a condition and harm it is left
// to the model.
func (f *finder) commitment(s *Statement) {
	if s.Act != "assertion" && s.Act != "prediction" || len(s.Content) == 0 {
		return
	}
	a, z := f.d.TokensIn(s.Content[0])
	if z-a < 3 {
		return
	}
	first := strings.ToLower(f.d.Form(a))
	if first != "we" && first != "i" || s.Form == Indirect {
		return
	}
	switch strings.ToLower(f.d.Form(a + 1)) {
	case "will", "'ll", "’ll", "shall":
	default:
		return
	}
	switch strings.ToLower(f.d.Form(a + 2)) {
	case "see", "have", "be", "know", "lose", "win", "die", "suffer", "need", "find", "face", "get":
		return // what will happen to the speaker, not what he undertakes
	}
	s.Act = "promise"
	s.Rules = add(s.Rules, "act:we-will")
}
