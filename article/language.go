package article

import (
	"math/bits"
	"strings"
	"unicode"

	"example.org/readout"
	"example.org/readout/text"
)

// The commonest small words of languages written in Latin or Cyrillic letters:
// articles, prepositions, conjunctions, pronouns, auxiliaries.
var functionWords = []struct {
	lang  string
	words map[string]bool
}{
	{"en", set("the of and to in that is was for it with as his on be at by he this had not are but from or have an they which one were her she there been their we has will would who said its more than")},
	{"de", set("der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch")},
	{"fr", set("le la les de des et un une du en est que qui dans pour pas par sur au ce il elle ne se plus avec son sont aux mais ou nous cette été ont leur fait comme sa ses l d")},
	{"es", set("el la los las de que y en un una por con para es se del al lo como más su no sus pero ha fue entre este esta también son sobre sin hasta cuando muy desde")},
	{"pt", set("o a os as de que e em um uma por com para é do da dos das no na nos nas se não mais ao como foi pelo pela seu sua mas também são ou entre quando já até")},
	{"it", set("il lo la i gli le di che e un una per con non del della dei delle nel nella al alla da si è sono come più anche ha dal ma su questo questa essere stato nei dalla")},
	{"nl", set("de het een van en in is dat op te zijn met voor niet die aan er om ook als bij door maar uit naar heeft worden nog wordt over hij ze was dan of deze")},
	{"sv", set("och att det som en på är av för med den till inte om ett har de jag var men från vi så kan när han eller nu sig också efter vid under ska")},
	{"da", set("og at det er en af til på i der for med den som de ikke har et om var men fra vi sig kan han eller også efter ved blev hun nu over skal havde")},
	{"no", set("og at det er en av til på i for med den som de ikke har et om var men fra vi seg kan han eller også etter ved ble hun nå over skal hadde mer")},
	{"fi", set("ja on ei että se oli hän ovat mutta myös joka kun niin kuin tai mukaan sen hänen ole olla vain nyt sekä jos jo mitä ne tämä")},
	{"pl", set("i w z na nie się do że o to jest jak za od po przez co ale dla są który która które ich był było przy oraz jego tym tego jako tylko może już")},
	{"cs", set("a v se na je že s z do o i to za by ve po jako jsou pro ale od který která které jeho byl bylo také při podle už až nebo jen není")},
	{"sk", set("a v sa na je že s z do o i to za by vo po ako sú pre ale od ktorý ktorá ktoré jeho bol bolo tiež pri podľa už až alebo len nie")},
	{"hu", set("a az és hogy nem is egy van meg csak ezt volt azt már még de mint el ha vagy ki lesz szerint kell pedig amely után")},
	{"ro", set("și în de la a cu pe că nu un o din care pentru este au mai fi sunt al ale dar lui prin sau ca după fost între")},
	{"tr", set("ve bir bu da de için ile olarak olan daha çok gibi kadar sonra ancak ise en ne var o ama ya göre her değil")},
	{"id", set("yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena ada mereka oleh telah sudah bisa saat atau kepada sebagai")},
	{"vi", set("và của là có trong cho được các không một những với người này khi đã để về từ ở")},
	{"sh", set("i u je se na da su za od sa o kao što koji koja koje nije bi će li ali iz do po samo ili biti nakon")},
	{"ru", set("и в не на что с по как это он из за от к для но его был они а так же только или все который было до о об при также")},
	{"uk", set("і в не на що з та як це він у за від до для але його був вони а так про або які був було та й також при")},
	{"be", set("і ў не на што з па як гэта ён у за ад да для але яго быў яны а так пра або які было таксама пры")},
	{"bg", set("и в не на че с по как това той от за да се е са си но или които като при до след бе ще ги му")},
	{"sr", set("и у је се на да су за од са о као што који која које није би ће ли али из до по само или")},
}

