package nn

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// resum makes the checksum of a changed weight file right again.
func resum(data []byte) []byte {
	if n := len(data) - sha256.Size; n >= 0 {
		sum := sha256.Sum256(data[:n])
		copy(data[n:], sum[:])
	}
	return data
}

func TestModel(t *testing.T) {
	m := tiny(t, "")
	sum := sha256.Sum256(tinyFile(t)[:len(tinyFile(t))-sha256.Size])
	if got, want := m.Version(), "0 "+hexOf(sum[:4]); got != want {
		t.Errorf("version %q, want %q", got, want)
	}
	if got, want := m.Labels("cue"), []string{"O", "B", "I"}; !slices.Equal(got, want) {
		t.Errorf("labels of cue %q, want %q", got, want)
	}
	if got := m.Labels("colour"); got != nil {
		t.Errorf("labels of colour %q", got)
	}
	if m.Threshold("trigger") != 0.4 || m.Threshold("cue") != 0.5 {
		t.Errorf("thresholds %g and %g, want 0.4 and 0.5", m.Threshold("trigger"), m.Threshold("cue"))
	}
	if m.Name() != "tiny" || m.Kernel() != Kernels()[0] || m.Room() != 62 {
		t.Errorf("name %q, kernel %q, room %d", m.Name(), m.Kernel(), m.Room())
	}
	if _, err := Load(tinyFile(t), WithKernel("abacus")); err == nil {
		t.Error("loaded for an unknown kernel")
	}
}

