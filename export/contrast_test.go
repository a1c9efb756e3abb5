package export

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// luminance is the relative luminance of a colour #rrggbb (WCAG 2.2).
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil || len(hex) != 7 {
		t.Fatalf("colour %q", hex)
	}
	linear := func(c uint64) float64 {
		x := float64(c&0xff) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(v>>16) + 0.7152*linear(v>>8) + 0.0722*linear(v)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// The contrast of every text colour with every ground it may stand on is 4.5
// to 1 or more, that of lines that carry meaning 3 to 1, in light and in dark.
func TestPaletteHasTheContrastOfAA(t *testing.T) {
	if c := contrast(t, "#000000", "#ffffff"); c != 21 {
		t.Fatalf("black on white is %v", c)
	}
	css, err := pageFiles.ReadFile("page/page.css")
	if err != nil {
		t.Fatal(err)
	}
	roots := regexp.MustCompile(`:root \{[^}]*\}`).FindAllString(string(css), -1)
	if len(roots) != 3 {
		t.Fatalf("%d palettes, want light, dark and print", len(roots))
	}
	for i, name := range []string{"light", "dark"} {
		colour := map[string]string{}
		for _, m := range regexp.MustCompile(`--(\w+): (#[0-9a-f]{6});`).FindAllStringSubmatch(roots[i], -1) {
			colour[m[1]] = m[2]
		}
		check := func(front string, least float64) {
			for _, ground := range []string{"ground", "panel", "lit"} {
				if c := contrast(t, colour[front], colour[ground]); c < least {
					t.Errorf("%s: %s on %s has %.2f, want %v", name, front, ground, c, least)
				}
			}
		}
		for _, front := range []string{"ink", "soft", "link", "event", "statement", "actual", "planned", "cancelled", "denied", "hypothetical"} {
			check(front, 4.5)
		}
		check("edge", 3)
	}
}
