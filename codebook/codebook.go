// Package codebook holds the event ontologies as data: the PLOVER roots and
// the CAMEO codes, the crosswalk between them, quad classes and the Goldstein
// scale.
//
// In: a code or a root. Out: its entry. The data files are facts from the
// published codebooks; SOURCE.md beside them names each.
package codebook

// A Code is an event's place in both ontologies.
type Code struct {
	Root      string  // PLOVER root: CONSULT
	Cameo     string  // CAMEO code with its leading zero: "042"; "04" where only the root is known
	Quad      int     // 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
	Goldstein float64 // -10 (conflict) to +10 (cooperation), of Cameo
}