// A file must have the heads for lemma and features, labels and numbers.
func TestFileWithoutLemma(t *testing.T) {
	without := func(tensors, labels bool) []byte {
		f, err := Decode(tinyFile(t))
		if err != nil {
			t.Fatal(err)
		}
		if tensors {
			f.Tensors = slices.DeleteFunc(f.Tensors, func(x Tensor) bool {
				return strings.HasPrefix(x.Name, "lemma.") || strings.HasPrefix(x.Name, "feats.")
			})
		}
		if labels {
			delete(f.Labels, "lemma")
			delete(f.Labels, "feats")
		}
		data, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if _, err := Load(without(true, true)); err == nil || !strings.Contains(err.Error(), `"lemma.weight"`) {
		t.Errorf("a file without the head lemma: error %v", err)
	}
	if _, err := Load(without(true, false)); err == nil || !strings.Contains(err.Error(), `"lemma.weight"`) {
		t.Errorf("labels without tensors: error %v", err)
	}
	if _, err := Load(without(false, true)); err == nil || !strings.Contains(err.Error(), "labels of lemma") {
		t.Errorf("tensors without labels: error %v", err)
	}
}

// What a file holds besides for other packages is theirs to read.
func TestTable(t *testing.T) {
	f, err := Decode(tinyFile(t))
	if err != nil {
		t.Fatal(err)
	}
	f.Tensors = append(f.Tensors, Tensor{Name: "words", DType: "u8", Shape: []int{5}, Data: []byte("a\tb\n\n")})
	data, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Load(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Table("words"); string(got) != "a\tb\n\n" {
		t.Errorf("table %q", got)
	}
	if got := m.Table("trigger.weight"); got != nil {
		t.Errorf("a matrix as a table: %d bytes", len(got))
	}
	if got := tiny(t, "").Table("words"); got != nil {
		t.Errorf("table %q of a file without", got)
	}
}

func hexOf(b []byte) string {
	const digits = "0123456789abcdef"
	var s strings.Builder
	for _, x := range b {
		s.WriteByte(digits[x>>4])
		s.WriteByte(digits[x&15])
	}
	return s.String()
}

func TestFileRoundTrip(t *testing.T) {
	f, err := Decode(tinyFile(t))
	if err != nil {
		t.Fatal(err)
	}
	data, err := f.Encode()
	if err != nil {
		t.Fatal(err)
	}
	g, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	again, err := g.Encode()
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("written twice, the file differs (%v)", err)
	}
	f.sum, g.sum = [32]byte{}, [32]byte{}
	if diff := cmp.Diff(f, g, cmp.AllowUnexported(File{})); diff != "" {
		t.Errorf("read back, the file differs (-want +got):\n%s", diff)
	}
	f.Tensors[0].Data = f.Tensors[0].Data[1:]
	if _, err := f.Encode(); err == nil {
		t.Error("wrote a tensor that is too short")
	}
}

// TestBadBytes damages the file as a whole.
func TestBadBytes(t *testing.T) {
	good := tinyFile(t)
	change := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	head := int(binary.LittleEndian.Uint32(good[8:]))
	replace := func(from, to string) []byte {
		if len(from) != len(to) || !bytes.Contains(good, []byte(from)) {
			t.Fatalf("cannot replace %q by %q", from, to)
		}
		return resum(bytes.Replace(bytes.Clone(good), []byte(from), []byte(to), 1))
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":           {nil, "too few"},
		"short":           {good[:43], "too few"},
		"magic":           {change(func(b []byte) []byte { b[0] = 'X'; return b }), "starts with"},
		"cut":             {good[:len(good)-100], "checksum"},
		"one bit":         {change(func(b []byte) []byte { b[len(b)/2] ^= 1; return b }), "checksum"},
		"long header":     {change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[8:], 1<<31); return resum(b) }), "header of"},
		"header past end": {change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[8:], uint32(len(b))); return resum(b) }), "header of"},
		"header cut":      {change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[8:], uint32(head-5)); return resum(b) }), "header"},
		"no header":       {change(func(b []byte) []byte { binary.LittleEndian.PutUint32(b[8:], 0); return resum(b) }), "header"},
		"type":            {replace(`"dtype":"f16"`, `"dtype":"f99"`), "unknown type"},
		"offset":          {replace(`"offset":`, `"offsat":`), "do not lie"},
		"size":            {replace(`"size":`, `"sise":`), "needs"},
		"heads":           {replace(`"heads":2`, `"heads":5`), "heads must divide"},
		"layers":          {replace(`"layers":2`, `"layers":3`), `no tensor "enc.2`},
		"many layers":     {replace(`"layers":2,"fast":2`, `"layers":999999999 `), "more layers than"},
		"fast layers":     {replace(`"fast":2`, `"fast":3`), "more layers than the full one"},
		"positions":       {replace(`"positions":64`, `"positions":65`), "enc.position.weight"},
		"vocab":           {replace(`"vocab":`, `"vocad":`), "sizes must be positive"},
		"negative":        {replace(`"hidden":24`, `"hidden":-4`), "sizes must be positive"},
		"label":           {replace(`["O","B","I"]`, `["O","B,I"]  `), "2 labels of cue"},
		"tensor twice":    {replace(`"name":"enc.0.q.bias"`, `"name":"enc.0.k.bias"`), "twice"},
	} {
		m, err := Load(c.data)
		if err == nil || m != nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "nn: weight file: ") {
			t.Errorf("%s: error %v, want one with %q", name, err, c.want)
		}
	}
}

