package article

import "testing"

func TestBCP47(t *testing.T) {
	for given, want := range map[string]string{
		"": "", "en": "en", "EN": "en", "en-US": "en-US", "en_US": "en-US", "EN-us": "en-us",
		"eng": "en", "English": "en", " fr ": "fr", "pt_BR": "pt-BR", "zh-Hant-TW": "zh-Hant-TW",
	} {
		if got := bcp47(given); got != want {
			t.Errorf("bcp47(%q) = %q, want %q", given, got, want)
		}
	}
}
