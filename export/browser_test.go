package export

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"example.org/readout"
)

// policyTag is the page's policy, which the tests must take off to add a
// script of their own.
var policyTag = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)

// browse is the page as the browser has it after its scripts have run.
func browse(t *testing.T, page string, flags ...string) *html.Node {
	t.Helper()
	chromium := os.Getenv("READOUT_TEST_CHROMIUM")
	if chromium == "" {
		t.Skip("set READOUT_TEST_CHROMIUM to the path of Chromium or Chrome to try the page in a browser")
	}
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	args := append([]string{
		"--headless=new", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + t.TempDir(),
		"--virtual-time-budget=20000", "--window-size=1200,900", "--dump-dom",
	}, flags...)
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, chromium, append(args, "file://"+file)...)
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// with is the page of rs without its policy and with scripts at its end.
func with(t *testing.T, rs []*readout.Reading, scripts ...string) string {
	t.Helper()
	page := policyTag.ReplaceAllLiteralString(string(htmlBytes(t, rs...)), "")
	return strings.Replace(page, "</body>", "<script>"+strings.Join(scripts, "</script><script>")+"</script></body>", 1)
}

func TestBrowserRunsThePageUnderItsPolicy(t *testing.T) {
	doc := browse(t, string(htmlBytes(t, visit(t))))
	for e := range elements(doc, "span") {
		if hasClass(e, "shown") {
			if got := content(e); got != "8 of 8 records" {
				t.Errorf("got %q: the script has not run", got)
			}
		}
	}
}

// press is a script that presses keys one after the other.
func press(keys ...string) string {
	b, _ := json.Marshal(append([]string{}, keys...)) // never null
	return `for (const key of ` + string(b) + `) (document.activeElement || document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
document.body.dataset.focus = document.activeElement.id || document.activeElement.className;`
}

func TestBrowserJoinsTextAndCards(t *testing.T) {
	for _, c := range []struct {
		name, script, focus string
		chosen              string   // number of the card
		lit                 []string // words, in the order of the text
	}{
		{"j goes to the first record", press("j"), "r1-1", "1", []string{"Foreign Minister Tomás Eld", "arrived", "Velm", "Monday"}},
		{"j and k", press("j", "j", "j", "k"), "r1-2", "2", []string{"We shall reopen the northern crossing before the first snow,", "he", "promised", "in an interview with Radio Velm"}},
		{"k begins at the end", press("k"), "r1-8", "8", []string{"arrested"}},
		{"o goes to the words", press("j", "o"), "note event", "1", []string{"Foreign Minister Tomás Eld", "arrived", "Velm", "Monday"}},
		{"Enter goes to the words", press("j", "Enter"), "note event", "1", []string{"Foreign Minister Tomás Eld", "arrived", "Velm", "Monday"}},
		{"Escape lets go", press("j", "Escape"), "r1-1", "", nil},
		{"a click on words", `document.querySelector("mark.denied").click();` + press(), "", "8", []string{"arrested"}},
		{"a second click takes the next record", `document.querySelector("mark.denied").click(); document.querySelector("mark.denied").click();` + press(), "", "7", []string{"No one was ", "arrested"}},
		{"a number in the text", `document.querySelector(".note").click();` + press(), "r1-1", "1", []string{"Foreign Minister Tomás Eld", "arrived", "Velm", "Monday"}},
		{"a filter passes over", `document.querySelector("[data-show=actual]").click();` + press("j", "j"), "r1-3", "3", []string{"According to", "Marn", "Orlava", " had ", "refused", " to sign the customs accord", "the two sides", " may ", "freeze", " aid ", "next year"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := browse(t, with(t, []*readout.Reading{visit(t)}, c.script))
			chosen, focus := "", ""
			var lit []string
			for e := range elements(doc) {
				switch {
				case e.Data == "body":
					focus = attr(e, "data-focus")
				case hasClass(e, "card") && hasClass(e, "on"):
					chosen = attr(e, "data-n")
				case e.Data == "mark" && hasClass(e, "on"):
					lit = append(lit, content(e))
				}
			}
			if chosen != c.chosen || c.focus != "" && focus != c.focus || strings.Join(lit, "|") != strings.Join(c.lit, "|") {
				t.Errorf("card %q, focus %q, words %q; want %q, %q, %q", chosen, focus, lit, c.chosen, c.focus, c.lit)
			}
		})
	}
}

// The rules of axe-core find nothing wrong, in either colour scheme, on a wide
// and on a narrow screen, with a record selected.
func TestBrowserFindsNoBarrier(t *testing.T) {
	file := os.Getenv("READOUT_TEST_AXE")
	if file == "" {
		t.Skip("set READOUT_TEST_AXE to the path of axe.min.js, and READOUT_TEST_CHROMIUM, to check accessibility in a browser")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	run := press("j", "j") + `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(r => {
	const pre = document.createElement("pre");
	pre.id = "axe";
	pre.textContent = JSON.stringify({ passes: r.passes.length, violations: r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.map(n => n.html.slice(0, 200)).slice(0, 3).join(" ")) });
	document.body.append(pre);
});`
	for _, flags := range [][]string{nil, {"--window-size=400,900"}, {"--blink-settings=preferredColorScheme=0"}} {
		for name, rs := range map[string][]*readout.Reading{"one": {visit(t)}, "several": both(t)} {
			doc := browse(t, with(t, rs, string(axe), run), flags...)
			var result struct {
				Passes     int
				Violations []string
			}
			for pre := range elements(doc, "pre") {
				if err := json.Unmarshal([]byte(content(pre)), &result); err != nil {
					t.Fatal(err)
				}
			}
			if result.Passes == 0 {
				t.Errorf("%s %v: axe did not run", name, flags)
			}
			for _, v := range result.Violations {
				t.Errorf("%s %v: %s", name, flags, v)
			}
		}
	}
}