// TestBadTensors changes single tensors of a sound file. Either stack for the
// heads finds it out.
func TestBadTensors(t *testing.T) {
	for name, c := range map[string]struct {
		change func(f *File)
		want   string
	}{
		"missing":        {func(f *File) { drop(f, "trigger.weight") }, `"trigger.weight"`},
		"no bias":        {func(f *File) { drop(f, "enc.1.up.bias") }, `"enc.1.up.bias"`},
		"no fast part":   {func(f *File) { drop(f, "fast.1.up.weight") }, `"fast.1.up.weight"`},
		"no vector part": {func(f *File) { drop(f, "sent.1.out_norm.bias") }, `"sent.1.out_norm.bias"`},
		"no scale":       {func(f *File) { drop(f, "enc.0.q.weight.scale") }, "scales"},
		"no fast scale":  {func(f *File) { drop(f, "fast.1.q.weight.scale") }, "scales"},
		"no sent scale":  {func(f *File) { drop(f, "sent.0.k.weight.scale") }, "scales"},
		"no full part":   {func(f *File) { drop(f, "enc.1.down.weight") }, `"enc.1.down.weight"`},
		"no vocabulary":  {func(f *File) { drop(f, "vocab") }, `"vocab"`},
		"wrong shape":    {func(f *File) { tensor(f, "cue.weight").Shape = []int{24, 3} }, `"cue.weight"`},
		"flat":           {func(f *File) { tensor(f, "parser.V").Shape = []int{343} }, `"parser.V"`},
		"narrow pair":    {func(f *File) { tensor(f, "event_args.dist.weight").Shape = []int{20, 65} }, "event_args.dist"},
		"no head":        {func(f *File) { drop(f, "parser.lo.bias") }, `"parser.lo.bias"`},
		"NaN":            {func(f *File) { putFloat(f, "enc.0.down.weight", math.NaN()) }, "finite"},
		"infinite bias":  {func(f *File) { putFloat(f, "name.bias", math.Inf(1)) }, "finite"},
		"infinite scale": {func(f *File) { putFloat(f, "enc.word.weight.scale", math.Inf(-1)) }, "finite"},
		"vocabulary": {func(f *File) {
			f.Config.Vocab++
			tensor(f, "enc.word.weight").Shape[0]++
			tensor(f, "enc.word.weight").Data = append(tensor(f, "enc.word.weight").Data, make([]byte, 24)...)
		}, "config says"},
		"short vocab": {func(f *File) { v := tensor(f, "vocab"); v.Data = v.Data[:20]; v.Shape[0] = 20 }, "vocabulary"},
		"no unknown": {func(f *File) {
			v := tensor(f, "vocab")
			v.Data = bytes.Replace(v.Data, []byte("[UNK]"), []byte("[ONK]"), 1)
		}, "[UNK]"},
		"text for number": {func(f *File) { tensor(f, "parser.root").DType = "u8"; tensor(f, "parser.root").Shape = []int{96} }, "parser.root"},
	} {
		f, err := Decode(bytes.Clone(tinyFile(t)))
		if err != nil {
			t.Fatal(err)
		}
		c.change(f)
		data, err := f.Encode()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for stack, options := range map[string][]Option{"full": nil, "fast": {WithFast()}} {
			if _, err := Load(data, options...); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s stack: error %v, want one with %q", name, stack, err, c.want)
			}
		}
	}
}

func tensor(f *File, name string) *Tensor {
	return &f.Tensors[slices.IndexFunc(f.Tensors, func(t Tensor) bool { return t.Name == name })]
}

func drop(f *File, name string) {
	f.Tensors = slices.DeleteFunc(f.Tensors, func(t Tensor) bool { return t.Name == name })
}

func putFloat(f *File, name string, x float64) {
	binary.LittleEndian.PutUint32(tensor(f, name).Data[4:], math.Float32bits(float32(x)))
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{
		0: 0, 0x3c00: 1, 0xc000: -2, 0x3555: 0.333251953125, 0x7bff: 65504, 1: 1.0 / (1 << 24), 0x83ff: -1023.0 / (1 << 24), 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1),
	} {
		if got := float64(half(bits)); got != want {
			t.Errorf("half %#x = %g, want %g", bits, got, want)
		}
	}
	if x := half(0x7e00); x == x {
		t.Errorf("half 0x7e00 = %g, want NaN", x)
	}
}

// FuzzLoad: whatever the bytes, an error or a model that works.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(nil), 0, byte(0))
	good := tinyFile(f)
	f.Add(good, 20, byte(7))
	f.Add(good, 300, byte('9'))
	f.Add(good[:5000], 3000, byte(1))
	f.Fuzz(func(t *testing.T, data []byte, at int, x byte) {
		data = bytes.Clone(data)
		if len(data) > 0 && at >= 0 {
			data[at%len(data)] ^= x
		}
		m, err := Load(resum(data))
		if err != nil {
			return
		}
		s := m.NewScratch()
		words := []Word{{Form: "The", First: true}, {Form: "guards"}, {Form: "met"}, {Form: ".", Sentence: 1}}
		w, err := m.Encode(s, words)
		if err != nil {
			if m.Room() >= m.Count(words) {
				t.Fatal(err)
			}
			return
		}
		w.EventArgs(2)
		w.CueArgs(0)
		w.Modality(1)
		w.Act(1)
		if heads, rels := w.Parse(0, 3); len(heads) != 3 || len(rels) != 3 {
			t.Fatalf("heads %v, relations %v", heads, rels)
		}
	})
}
