package nn

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// A File is the content of a weight file (.rdm). All numbers are little endian:
//
//	magic "READOUT1" | uint32 length of the header | header, JSON |
//	the tensors, each at a multiple of 64, zeros between |
//	SHA-256 of everything before
type File struct {
	Name       string              `json:"name"`
	Version    string              `json:"version"`
	Config     Config              `json:"config"`
	Labels     map[string][]string `json:"labels"`
	Thresholds map[string]float64  `json:"thresholds"`
	Tensors    []Tensor            `json:"tensors"`
	sum        [sha256.Size]byte
}

// A Config is the shape of the encoder.
type Config struct {
	Layers       int     `json:"layers"`
	Fast         int     `json:"fast,omitempty"` // layers of the fast stack, 0 where there is none
	Hidden       int     `json:"hidden"`
	Heads        int     `json:"heads"`
	Intermediate int     `json:"intermediate"`
	Positions    int     `json:"positions"`
	Vocab        int     `json:"vocab"`
	Epsilon      float64 `json:"eps"`
}

// A Tensor is one array of a weight file, row by row. DType is "f32", "f16",
// "i8" or "u8". The values of an i8 tensor are its numbers times a scale: the
// tensor of the same name and ".scale" has one for each row.
type Tensor struct {
	Name   string `json:"name"`
	DType  string `json:"dtype"`
	Shape  []int  `json:"shape"`
	Offset int    `json:"offset"` // from the start of the file, in bytes
	Size   int    `json:"size"`   // in bytes
	Data   []byte `json:"-"`
}

const (
	magic     = "READOUT1"
	align     = 64
	maxHeader = 1 << 20 // bytes; with three stacks a header has some 40,000
)

// Decode reads a weight file and checks all of its structure, the checksum
// included. Tensors point into data.
func Decode(data []byte) (*File, error) {
	f, err := decode(data, true)
	if err != nil {
		return nil, fmt.Errorf("nn: weight file: %w", err)
	}
	return f, nil
}

// decode reads a file. Without check its checksum is taken on trust.
func decode(data []byte, check bool) (*File, error) {
	const fixed = len(magic) + 4
	if len(data) < fixed+sha256.Size {
		return nil, fmt.Errorf("%d bytes are too few", len(data))
	}
	if string(data[:len(magic)]) != magic {
		return nil, fmt.Errorf("starts with %q, not with %q", data[:len(magic)], magic)
	}
	body := data[:len(data)-sha256.Size]
	length := int64(binary.LittleEndian.Uint32(data[len(magic):fixed]))
	if length > maxHeader || length > int64(len(body)-fixed) {
		return nil, fmt.Errorf("header of %d bytes in a file of %d", length, len(data))
	}
	f := &File{sum: [sha256.Size]byte(data[len(body):])}
	if check && f.sum != sha256.Sum256(body) {
		return nil, errors.New("checksum differs: the file is damaged or cut short")
	}
	end := fixed + int(length)
	if err := json.Unmarshal(data[fixed:end], f); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	seen := map[string]bool{}
	for i := range f.Tensors {
		t := &f.Tensors[i]
		if seen[t.Name] {
			return nil, fmt.Errorf("tensor %q is there twice", t.Name)
		}
		seen[t.Name] = true
		size, err := t.bytes()
		if err != nil {
			return nil, err
		}
		if t.Size != size {
			return nil, fmt.Errorf("tensor %q: %d bytes, its shape %v of %s needs %d", t.Name, t.Size, t.Shape, t.DType, size)
		}
		if t.Offset < end || t.Offset%align != 0 || t.Offset > len(body) || t.Size > len(body)-t.Offset {
			return nil, fmt.Errorf("tensor %q: bytes %d and %d more do not lie in the file's %d or not on a multiple of %d", t.Name, t.Offset, t.Size, len(data), align)
		}
		t.Data = body[t.Offset : t.Offset+t.Size : t.Offset+t.Size]
	}
	return f, nil
}

// bytes is the size that shape and type ask for.
func (t *Tensor) bytes() (int, error) {
	width, ok := map[string]int{"f32": 4, "f16": 2, "i8": 1, "u8": 1}[t.DType]
	if !ok {
		return 0, fmt.Errorf("tensor %q: unknown type %q", t.Name, t.DType)
	}
	n := int64(width)
	for _, d := range t.Shape {
		// The product of the sizes stays far below 2^63.
		if d < 1 || int64(d) > math.MaxInt32 || n > math.MaxInt32 {
			return 0, fmt.Errorf("tensor %q: shape %v", t.Name, t.Shape)
		}
		n *= int64(d)
	}
	if len(t.Shape) == 0 || n > math.MaxInt32 {
		return 0, fmt.Errorf("tensor %q: shape %v", t.Name, t.Shape)
	}
	return int(n), nil
}

// Encode is the weight file of f. It sets offset and size of the tensors.
func (f *File) Encode() ([]byte, error) {
	for i := range f.Tensors {
		t := &f.Tensors[i]
		size, err := t.bytes()
		if err != nil {
			return nil, fmt.Errorf("nn: weight file: %w", err)
		}
		if size != len(t.Data) {
			return nil, fmt.Errorf("nn: weight file: tensor %q has %d bytes, its shape %v of %s needs %d", t.Name, len(t.Data), t.Shape, t.DType, size)
		}
	}
	// The offsets stand in the header, and its length depends on them: lay
	// the tensors out until it stays the same.
	var head []byte
	for length := 0; ; length = len(head) {
		at := roundUp(len(magic)+4+length, align)
		for i := range f.Tensors {
			t := &f.Tensors[i]
			t.Offset, t.Size = at, len(t.Data)
			at = roundUp(at+t.Size, align)
		}
		var err error
		if head, err = json.Marshal(f); err != nil {
			return nil, fmt.Errorf("nn: weight file: header: %w", err)
		}
		if len(head) == length {
			break
		}
	}
	out := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(head)))
	out = append(out, head...)
	for _, t := range f.Tensors {
		out = append(out, make([]byte, t.Offset-len(out))...)
		out = append(out, t.Data...)
	}
	sum := sha256.Sum256(out)
	return append(out, sum[:]...), nil
}

// rows is the number of rows of t: the product of all dimensions but the last.
func (t *Tensor) rows() int {
	n := 1
	for _, d := range t.Shape[:len(t.Shape)-1] {
		n *= d
	}
	return n
}

// columns is the length of a row.
func (t *Tensor) columns() int { return t.Shape[len(t.Shape)-1] }

// row puts the values of row i into dst; scale has the scales of an i8 tensor,
// one for each row or for each index of the first dimension.
func (t *Tensor) row(i int, scale []float32, dst []float32) {
	n := t.columns()
	switch t.DType {
	case "f32":
		for j, src := 0, t.Data[4*i*n:]; j < n; j++ {
			dst[j] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*j:]))
		}
	case "f16":
		for j, src := 0, t.Data[2*i*n:]; j < n; j++ {
			dst[j] = half(binary.LittleEndian.Uint16(src[2*j:]))
		}
	case "i8":
		s := scale[i/(t.rows()/len(scale))]
		for j, q := range t.Data[i*n : (i+1)*n] {
			dst[j] = s * float32(int8(q))
		}
	}
}

// half is the value of an IEEE 754 half-precision number.
func half(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10&0x1f), uint32(h&0x3ff)
	switch exponent {
	case 0: // subnormal: fraction · 2^-24
		v := float32(fraction) / (1 << 24)
		return math.Float32frombits(math.Float32bits(v) | sign)
	case 0x1f:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}
