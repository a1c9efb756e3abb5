"use strict";
// Joins the words of the text and the cards beside it. Without this script the
// page still has both, joined by links.
(() => {
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const one = (query, within = document) => within.querySelector(query);
  const cards = all(".card"), marks = all("mark"), notes = all(".note");
  const status = one(".status"), help = one(".help"), filters = one(".filters");
  const wide = matchMedia("(min-width: 60rem)");
  let chosen = null; // the card that is selected
  let still = 0;     // until when scrolling is our own and the cards stay

  // A mark's data-r lists the records it belongs to, the closest first, as
  // article.number.part, or article.number.act.modality for a trigger.
  const refs = new Map(marks.map(m => [m, m.dataset.r.split(" ").map(r => {
    const [article, number, part, modality] = r.split(".");
    return { card: document.getElementById(`r${article}-${number}`), part, modality };
  })]));
  const visible = m => refs.get(m).filter(r => !r.card.hidden);
  const marksOf = card => marks.filter(m => refs.get(m).some(r => r.card === card));
  // The words to go to: the trigger or the content, wherever actors may stand.
  const wordsOf = card => {
    const mine = marksOf(card);
    return mine.find(m => refs.get(m).some(r => r.card === card && (r.part === "act" || r.part === "said"))) || mine[0];
  };

  function paint(card, name) {
    for (const e of all("." + name)) {
      e.classList.remove(name);
      if (name === "on") delete e.dataset.as;
    }
    if (!card) return;
    card.classList.add(name);
    let before = "";
    for (const m of marksOf(card)) {
      m.classList.add(name);
      const part = refs.get(m).find(r => r.card === card).part;
      if (name === "on" && part !== before) m.dataset.as = part === "said" ? "content" : part;
      before = part;
    }
  }

  function show(element, block) {
    still = performance.now() + 800;
    element.scrollIntoView({ block });
  }

  function choose(card, from) {
    chosen?.removeAttribute("aria-current");
    chosen = card;
    paint(card, "on");
    status.replaceChildren();
    if (!card) return;
    card.setAttribute("aria-current", "true");
    const link = document.createElement("a");
    link.href = "#" + card.id;
    link.textContent = "Show card";
    status.append(`${card.dataset.n}: ${card.dataset.label}`, link);
    if (from !== "card" && (wide.matches || from === "keys")) show(card, "nearest");
    const words = wordsOf(card);
    if (from !== "text" && wide.matches && words) {
      const at = words.getBoundingClientRect();
      if (at.top < 80 || at.bottom > innerHeight - 40) show(words, "center");
    }
  }

  function toWords(card) {
    const note = notes.find(n => n.getAttribute("href") === "#" + card.id);
    const words = wordsOf(card) || note;
    if (words) show(words, "center");
    note?.focus({ preventScroll: true });
  }

  for (const card of cards) {
    card.addEventListener("pointerenter", () => paint(card, "hot"));
    card.addEventListener("pointerleave", () => paint(null, "hot"));
    card.addEventListener("click", event => {
      const link = event.target.closest("a");
      if (link && !link.classList.contains("num")) return;
      if (getSelection().toString()) return; // someone copies words
      choose(card, "card");
      if (link) {
        event.preventDefault();
        toWords(card);
      }
    });
  }
  for (const m of marks) {
    m.addEventListener("pointerenter", () => {
      const first = visible(m)[0];
      if (first) paint(first.card, "hot");
    });
    m.addEventListener("pointerleave", () => paint(null, "hot"));
    m.addEventListener("click", () => {
      if (getSelection().toString()) return;
      // A second click on the same words goes on to the next record on them.
      const here = visible(m), i = here.findIndex(r => r.card === chosen);
      if (here.length) choose(here[(i + 1) % here.length].card, "text");
    });
  }
  for (const note of notes) {
    note.addEventListener("click", event => {
      const card = document.getElementById(note.hash.slice(1));
      event.preventDefault();
      choose(card, "text");
      show(card, wide.matches ? "nearest" : "center");
      card.focus({ preventScroll: true });
    });
  }

  // The cards follow the text while it is scrolled by hand.
  let due = false;
  addEventListener("scroll", () => {
    if (due || !wide.matches || performance.now() < still || one(".records:hover")) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      const note = notes.find(n => !n.hidden && n.getBoundingClientRect().top > innerHeight / 6);
      if (!note || note.getBoundingClientRect().top > innerHeight) return;
      const card = document.getElementById(note.hash.slice(1)), panel = card.closest(".records");
      panel.scrollTop += card.getBoundingClientRect().top - panel.getBoundingClientRect().top - 40;
    });
  }, { passive: true });

  function filter() {
    const off = new Set(all("input[data-show]:not(:checked)", filters).map(i => i.dataset.show));
    for (const card of cards) card.hidden = off.has(card.dataset.kind) || off.has(card.dataset.modality);
    for (const note of notes) note.hidden = document.getElementById(note.hash.slice(1)).hidden;
    for (const m of marks) {
      const styles = visible(m).flatMap(r => ["act", "said", "cue"].includes(r.part) ? [r.part, r.modality || ""] : []);
      m.className = [...new Set(styles)].join(" ").trim();
    }
    if (chosen?.hidden) chosen = null;
    choose(chosen, "card");
    one(".shown").textContent = `${cards.filter(c => !c.hidden).length} of ${cards.length} records`;
  }
  filters.addEventListener("change", filter);
  filters.hidden = cards.length === 0;
  one(".shown").textContent = `${cards.length} of ${cards.length} records`;

  const keys = one(".keys");
  keys.hidden = false;
  keys.addEventListener("click", () => help.showModal());
  one(".close").addEventListener("click", () => help.close());
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || help.open || event.target.matches("input, button")) return;
    if (event.key === "Escape") return choose(null);
    if (!one(".single").checked && event.key !== "Enter") return;
    const shown = cards.filter(c => !c.hidden);
    switch (event.key) {
      case "j":
      case "k": {
        const step = event.key === "j" ? 1 : -1, at = shown.indexOf(chosen);
        const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)];
        if (!next) return;
        choose(next, "keys");
        next.focus({ preventScroll: true });
        break;
      }
      case "o":
        if (chosen) toWords(chosen);
        break;
      case "Enter": {
        const card = event.target.closest(".card");
        if (!card || event.target !== card) return; // links have their own Enter
        choose(card, "keys");
        toWords(card);
        break;
      }
      case "?":
        help.showModal();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
})();
