/* Vietnamese words as search and the tables' filters compare them. The rules come from the build (folding-rules.js, made
   from macros/vietnamese.py); this script only applies them.

     Folding.fold(text)        lower case without marks, đ as d
     Folding.clean(text)       composed, tone marks in one order, invisible characters dropped
     Folding.words(text)       [{at, end, text, key, letters, tone, spelled}], places in the cleaned text
     Folding.level(typed, word, asPrefix)
                               how a typed word matches one with its key: 3 spelled so, 2 equal marks (hoà = hòa, kỷ = kỉ),
                               1 every mark typed is there (doan, đoan = đoàn), 0 other marks
     Folding.query(typed)      (text) => how well all words typed are found, in any order, each as the beginning of a word:
                               0 not found, 1 with other marks, 2 with every mark typed, 3 marked just so; sort by it, highest
                               first. `text` may be what Folding.prepare(text) made, once a row.
     Folding.prepare(text)     a text made ready for many queries */
window.Folding = (rules => {
  const all = source => new RegExp(source, "gu");
  const marks = all(rules.marks), tones = all(rules.tones), like = all(rules.like), invisible = all(rules.invisible);
  const swap = all(rules.swap), word = all(rules.word), inside = all(rules.inside), yi = all(rules.yi);

  const apart = text => text.toLowerCase().replace(like, rules.bar).normalize("NFD");
  const fold = text => apart(text).replace(marks, "");
  const clean = text => text.replace(invisible, "").normalize("NFD").replace(swap, "$2$1").normalize("NFC");

  function forms(text) {
    const bare = apart(text).replace(inside, ""), letters = bare.replace(tones, "");
    return {
      key: letters.replace(marks, "").replace(yi, "$1$2i"), letters,
      tone: (bare.match(tones) || [""])[0], spelled: text.toLowerCase().normalize("NFC"),
    };
  }

  const words = text => Array.from(clean(text).matchAll(word), found =>
    ({ at: found.index, end: found.index + found[0].length, text: found[0], ...forms(found[0]) }));

  /* Each letter with its marks, y as i since only words of one key are compared. */
  const markedLetter = all(rules.marks.replace("[", "[^") + rules.marks + "*");
  const apartLetters = letters => letters.replace(/y/g, "i").match(markedLetter) || [];

  function level(typed, found, asPrefix) {
    if (typed.spelled === found.spelled) return 3;
    if (asPrefix && found.spelled.startsWith(typed.spelled)) return 2;
    const ours = apartLetters(typed.letters), theirs = apartLetters(found.letters).slice(0, ours.length);
    const toneFits = typed.tone === found.tone;
    if (toneFits && ours.join() === theirs.join()) return 2;
    return (toneFits || !typed.tone) && ours.every((letter, place) => letter.length === 1 || letter === theirs[place]) ? 1 : 0;
  }

  const prepare = text => {
    const list = words(text);
    return { list, keys: " " + list.map(one => one.key).join(" ") };
  };

  function query(typed) {
    const wanted = words(typed);
    return text => {
      const { list, keys } = text.list ? text : prepare(text);
      let worst = 3;
      for (const one of wanted) {
        if (!keys.includes(" " + one.key)) return 0;
        const levels = list.map(found => found.key.startsWith(one.key) ? level(one, found, true) : 0);
        worst = Math.min(worst, 1 + Math.min(2, Math.max(...levels)));
      }
      return worst;
    };
  }

  return { fold, clean, words, forms, level, query, prepare };
})(window.FoldingRules);
