package article

import "example.org/readout"

func readHTML(src []byte, meta Meta) (*readout.Article, error) {
	return nil, meta.fail(ErrNoText, 0, "pages cannot be read yet")
}