// languagesOf joins functionWords: for each word the languages that have it,
// bit i for functionWords[i].
var languagesOf = func() map[string]uint32 {
	m := map[string]uint32{}
	for i, f := range functionWords {
		for w := range f.words {
			m[w] |= 1 << i
		}
	}
	return m
}()

// scripts name a language, or one of few, by their letters alone.
var scripts = []struct {
	table *unicode.RangeTable
	lang  string
}{
	{unicode.Hiragana, "ja"},
	{unicode.Katakana, "ja"},
	{unicode.Hangul, "ko"},
	{unicode.Han, "zh"},
	{unicode.Arabic, "ar"},
	{unicode.Hebrew, "he"},
	{unicode.Greek, "el"},
	{unicode.Thai, "th"},
	{unicode.Devanagari, "hi"},
	{unicode.Bengali, "bn"},
	{unicode.Tamil, "ta"},
	{unicode.Georgian, "ka"},
	{unicode.Armenian, "hy"},
}

// language tells the language of s by its letters and by the share of small
// words that each language cannot do without. It is "" where s is too short or
// no language stands out. Arabic script covers Persian and Urdu here, and "sh"
// is Bosnian, Croatian, Montenegrin and Serbian in Latin letters.
func language(s string) string {
	s = s[:min(len(s), 20000)]
	letters := 0
	seen := make([]int, len(scripts))
	for _, r := range s {
		if r < 0x370 || !unicode.IsLetter(r) {
			if unicode.IsLetter(r) {
				letters++
			}
			continue
		}
		letters++
		for i, sc := range scripts {
			if unicode.Is(sc.table, r) {
				seen[i]++
				break
			}
		}
	}
	// Japanese is told from Chinese by its syllable signs, mixed with Han.
	if kana := seen[0] + seen[1]; kana*10 > letters && letters > 0 {
		return "ja"
	}
	for i, n := range seen {
		if n*2 > letters && n >= 10 {
			return scripts[i].lang
		}
	}
	hits := make([]int, len(functionWords))
	words := 0
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		words++
		for in := languagesOf[w]; in != 0; in &= in - 1 {
			hits[bits.TrailingZeros32(in)]++
		}
	}
	best, second := 0, -1
	for i := 1; i < len(hits); i++ {
		if hits[i] > hits[best] {
			best, second = i, best
		} else if second < 0 || hits[i] > hits[second] {
			second = i
		}
	}
	if hits[best] < 4 || hits[best]*100 < words*12 || hits[best] == hits[second] {
		return ""
	}
	return functionWords[best].lang
}

// setLanguage fills a.Language: what the caller says, else what the running
// text shows, else what the page declares.
func setLanguage(a *readout.Article, meta Meta) {
	var b strings.Builder
	for _, bl := range a.Blocks {
		if bl.Role == text.Body || bl.Role == text.Headline {
			b.WriteString(a.Text[bl.Span.Begin:bl.Span.End])
			b.WriteByte('\n')
		}
	}
	found := language(b.String())
	declared := bcp47(meta.Language)
	if declared == "" {
		declared = bcp47(a.Language)
	}
	primary, _, _ := strings.Cut(declared, "-")
	switch {
	case declared == "":
		a.Language = found
	case meta.Language != "" || found == "" || found == primary:
		a.Language = declared
		if found != "" && found != primary {
			a.Notes = append(a.Notes, "language given as "+declared+", the words look like "+found)
		}
	default:
		a.Language = found
		a.Notes = append(a.Notes, "language declared as "+declared+", the words look like "+found)
	}
}

// bcp47 is a language as BCP 47 has it: "en-US" for "en_US", "en" for "EN",
// "eng" and "English". Pages and dumps write it in all these ways.
func bcp47(s string) string {
	primary, rest, more := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), "_", "-"), "-")
	primary = strings.ToLower(primary)
	if primary == "eng" || primary == "english" {
		primary = "en"
	}
	if !more || rest == "" {
		return primary
	}
	return primary + "-" + rest
}
