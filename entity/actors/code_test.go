package actors

import (
	"strings"
	"testing"
)

func TestCode(t *testing.T) {
	b := Default()
	for _, c := range []struct{ phrase, want string }{
		// A country and a role.
		{"Belarusian foreign minister", "BLR GOV"},
		{"the Belarusian foreign minister Vladimir Makei", "BLR GOV"},
		{"the Russian Defence Ministry", "RUS GOV"},
		{"Ukraine's army", "UKR MIL"},
		{"Ukraine’s armed forces", "UKR MIL"},
		{"the foreign ministry of Kazakhstan", "KAZ GOV"},
		{"President Jan Novak of Poland", "POL GOV"},
		{"the President of Latvia", "LVA GOV"},
		{"US Secretary of State Mike Pompeo", "USA GOV"},
		{"the US ambassador to Russia", "USA GOV"},
		{"Japanese and South Korean officials", "JPN+KOR GOV"},
		{"a Paraguayan court", "PRY JUD"},
		{"Turkish police", "TUR COP"},
		{"the Polish parliament", "POL LEG"},
		{"Sudanese rebels", "SDN REB"},
		{"rebels in Chad", "TCD REB"},
		{"Kenyan opposition leaders", "KEN OPP"},
		{"hundreds of Syrian refugees", "SYR REF"},
		{"three Norwegian journalists", "NOR MED"},
		{"Iraq's military intelligence", "IRQ SPY"},
		{"Mexican drug traffickers", "MEX CRM"},
		{"the prime minister's office", "GOV"},
		// A name.
		{"China", "CHN GOV"},
		{"China and Russia", "CHN+RUS GOV"},
		{"Minsk", "BLR GOV"},
		{"neighbouring Belarus", "BLR GOV"},
		{"Ukrainians", "UKR CVL"},
		{"Hamas", "PSE REB"},
		{"the UN Security Council", "IGO"},
		{"the People's Liberation Army", "CHN MIL"},
		{"Reuters", "GBR MED"},
		{"the Guardian", "GBR MED"},
		{"Colombia's National Registry", ""},
		{"the Kremlin", "RUS GOV"},
		// An organisation and a role.
		{"Boko Haram militants", "NGA REB"},
		{"a Hezbollah spokesman", "LBN REB"},
		{"a spokesman for Hezbollah", "LBN REB"},
		{"the head of the CIA", "USA SPY"},
		{"a Kremlin spokesman", "RUS GOV"},
		{"NATO officials", "IGO"},
		{"the European Commission's president", "IGO"},
		{"BBC correspondent", "GBR MED"},
		{"Ana Ruiz of Amnesty International", "NGO"},
		// Persons by date.
		{"Mike Pompeo", "USA GOV"},
		{"Pompeo", "USA GOV"},
		{"Russia's Putin", "RUS GOV"},
		{"the Trump administration", "USA GOV"},
		{"Putin's spokesman", "RUS GOV"},
		{"an adviser to the Polish president", "POL GOV"},
		{"a politician from Hamas", "PSE REB"},
		{"New Zealand", "NZL GOV"},
		{"New Delhi", "IND GOV"},
		{"new Chilean ministers", "CHL GOV"},
		{"The new Chilean government", "CHL GOV"},
		{"Mr. Putin", "RUS GOV"},
		{"President Ana de la Cruz of Chile", "CHL GOV"},
		// Numbers, brackets, plurals, several.
		{"at least four Pakistani soldiers", "PAK MIL"},
		{"tens of thousands of Chilean miners", "CHL LAB"},
		{"the Central Bank of Somalia (CBS)", "SOM GOV"},
		{"the two presidents", "GOV"},
		{"Maltese fishermen and ombudsmen", "MLT"},
		{"NATO and Afghan forces", "AFG MIL"},
		{"Hamas forces", "PSE REB"},
		{"security forces of the Iraqi government", "IRQ MIL"},
		{"his Iranian counterpart", "IRN GOV"},
		{"nearly 900 Danish, Polish and Kenyan troops", "DNK+KEN+POL MIL"},
		{"Minister of Labour Ana Ruiz", "GOV"},
		{"Chad's rebel leaders", "TCD REB"},
		{"the Kenyan police chief", "KEN COP"},
		// Elsewhere.
		{"foreign troops in Chad", "MIL"},
		{"troops in Chad", "TCD MIL"},
		{"diplomats from Chile and Peru", "CHL+PER GOV"},
		// Inside longer names.
		{"other Latin American countries", "GOV"},
		{"Air Malta", ""},
		{"leaders of the Chad Liberation Army", "TCD MIL"},
		{"officials of the National Orchard Agency", "GOV"},
		// What is not known, or not told by the words.
		{"Belarusian", "BLR"},
		{"former Belarusian ministers", "BLR"},
		{"Former Prime Minister Naftali Bennett", "ISR"},
		{"who", ""},
		{"it", ""},
		{"the North", ""},
		{"Crimea", ""},
		{"Belarusian grumblers", ""},
		{"an egg", ""},
		{"", ""},
		{"of", ""},
	} {
		got, ok := b.Code(c.phrase, "2019-05-01")
		if s := strings.TrimSpace(strings.Join(got.Countries, "+") + " " + got.Sector); s != c.want || ok != (c.want != "") {
			t.Errorf("%q: %q, want %q (%s)", c.phrase, s, c.want, got.Why)
		}
	}
}

// One name, two times.
func TestCodeByDate(t *testing.T) {
	for on, want := range map[Date]string{"2015-03-01": "REB", "2023-03-01": "GOV"} {
		if c, _ := Default().Code("the Taliban", on); c.Sector != want {
			t.Errorf("the Taliban on %s: %s, want %s", on, c.Sector, want)
		}
	}
	// In office, or not.
	for on, want := range map[Date]string{"2019-03-01": "GOV", "2023-03-01": ""} {
		if c, _ := Default().Code("Mike Pompeo", on); c.Sector != want || len(c.Countries) != 1 {
			t.Errorf("Pompeo on %s: %v, want %q", on, c, want)
		}
	}
}

func FuzzCode(f *testing.F) {
	for _, s := range []string{"the Russian Defence Ministry", "of of", ", ,", "'s", "Ukraine's", "and China", "21 of the girls"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := Default().Code(s, "2019")
		if ok != (len(c.Countries) > 0 || c.Sector != "") {
			t.Errorf("%q: %v %v", s, c, ok)
		}
	})
}
