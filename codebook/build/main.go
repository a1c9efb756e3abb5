// Command build makes the data files of package codebook from the published
// ontologies. Run it in the folder codebook, with the folder that holds
// cameo_codes.csv and plover.json:
//
//	go run ./build -from DIR
//
// It writes cameo.tsv and modes.tsv. plover.tsv and triggers.tsv are kept by
// hand. SOURCE.md says where each fact comes from.
package main

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	from := flag.String("from", "", "folder with cameo_codes.csv and plover.json")
	to := flag.String("to", ".", "folder to write to")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		fmt.Fprintln(os.Stderr, "codebook/build:", err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	cameo, err := cameoTable(filepath.Join(from, "cameo_codes.csv"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(to, "cameo.tsv"), cameo, 0o644); err != nil {
		return err
	}
	modes, err := modeTable(filepath.Join(from, "plover.json"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, "modes.tsv"), modes, 0o644)
}

// older are codes of earlier CAMEO numberings only; under 1.1b3 they are 0356,
// 1661, 1662 and 1663.
var older = []string{"0357", "1641", "1642", "1643"}

// moved are codes whose class in the conversion table contradicts the text of
// the PLOVER manual, which puts embargoes and sanctions under SANCTION and
// apologies under CONCEDE.
var moved = map[string]string{"055": "CONCEDE", "163": "SANCTION"}

func cameoTable(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	col := make(map[string]int)
	for i, name := range rows[0] {
		col[name] = i
	}
	for _, name := range []string{
		"cameo_code", "name", "goldstein_icews", "quad_class_gdelt",
		"plover_event", "plover_mode", "plover_context", "plover_quad",
	} {
		if _, ok := col[name]; !ok {
			return nil, fmt.Errorf("%s: no column %s", path, name)
		}
	}
	var b strings.Builder
	b.WriteString("code\tname\troot\tmode\tcontext\tquad\tgoldstein\n")
	for _, r := range rows[1:] {
		code := r[col["cameo_code"]]
		if slices.Contains(older, code) {
			continue
		}
		root, quad := r[col["plover_event"]], r[col["plover_quad"]]
		if to, ok := moved[code]; ok {
			root = to // both moves stay within the quad class
		}
		if root == "" {
			quad = r[col["quad_class_gdelt"]]
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", code,
			strings.Trim(r[col["name"]], " ."), root, r[col["plover_mode"]],
			r[col["plover_context"]], quad, r[col["goldstein_icews"]])
	}
	return []byte(b.String()), nil
}

func modeTable(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var plover struct {
		Modes map[string][]string `json:"modes"`
	}
	if err := json.Unmarshal(raw, &plover); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	roots := make([]string, 0, len(plover.Modes))
	for root := range plover.Modes {
		roots = append(roots, root)
	}
	slices.Sort(roots)
	var b strings.Builder
	b.WriteString("root\tmode\n")
	for _, root := range roots {
		for _, mode := range plover.Modes[root] {
			fmt.Fprintf(&b, "%s\t%s\n", root, mode)
		}
	}
	return []byte(b.String()), nil
}
