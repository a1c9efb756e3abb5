package article

import (
	"regexp"
	"strings"
)

// The wire agencies that sign articles and pictures, by the names they sign
// with. The key is how Article.Agency gives the name.
var agencies = []struct {
	name  string
	signs []string
}{
	{"Reuters", []string{"Reuters", "Thomson Reuters"}},
	{"AP", []string{"AP", "Associated Press", "The Associated Press"}},
	{"AFP", []string{"AFP", "Agence France-Presse", "Agence France Presse"}},
	{"TASS", []string{"TASS", "Tass", "ITAR-TASS", "Itar-Tass"}},
	{"RIA Novosti", []string{"RIA Novosti", "RIA News", "RIA", "RIAN"}},
	{"Interfax", []string{"Interfax", "Interfax-Ukraine", "Interfax-West"}},
	{"Xinhua", []string{"Xinhua", "Xinhua News Agency"}},
	{"BelTA", []string{"BelTA", "BELTA", "Belta"}},
	{"UPI", []string{"UPI", "United Press International"}},
	{"dpa", []string{"dpa", "DPA"}},
	{"EFE", []string{"EFE", "Efe"}},
	{"ANSA", []string{"ANSA", "Ansa"}},
	{"Kyodo", []string{"Kyodo", "Kyodo News"}},
	{"Jiji", []string{"Jiji", "Jiji Press"}},
	{"Yonhap", []string{"Yonhap", "Yonhap News"}},
	{"KCNA", []string{"KCNA"}},
	{"IRNA", []string{"IRNA"}},
	{"SANA", []string{"SANA"}},
	{"PTI", []string{"PTI", "Press Trust of India"}},
	{"ANI", []string{"ANI"}},
	{"IANS", []string{"IANS"}},
	{"APP", []string{"APP"}},
	{"Anadolu", []string{"Anadolu", "Anadolu Agency", "AA"}},
	{"Ukrinform", []string{"Ukrinform"}},
	{"UNIAN", []string{"UNIAN"}},
	{"Bloomberg", []string{"Bloomberg"}},
	{"PAP", []string{"PAP"}},
	{"CTK", []string{"CTK", "ČTK"}},
	{"APA", []string{"APA"}},
	{"Azertac", []string{"AZERTAC", "Azertac", "AzerTAc"}},
	{"Kazinform", []string{"Kazinform"}},
	{"Agerpres", []string{"Agerpres"}},
	{"BTA", []string{"BTA"}},
	{"Tanjug", []string{"Tanjug"}},
	{"Belga", []string{"Belga"}},
	{"ANP", []string{"ANP"}},
	{"Lusa", []string{"Lusa"}},
	{"Sputnik", []string{"Sputnik"}},
	{"WAFA", []string{"WAFA"}},
	{"Petra", []string{"Petra"}},
	{"KUNA", []string{"KUNA"}},
	{"SPA", []string{"SPA", "Saudi Press Agency"}},
	{"QNA", []string{"QNA"}},
	{"WAM", []string{"WAM"}},
	{"MENA", []string{"MENA"}},
	{"Bernama", []string{"Bernama", "BERNAMA"}},
	{"Antara", []string{"Antara", "ANTARA"}},
	{"VNA", []string{"VNA"}},
	{"PA", []string{"PA", "PA Media", "Press Association"}},
	{"AAP", []string{"AAP"}},
	{"The Canadian Press", []string{"The Canadian Press", "Canadian Press"}},
	{"CNS", []string{"CNS"}},
	{"IPS", []string{"IPS"}},
	{"GNA", []string{"GNA"}},
	{"NAN", []string{"NAN"}},
}

// agency is the wire agency that signs with s, "" if s names none. Signs joined
// by a slash or comma ("AP/Reuters") give the first.
func agency(s string) string {
	s = strings.Trim(clean(s), ` .,:;()[]|/-–—`)
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == ',' }) {
		part = strings.TrimSpace(part)
		for _, a := range agencies {
			for _, sign := range a.signs {
				if part == sign {
					return a.name
				}
			}
		}
	}
	return ""
}

