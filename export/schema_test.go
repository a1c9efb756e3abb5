package export

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"example.org/readout/codebook"
	"example.org/readout/entity/actors"
	"example.org/readout/quote"
)

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("reading.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("reading.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// numbers is out as the validator wants it, with its own number type.
func numbers(t testing.TB, out any) any {
	t.Helper()
	b, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestOutputFitsTheSchema(t *testing.T) {
	s := compileSchema(t)
	for _, r := range both(t) {
		if err := s.Validate(numbers(t, toJSON(t, r))); err != nil {
			t.Errorf("%s: %v", r.Article.Source, err)
		}
	}
}

// objects visits every object of v.
func objects(v any, path string, visit func(path string, o map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(path, v)
		for _, k := range slices.Sorted(maps.Keys(v)) {
			objects(v[k], path+"."+k, visit)
		}
	case []any:
		for _, w := range v {
			objects(w, path+"[]", visit)
		}
	}
}

func TestSchemaRequiresEveryFieldAndAllowsNoOther(t *testing.T) {
	s := compileSchema(t)
	out := toJSON(t, visit(t))
	tried := map[string]bool{}
	objects(out, "", func(path string, o map[string]any) {
		for _, k := range slices.Sorted(maps.Keys(o)) {
			if tried[path+"."+k] {
				continue
			}
			tried[path+"."+k] = true
			was := o[k]
			delete(o, k)
			if s.Validate(numbers(t, out)) == nil {
				t.Errorf("valid without %s.%s", path, k)
			}
			o[k] = was
		}
		if !tried[path] {
			tried[path] = true
			o["surprise"] = true
			if s.Validate(numbers(t, out)) == nil {
				t.Errorf("valid with a field of nobody's in %s", path)
			}
			delete(o, "surprise")
		}
	})
	if len(tried) < 100 {
		t.Errorf("tried only %d fields", len(tried))
	}
	if err := s.Validate(numbers(t, out)); err != nil {
		t.Errorf("the output is not as it was: %v", err)
	}
}

func TestSchemaRefusesWhatIsNotMeant(t *testing.T) {
	s := compileSchema(t)
	for name, spoil := range map[string]func(out map[string]any){
		"an empty string for unknown": func(o map[string]any) { o["article"].(map[string]any)["outlet"] = "" },
		"a date of no form":           func(o map[string]any) { o["article"].(map[string]any)["published"] = "last week" },
		"another unit":                func(o map[string]any) { o["unit"] = "bytes" },
		"a sentence 0":                func(o map[string]any) { o["events"].([]any)[0].(map[string]any)["sentence"] = 0 },
		"a code without its zero":     func(o map[string]any) { o["events"].([]any)[0].(map[string]any)["cameo"] = 42 },
		"half a span":                 func(o map[string]any) { o["events"].([]any)[0].(map[string]any)["when"].(map[string]any)["end"] = nil },
		"a modality of nobody's":      func(o map[string]any) { o["events"].([]any)[0].(map[string]any)["modality"] = "likely" },
	} {
		out := toJSON(t, visit(t))
		spoil(out)
		if s.Validate(numbers(t, out)) == nil {
			t.Errorf("valid with %s", name)
		}
	}
}

// constants are the string constants of a type in the Go files of dir.
func constants(t *testing.T, dir, typ string) []any {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := spec.Type.(*ast.Ident); ok && id.Name == typ {
				for _, v := range spec.Values {
					if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						out = append(out, strings.Trim(lit.Value, `"`))
					}
				}
			}
			return true
		})
	}
	return out
}

// The lists of the schema are those of the packages that own the words.
func TestSchemaKnowsEveryWordOfTheLists(t *testing.T) {
	var doc any
	if err := json.Unmarshal([]byte(Schema()), &doc); err != nil {
		t.Fatal(err)
	}
	enum := func(path ...string) []any {
		v := doc
		for _, k := range path {
			v = v.(map[string]any)[k]
		}
		return v.([]any)
	}
	var roots, acts []any
	for _, r := range codebook.Roots() {
		roots = append(roots, r.Name)
	}
	for _, a := range quote.Acts {
		acts = append(acts, a)
	}
	for _, c := range []struct {
		name      string
		got, want []any
	}{
		{"root", enum("$defs", "event", "properties", "root", "enum"), roots},
		{"act", enum("$defs", "statement", "properties", "act", "enum"), acts},
		{"form", enum("$defs", "statement", "properties", "form", "enum"), constants(t, "../quote", "Form")},
		{"modality", enum("$defs", "event", "properties", "modality", "enum"), constants(t, "../event", "Modality")},
		{"sense", enum("$defs", "place", "properties", "sense", "enum"), constants(t, "../place", "Sense")},
		{"role", append(enum("$defs", "article", "properties", "blocks", "items", "properties", "role", "enum"), nil), constants(t, "../text", "Role")},
	} {
		for _, w := range c.want {
			if !slices.Contains(c.got, w) {
				t.Errorf("%s: the schema lacks %v", c.name, w)
			}
		}
		if len(c.want) < 3 || len(c.got) != len(c.want)+1 { // and null
			t.Errorf("%s: %d values, want %d and null", c.name, len(c.got), len(c.want))
		}
	}
}

func TestSchemaListsSectors(t *testing.T) {
	var schema struct {
		Defs struct {
			Sector struct{ Enum []any }
		} `json:"$defs"`
	}
	if err := json.Unmarshal([]byte(Schema()), &schema); err != nil {
		t.Fatal(err)
	}
	var want []any
	for _, s := range actors.Sectors() {
		want = append(want, s[0])
	}
	if got := schema.Defs.Sector.Enum; !slices.Equal(got, append(want, nil)) {
		t.Errorf("the schema has the sectors %v, the program %v", got, want)
	}
}
