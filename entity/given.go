package entity

import "strings"

// Given names that are borne, in the news of the world, by one gender only as
// good as always. A name that is not here says nothing.
var (
	hers = set(`mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley
		kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia kathleen amy angela
		anna brenda pamela emma nicole catherine katherine christine samantha debra rachel carolyn janet maria heather diane julie
		joyce victoria kelly christina joan evelyn lauren judith olivia martha cheryl megan andrea ann alice jacqueline hannah
		theresa teresa gloria janice hillary condoleezza madeleine ivanka melania nikki kamala nancy ursula angela marine ségolène
		julia yulia svetlana olga natalia natalya elena yelena tatiana tatyana irina ekaterina maria marina oksana ludmila lyudmila
		anastasia daria sofia valentina galina veronika benazir indira sonia sheikha fatima aisha khadija zainab leila amina malala
		aung-san cristina dilma michelle christiane federica margrethe mette sanna jacinda julia kolinda dalia kaja maia zuzana
		salome ellen isabel rosa lucia carmen ana elisa gabriela ingrid annalena emmanuelle claudia sabine petra martina monica`)
	his = set(`james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark donald
		steven paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey jeff ryan jacob gary nicholas eric
		jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry tyler
		aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald terry
		sean austin arthur lawrence jesse dylan bryan joe mike bill bob jim tom tim dan steve rex ted barack boris tony gordon
		vladimir dmitry dmitri sergei sergey igor ivan mikhail nikolai viktor yuri oleg alexei aleksei alexey andrei andrey pavel
		boris konstantin maxim maksim anatoly vyacheslav valery vasily grigory petro volodymyr oleksandr mykola ihor andriy aleksandr
		mohammed muhammad mohamed mahmoud ahmed ali hassan hussein ibrahim abdullah omar khalid saddam bashar hosni abdel yasser
		recep ahmet mehmet mustafa binyamin benjamin yitzhak ehud shimon ariel moshe avigdor xi hu wen kim-jong emmanuel françois
		jacques nicolas jean pierre michel gerhard helmut olaf heinz wolfgang hans karl josef jens antonio josé juan carlos luis
		pedro miguel jorge hugo fidel raúl nicolás evo luiz jair manuel fernando felipe mariano silvio matteo giuseppe mario paolo
		sergio romano viktor mateusz andrzej lech donald jaroslaw vaclav milos petr tomáš jan shinzo fumio junichiro narendra
		manmohan rajiv imran pervez nawaz hamid ashraf muhammadu olusegun nelson jacob thabo cyril robert kofi ban antónio`)
)

// given is the gender that a first name tells, 0 where it tells none.
func given(name string) byte {
	name = strings.ToLower(name)
	switch h, s := hers[name], his[name]; {
	case h && !s:
		return 'f'
	case s && !h:
		return 'm'
	}
	return 0
}