// signs is a pattern for any sign of an agency.
func signs() string {
	var all []string
	for _, a := range agencies {
		for _, s := range a.signs {
			all = append(all, regexp.QuoteMeta(s))
		}
	}
	return strings.Join(all, "|")
}

const (
	months = `(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)`
	days   = `(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\.)?`
	date   = `(?:(?:` + days + `,? )?(?:\d{1,2}(?:st|nd|rd|th)?\.? ` + months + `|` + months + ` \d{1,2}(?:st|nd|rd|th)?)(?:,? ?\d{4})?|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})`
	clock  = `(?:\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:GMT|UTC|[A-Z]{2,4}|local time))?(?: ?[+-]\d\d:?\d\d)?)`
	photo  = `Getty Images|Getty|Shutterstock|EPA-EFE|EPA/EFE|EPA|Alamy|iStock|AP Photo|AFP Photo|Reuters Photo|VCG|NurPhoto|ZUMA|Zuma Press|WireImage|Corbis|Pool Photo|Handout|Flickr|Wikimedia Commons|Magnum`
	dash   = `[-–—―]{1,2}`
)

// Patterns are matched against cleaned text (one space between words). They
// describe how news texts in general mark their parts.
var (
	reSeparator = regexp.MustCompile(`^[^\pL\pN]*(?:-?30-)?[^\pL\pN]*$`)

	reDateOnly = regexp.MustCompile(`^(?i:(?:first |last )?(?:published|posted|updated|modified|created|date|issued)(?: (?:on|at))?:? ?)?(?:` + date + `)?(?:,? ?(?:at |[-–|•·] ?)?` + clock + `)?(?:(?i: ?[-–|•·,]? ?(?:updated|modified)(?: on| at)?:? ?)(?:` + date + `)?(?:,? ?(?:at )?` + clock + `)?)?(?: (?:on )?` + days + `)?\.?$`)
	reDate     = regexp.MustCompile(date)
	reDateLead = regexp.MustCompile(`^(?:(?i:published|posted|updated)(?: on| at)?:? ?)?(?:` + date + `|` + clock + `)(?: |,|$)`)

	// CAIRO -- An; MINSK, 1 February (BelTA) — The; WASHINGTON (AP) -
	rePlaceDash = regexp.MustCompile(`^((?:\p{Lu}[\p{Lu}.'’-]+(?: (?:\p{Lu}[\p{Lu}.'’-]*|DE|AND|/))*)(?:[/,] ?\p{Lu}[\p{L}.' -]{1,30})?(?:, ?` + date + `)?)\.?(?: ?[(/]([^()/]{2,40})[)/])? ?(?:` + dash + `|:)(?: |$)`)
	// April 29 (UPI) —; Minsk, February 1 (Interfax) —; Moscow. /TASS/; (Reuters) -
	reAgencyDash = regexp.MustCompile(`^(` + date + `|(?:\p{Lu}[\p{L}.'’-]+)(?: \p{Lu}[\p{L}.'’-]+){0,3}(?:, ?\p{Lu}[\p{L}.' -]{1,30})?(?:,? ?` + date + `)?)?[.,]? ?[(/](` + signs() + `)[)/]\.? ?(?:` + dash + `|:)?(?: |$)`)

	reByline    = regexp.MustCompile(`^(?:By|BY|Written by|Author|Authors|Text by|Story by|Text|Analysis by|Opinion by|Interview by|Words by)(?::| by)? (\p{Lu}.*)$`)
	reReporting = regexp.MustCompile(`^[(\[]?(?i:(?:additional |further )?(?:reporting|writing|editing|compiled|translated|edited|written)(?: and (?:writing|editing|reporting))? by\b)`)
	reContrib   = regexp.MustCompile(`\bcontributed (?:to (?:this|the) (?:report|story|article|post|piece)|reporting)\b`)

	reEditor   = regexp.MustCompile(`^[(\[*]{0,2}(?i:(?:the )?editor(?:'s|s'|s|’s|s’)?(?:-in-chief)?(?:'s|’s)? notes?|note from the editors?|publisher(?:'s|’s) note|editorial note|translator(?:'s|’s) note|correction|corrections|clarification|author(?:'s|’s) note|about the authors?|(?:a )?note to (?:our )?readers)(?: ?[:.–—-]|$| \()`)
	reChanged  = regexp.MustCompile(`^[(\[*]{0,2}(?i:this (?:story|article|post|page|piece|report|item|version)(?: of this (?:story|article))? (?:has been|was|is|first|originally)(?: being| since been)? (?:first |originally )?(?:updated|corrected|amended|edited|published|appeared|changed|revised|clarified|translated|republished|reprinted|developing)|an earlier version of this|updated? at \d|originally published)`)
	reDisclaim = regexp.MustCompile(`^[(\[*]{0,2}(?i:disclaimer|legal (?:notice|disclaimer)|disclosure)s?(?: ?[:.–—-]|$)`)
	reViews    = regexp.MustCompile(`(?i:\b(?:views?|opinions?)\b[^.]{0,60}\b(?:are (?:solely )?(?:those of|his own|her own|their own|the author|my own)|(?:do|does) not (?:necessarily )?(?:reflect|represent))|\breflects? the (?:author|writer|columnist)(?:'s|’s) (?:own )?(?:opinion|view)|not necessarily (?:those|the views|the opinions?|reflect|represent|that) )`)
	reRights   = regexp.MustCompile(`(?i:\ball rights reserved\b|may not be (?:published|reproduced|reprinted|copied|redistributed)|for personal,? non-?commercial use|terms (?:of use|and conditions) apply)`)

	reCreditHead = regexp.MustCompile(`^(?:©|\([cC]\)|(?i:photos?(?:graphs?)?|images?|pictures?|credit|photo credit|image credit|picture credit|video|graphic|illustration|infographic|cover photo|header image|featured image)(?: (?:by|courtesy(?: of)?|credit)\b|\s?[:/©|]))`)
	reCreditBare = regexp.MustCompile(`^(?i:handout|courtesy(?: of)?\b.*|file photo|stock photo|archive photo|(?:enlarge|toggle|hide) (?:this image|caption).*)$`)
	rePhotoOnly  = regexp.MustCompile(`^[\pL .,'’-]{0,50}[/|]? ?(?:` + photo + `)(?: ?[/|,(] ?[\pL .,'’-]{1,40}\)?)?$`)
	reToggle     = regexp.MustCompile(`(?i:enlarge this image|toggle caption|hide caption)`)

	reTailPhoto = regexp.MustCompile(`(?:/ ?(?:[\pL .&'’-]{2,40} )?(?i:photos?|images?|pictures?|video|pool|vcg|handout|file)|[(\[/|] ?(?i:photo(?:graph)?s?|images?|pictures?|credits?|file photo|pic|handout)\b[^()\[\]]{0,80}|[(\[/|–—-] ?[^()\[\]]{0,60}(?:` + photo + `)[^()\[\]]{0,40}|/ ?(?:` + signs() + `)|© ?[^.]{2,60}|(?i:photo(?:graph)?|image|picture|(?:photo |picture |image )?credit)(?: by|:| ©) ?\p{Lu}[^.!?]{1,60}|\.Credit[^.]{0,60})[)\]]{0,2}\.?$`)
	reTailSign  = regexp.MustCompile(`[(\[] ?(?:[\pL .'’-]{2,40}[/,] ?)?(?:` + signs() + `)(?: ?/ ?[\pL .'’-]{2,40})? ?[)\]]\.?$`)
	rePicture   = regexp.MustCompile(`(?i:\b(?:file (?:photo|picture|image)|pictured|in this (?:[\pL]+ ){0,3}(?:photo|image|picture|handout|file)|(?:is|are|was|were) (?:seen|pictured|shown)|\((?:l|r|c|left|right|center|centre|top|bottom|from left|l-r|front|rear)\)|(?:left|right|centre|center|second left|second right),|an? (?:undated |handout )?(?:photo|image|picture)\b|(?:photo|image|picture) (?:shows|taken|released|provided|made|from)))`)
	reCaption   = regexp.MustCompile(`^[(\[]?(?:FILE ?(?:PHOTO|PICTURE|IMAGE)?\b ?[-–—:]|File (?:photo|picture|image)\b|(?i:pictured(?: above)?|caption|photo caption|in pictures?) ?[:–—-]|(?i:in this (?:[\pL\pN.,]+ ){0,6}(?:file |handout )?(?:photo|image|picture|frame)\b))`)

	reEmail   = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+`)
	reContact = regexp.MustCompile(`(?i:\b(?:contact|write to|e-?mail) (?:us|me|our|the (?:author|editor|writer|reporter|newsroom)s?)\b|\bget in touch\b|\bfollow (?:@?\pL+ ){1,3}on (?:twitter|x|facebook|instagram|linkedin|telegram|bluesky|mastodon|threads|youtube|social media)\b|\bfollow (?:us|@)|\bsend (?:us )?(?:your )?(?:tips?|letters?|comments?|feedback|pitch)|\bif you (?:want|would like|wish) to contribute\b|\bhave a (?:tip|story)\b|\blike us on\b|\bcan be (?:reached|contacted|emailed) (?:at|on|via)\b)`)

	rePost = regexp.MustCompile(`(?:[-–—] ?[^()]{1,60} ?\(@\w{1,30}\) ?(?:` + date + `)?|pic\.twitter\.com/\w+|https?://t\.co/\w+)(?: ?` + date + `)?$`)

	reMore     = regexp.MustCompile(`^[>»\[(]*(?i:(?:read|see|watch|learn|find out|view)(?: (?:also|more|next|on|it|the full (?:story|article|text|report)|full (?:story|article|text|report)|:)+)+|also (?:read|see|watch)|(?:more|most|recommended|related)(?: (?:on|from|in|stories|articles|news|coverage|reading|content|links|topics|posts|videos?|this|read|popular|viewed))+|related|recommended|watch|listen|trending(?: now)?|don't miss|you may (?:also )?(?:like|be interested)[^.]*|what to read next|editor's picks?|see also|further reading)(?: ?[:>»|–—]| ?$)`)
	reFurnish  = regexp.MustCompile(`^(?i:advertise?ments?(?: continue reading.*)?|(?:story|article) continues (?:below|after)[^.]{0,40}|continue reading(?: .{0,60})?|skip (?:advertisement|to .{1,40})|click here(?: .{0,60})?|photos?|videos?|images?|pictures?|slideshow|gallery|audio|graphic|map|watch|play|play video|listen|loading\W*|share(?: .{0,40})?|tweet|print|e-?mail|comments?(?: \(\d+\)| closed)?|\d+ comments?|leave a (?:comment|reply)|save|bookmark|copy link|facebook|twitter|whatsapp|telegram|linkedin|reddit|pinterest|instagram|youtube|newsletters?|sign up .{0,80}|subscribe(?: .{0,80})?|log ?in|sign in|register|menu|search|home|back to top|top|next|previous|cookies?|accept(?: all)?|tags?:?(?: .{0,120})?|topics?:?|filed under:?.{0,80}|(?:reading time:? ?)?\d+ min(?:ute)?s?(?: read)?|view (?:this )?(?:post|photo|image|gallery|on|comments).{0,40}|site (?:mobile )?(?:navigation|index|search)|hide|close|expand|enlarge|toggle|supported by|sponsored(?: content)?|promoted|trending|live(?: updates)?)$`)
	reBracket  = regexp.MustCompile(`^\[[^\[\]]{3,160}\]$`)
	reTimeOnly = regexp.MustCompile(`^(?i:updated?|published|posted|last (?:updated|modified)|first published)\b.{0,60}$`)

	reTurn = regexp.MustCompile(`^(?:Q|A|Question|Answer)[.:] `)

	reSource = regexp.MustCompile(`^(?i:sources?|agency|agencies)(?: ?:| ?[-–—]) ?(.{2,60})$`)
)
