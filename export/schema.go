package export

import _ "embed"

//go:embed schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of one reading as [WriteJSONL]
// writes it on a line and [WriteJSON] as an element of its array.
func Schema() string { return schema }
