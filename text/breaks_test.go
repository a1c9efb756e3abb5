package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitUnedited(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"small letters", "my boat leaks badly. it still floats though. can i fix it? or is it lost! i hope not", "my boat leaks badly.¶it still floats though.¶can i fix it?¶or is it lost!¶i hope not"},
		{"small letters behind a capital", "we sailed to Hven. it rained. The Capt. and his crew slept.", "we sailed to Hven.¶it rained.¶The Capt. and his crew slept."},
		{"abbreviations in small letters", "Bring rope, tar, etc. for the boat, approx. four cwt. of it, incl. the tin.", "Bring rope, tar, etc. for the boat, approx. four cwt. of it, incl. the tin."},
		{"an unknown abbreviation", "The Harb. of Kiel and Lund Corp. under its dir. general", "The Harb. of Kiel and Lund Corp. under its dir.¶general"},
		{"a mark apart", "the mast broke . we rowed home ? no", "the mast broke .¶we rowed home ?¶no"},
		{"a mark for a lost character", "Signed by Olaf Berg ? and Ida Lind ?", "Signed by Olaf Berg ? and Ida Lind ?"},
		{"a name with a mark", "The Yahoo! portal and the Jeopardy! host", "The Yahoo! portal and the Jeopardy! host"},
		{"a quotation goes on", "\"Why now?\" he asked. \"Stop!\" she said.", "\"Why now?\" he asked.¶\"Stop!\" she said."},
		{"dots in the middle", "The mast ... well, broke... or bent", "The mast ... well, broke... or bent"},
		{"an address behind a sentence", "Read the charter. http://harbour.example/a Then sign it.", "Read the charter.¶http://harbour.example/a¶Then sign it."},
		{"addresses in a row", "www.harbour.example/a http://harbour.example/b", "www.harbour.example/a¶http://harbour.example/b"},
		{"an address in a sentence", "See http://harbour.example/a, then write to ida@harbour.example for a berth.", "See http://harbour.example/a, then write to ida@harbour.example for a berth."},
		{"an address before a label", "ida@harbour.example Phone: 555", "ida@harbour.example Phone: 555"},
		{"a ruled line", "Ida Lind ---------- The crew", "Ida Lind¶----------¶The crew"},
		{"a dash is no line", "The crew -- all of it -- slept", "The crew -- all of it -- slept"},
		{"a stamp", "Ida Lind 03/02/2001 10:39 AM The boat is here. Olaf Berg 3/4/01 09:15 Where?", "Ida Lind¶03/02/2001 10:39 AM¶The boat is here.¶Olaf Berg¶3/4/01 09:15¶Where?"},
		{"a stamp in a sentence", "It docked on 03/02/2001 10:39 AM and left at 03/03/2001 11:00 again.", "It docked on 03/02/2001 10:39 AM and left at 03/03/2001 11:00 again."},
		{"an hour is no stamp", "They met 3/2/2001 and 10:39 PM Berlin time was kept.", "They met 3/2/2001 and 10:39 PM Berlin time was kept."},
		{"faces", "We won! =) The crew sang ;-) Then it rained. :( a pity", "We won! =)¶The crew sang ;-)¶Then it rained. :(¶a pity"},
		{"a valediction", "Please call. Best regards, Ida", "Please call.¶Best regards,¶Ida"},
		{"thank you", "Please call. Thank you, Ida Lind", "Please call.¶Thank you,¶Ida Lind"},
		{"thanks in speech", "“Thank you, Iowa.” “Thanks, Ida,” he said. Thank you, Ida Lind, for it.", "“Thank you, Iowa.”¶“Thanks, Ida,” he said.¶Thank you, Ida Lind, for it."},
		{"you alone", "We thought of you, Ida Lind", "We thought of you, Ida Lind"},
		{"no valediction", "Thanks, Ida will call. With Best, Lind and others he sailed. Regards, I remain yours.", "Thanks, Ida will call.¶With Best, Lind and others he sailed.¶Regards, I remain yours."},
		{"points up", "Bring: 1. Rope and tar 2. Bread 3. Salt", "Bring:¶1. Rope and tar¶2. Bread¶3. Salt"},
		{"points down", "Winners 3. Lund 2. Kiel 1. Hven", "Winners¶3. Lund¶2. Kiel¶1. Hven"},
		{"points in a sentence", "He said that 1) it is late and 2) it rains.", "He said that 1) it is late and 2) it rains."},
		{"numbers are no points", "He was 5. They were 9. Nobody cared.", "He was 5.¶They were 9.¶Nobody cared."},
		{"the first point behind a colon", "My comments: 1. Tar the hull.", "My comments:¶1. Tar the hull."},
		{"small letters in brackets", "The hull leaks. (and so does the keel) Nobody (not i) cares.", "The hull leaks.¶(and so does the keel) Nobody (not i) cares."},
		{"a salutation", "Dear Capt. Lind, We sail. Hello Ida, You sail. Dear Ida, Olaf, we sail.", "Dear Capt. Lind,¶We sail.¶Hello Ida,¶You sail.¶Dear Ida,¶Olaf, we sail."},
		{"a signature at the end", "Call me. Thanks Ida", "Call me.¶Thanks¶Ida"},
		{"thanks inside", "Thanks Ida for the rope. The thanks Ida got were few.", "Thanks Ida for the rope.¶The thanks Ida got were few."},
		{"a sender", "that looks fine Olaf Berg 03/02/2001 10:39 AM Ida, call me.", "that looks fine¶Olaf Berg¶03/02/2001 10:39 AM¶Ida, call me."},
		{"no mark before a pronoun", "The crew came for dinner They left at noon. Those like He and We the crew stay.", "The crew came for dinner¶They left at noon.¶Those like He and We the crew stay."},
		{"a bracket apart", "( Read the charter. ) Then sign.", "( Read the charter. )¶Then sign."},
		{"weekdays", "On Sat. Sept. 9 and Mon. 11 it sails.", "On Sat. Sept. 9 and Mon. 11 it sails."},
		{"a file", "Open HULL-2.DOC and KEEL-1.DOC now", "Open HULL-2.DOC and KEEL-1.DOC now"},
		{"no space and small letters", "is it late?how late is it!!run! See http://hven.example/a?b=c", "is it late?¶how late is it!!¶run!¶See http://hven.example/a?b=c"},
		{"an address with a question", "Open hven.example?page or hven.example!now", "Open hven.example?page or hven.example!now"},
		{"no space and other letters", "är det blå?år det! allt blått?öde hav", "är det blå?¶år det!¶allt blått?¶öde hav"},
		{"no space and one letter", "they say é?no", "they say é?no"},
		{"a point of a list", "We sail. (é) tar it.", "We sail. (é) tar it."},
		{"emphasis", "*1. The hull leaks.* We sail.", "*1. The hull leaks.*¶We sail."},
		{"a postscript", "P.S. Bring the rope.", "P.S. Bring the rope."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := strings.Join(sentencesOf(c.in), "¶"); got != c.want {
				t.Errorf("sentences of %q\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestFollowing(t *testing.T) {
	s := " a\u00a0\u2003é明 \t.\n"
	var got []string
	for w := following(s, 0); w.Len() > 0; w = following(s, w.End) {
		got = append(got, s[w.Begin:w.End])
	}
	if diff := cmp.Diff([]string{"a", "é明", "."}, got); diff != "" {
		t.Error(diff)
	}
}
