/* Search: asks the index that the build wrote (macros/search_index.py says how it is laid out) and ranks what it finds.

     Search.find(typed)        {docs, slots, lost, instead, near}: numbers of entries, best first; `lost` when a file of the
                               index did not come; `instead` the query that was asked for one that finds nothing
     Search.rows(docs)         what results show of them, null for what did not come
     Search.pieces(text, slots, length)   the text around its hits as [{text, hit}], in its own spelling
     Search.start(), columns(), days()    how many entries, of which kinds and years; what filters choose by; days

   Nothing is loaded before the first call. Files come through <script src>, which a strict policy and file:// allow. */
window.Search = (root => {
  "use strict";
  const { clean, fold, words, forms, level } = Folding;
  const NAME = 0, TITLE = 1, TEXT = 2, TITLE_END = 3, PARTIAL = 4, NAME_STEP = 32, LASTING = 9999;
  const MOST_WORDS = 40, MOST_PAGES = 6;

  // --- files of the index ------------------------------------------------------------------------------------------------

  const parts = new Map(), arrived = new Map();
  window.searchPart = (name, value) => arrived.set(name, value);

  function load(name) {
    if (!parts.has(name)) {
      parts.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.onload = script.onerror = () => {
          script.remove();
          if (arrived.has(name)) resolve(arrived.get(name));
          else parts.delete(name), reject(new Error(`search/${name}.js`));  // asked for again the next time
          arrived.delete(name);
        };
        // The one file whose name lasts is asked for past every cache.
        script.src = new URL(name === "start" ? `search-start.js?${Date.now()}` : `search/${name}.js`, root);
        document.head.append(script);
      }));
    }
    return parts.get(name);
  }

  /* One character for a number below 80, low digits of 12 before it otherwise. */
  function numbers(text) {
    const made = new Uint32Array(text.length);
    let length = 0, value = 0, scale = 1;
    for (let place = 0; place < text.length; place++) {
      const digit = text.charCodeAt(place) - 35;
      if (digit < 80) {
        made[length++] = value + digit * scale;
        value = 0, scale = 1;
      } else {
        value += (digit - 80) * scale;
        scale *= 12;
      }
    }
    return made.subarray(0, length);
  }

  const once = make => { let made; return () => made ||= make().catch(error => { made = null; throw error; }); };
  const start = once(async () => {
    const first = await load("start");
    parts.delete("start");  // when the file it names is gone, the site has a new one since
    return prepare(await load(first));
  });

  /* Runs of value and length, one value for each entry. */
  function spread(count, runs) {
    const made = new Uint16Array(count), list = numbers(runs);
    for (let run = 0, doc = 0; run < list.length; run += 2) made.fill(list[run], doc, doc += list[run + 1]);
    return made;
  }

  function prepare(index) {
    index.first = index.pages.split(" ");
    index.kindOf = spread(index.count, index.kindRuns);
    index.yearOf = spread(index.count, index.yearRuns);
    index.forms = index.synonyms.flatMap(([thing, ...texts]) => {
      const all = texts.map((text, place) => ({ key: text[0] === "~" ? "" : `${thing}.${place}`, list: words(text) }));
      return all.map(one => ({ ...one, others: all.filter(other => other !== one && other.key && !keys(other).includes(keys(one))) }));
    });
    return index;
  }

  const keys = form => " " + form.list.map(word => word.key).join(" ") + " ";

  /* The last page whose first word is not behind the key. */
  const pageOf = (index, key) => Math.max(0, index.first.findLastIndex(first => first <= key));

  /* The words of one key, or all that begin with it: [key, spellings…]; null when too many begin so. */
  async function terms(index, key, asPrefix, state) {
    const from = pageOf(index, key), to = asPrefix ? pageOf(index, key + "\uffff") : from, whole = asPrefix && to - from < MOST_PAGES;
    const wanted = Array.from({ length: whole ? to - from + 1 : 1 }, (_, place) => from + place);
    const pages = await Promise.all(wanted.map(page => load(index.digests.substr(8 * page, 8)).catch(() => { state.lost = true; return {}; })));
    const found = pages.flatMap(page => Object.entries(page).filter(([word]) => whole ? word.startsWith(key) : word === key));
    return found.length || whole || !asPrefix ? found : null;
  }

  // --- what was typed ----------------------------------------------------------------------------------------------------

  function parse(typed) {
    const text = clean(typed).slice(0, 2000), list = words(text).slice(0, MOST_WORDS);
    return list.map((word, place) => {
      const quotes = (text.slice(0, word.at).match(/["“”„«»]/g) || []).length;
      const numeric = /^[0-9]/.test(word.key);
      return {
        ...word, place, numeric, marked: numeric || !!word.tone || fold(word.letters) !== word.letters,
        phrase: quotes % 2 ? quotes : 0, prefix: place === list.length - 1 && word.end === text.length, text,
      };
    });
  }

  /* An abbreviation that is also a syllable (TƯ) is one only when it is typed in capitals. */
  const isSyllable = word => word.text === word.text.toLowerCase() && /^[^aeiouy]{0,3}[aeiouy]{1,3}[^aeiouy]{0,2}$/.test(word.key);

  function synonymsIn(index, slots) {
    return index.forms.flatMap(form => slots.flatMap((slot, at) => {
      const part = slots.slice(at, at + form.list.length);
      const fits = part.length === form.list.length && part.every((one, place) => !one.phrase && one.key === form.list[place].key && level(one, form.list[place]));
      return fits && !(part.length === 1 && isSyllable(slot)) ? form.others.map(other => ({ at, count: part.length, ...other })) : [];
    }));
  }

  // --- where it occurs ---------------------------------------------------------------------------------------------------

  const remembered = new Map();

  async function occurrences(index, slots, state) {
    const others = synonymsIn(index, slots);
    slots.others = others.map(other => other.list);
    const [ours, theirs] = await Promise.all([
      Promise.all(slots.map(slot => terms(index, slot.key, slot.prefix, state))),
      Promise.all(others.map(other => terms(index, other.key, false, state))),
    ]);
    return slots.map((slot, place) => {
      const added = others.map((other, number) => ({ other, found: theirs[number] })).filter(({ other }) => place >= other.at && place < other.at + other.count);
      const name = [slot.spelled, slot.prefix, state.lost, ...added.map(({ other }) => `${other.key}/${place - other.at}/${other.count}`)].join(" ");
      if (!remembered.has(name)) {
        if (remembered.size > 60) remembered.clear();
        remembered.set(name, ours[place] && gather(index.count, [...literal(slot, ours[place]), ...added.flatMap(one => virtual(slot, one))]));
      }
      return remembered.get(name);
    });
  }

  function literal(slot, found) {
    return found.flatMap(([key, spellings]) => inThrees(spellings).map(([spelled, gaps, places]) => {
      const partial = key !== slot.key, how = level(slot, forms(spelled), partial);
      return { gaps, places, from: 0, to: 1, last: true, level: partial ? PARTIAL | Math.min(how, slot.numeric ? 1 : 2) : how };
    }));
  }

  /* Another form of the same thing stands for the words typed: each of these is taken to lie on its share of that form. */
  function virtual(slot, { other, found }) {
    const share = other.list.length / other.count, part = slot.place - other.at;
    return found.flatMap(([, spellings]) => inThrees(spellings).map(([, gaps, places]) =>
      ({ gaps, places, from: part * share, to: (part + 1) * share, last: part === other.count - 1, level: slot.marked ? 2 : 3 })));
  }

  const inThrees = list => Array.from({ length: list.length / 3 }, (_, place) => list.slice(3 * place, 3 * place + 3));

  /* The occurrences of one word by entry: those of entry n are from `at[n]` to `at[n + 1]`. */
  function gather(count, sources) {
    const at = new Uint32Array(count + 2);
    for (const source of sources) {
      source.docs = numbers(source.gaps);
      for (let place = 0, doc = -1; place < source.docs.length; place++) at[(source.docs[place] = doc += source.docs[place]) + 2]++;
    }
    for (let doc = 2; doc < at.length; doc++) at[doc] += at[doc - 1];
    const total = at[count + 1], made = { at, total, from: new Float32Array(total), to: new Float32Array(total), field: new Uint8Array(total), level: new Uint8Array(total) };
    for (const source of sources) {
      const places = numbers(source.places);
      for (let place = 0; place < places.length; place++) {
        const next = at[source.docs[place] + 1]++, where = places[place];
        made.from[next] = (where >> 2) + source.from;
        made.to[next] = (where >> 2) + source.to;
        made.field[next] = (where & 3) === TITLE_END && !source.last ? TITLE : where & 3;
        made.level[next] = source.level;
      }
    }
    return made;
  }

  // --- how well an entry fits --------------------------------------------------------------------------------------------

  const kindOfField = field => field === TITLE_END ? TITLE : field;

  function touches(before, one, after, other) {
    return before.to[one] === after.from[other] && kindOfField(before.field[one]) === kindOfField(after.field[other]);
  }

  /* Whether the words from one occurrence on follow each other up to the last, where `ends` decides. */
  function runs(hits, doc, slot, one, last, ends) {
    return slot === last ? ends(one) : any(hits[slot + 1], doc, next => touches(hits[slot], one, hits[slot + 1], next) && runs(hits, doc, slot + 1, next, last, ends));
  }

  function hasPhrases(slots, hits, doc) {
    return slots.every(({ phrase }, place) => {
      if (!phrase || slots[place - 1]?.phrase === phrase) return true;
      const last = slots.findLastIndex(slot => slot.phrase === phrase);
      return any(hits[place], doc, one => runs(hits, doc, place, one, last, () => true));
    });
  }

  function any(hit, doc, test) {
    for (let one = hit.at[doc]; one < hit.at[doc + 1]; one++) if (test(one)) return true;
    return false;
  }

  /* Rank within the title and other names, or within all: marks above all else, then words side by side, then the title.
     `strict` takes unmarked words among marked ones as written so (An is not Ân). */
  function fit(slots, hits, doc, inAll, strict, best) {
    const last = slots.length - 1, here = (hit, one) => inAll || hit.field[one] !== TEXT, how = (slot, one) => hits[slot].level[one] & 3;
    for (let slot = 0; slot <= last; slot++) {
      best[slot] = -1;
      any(hits[slot], doc, one => { if (here(hits[slot], one)) best[slot] = Math.max(best[slot], how(slot, one)); });
      if (best[slot] < (strict && !slots[slot].marked ? 3 : 0)) return -1;
    }
    const least = slots.map((slot, place) => slot.marked ? Math.min(best[place], 2) : strict ? 3 : 0);
    const where = (slot, test) => any(hits[slot], doc, one => here(hits[slot], one) && how(slot, one) >= least[slot] && test(hits[slot], one));
    let pairs = 0, titled = 0;
    slots.forEach((_, slot) => {
      if (slot && where(slot, (hit, one) => where(slot - 1, (before, other) => touches(before, other, hit, one)))) pairs++;
      if (where(slot, (hit, one) => hit.field[one] !== TEXT)) titled++;
    });
    const full = pairs === last && !inAll, entire = (hit, one) => hit.level[one] < PARTIAL;
    const opens = ends => full && where(0, (hit, one) => hit.from[one] % (hit.field[one] === NAME ? NAME_STEP : 1e9) === 0 && runs(hits, doc, 0, one, last, ends));
    const exact = where(last, entire), begins = opens(() => true);
    const whole = begins && opens(one => entire(hits[last], one) && hits[last].field[one] === TITLE_END), named = begins && opens(one => hits[last].field[one] === NAME);
    const relevance = (last ? 60 * pairs / last : 60) + 30 * titled / (last + 1) + 30 * full + 20 * begins + 40 * (whole || named) + 20 * whole + 30 * exact;
    const marks = slots.reduce((least, slot, place) => slot.marked ? Math.min(least, best[place]) : least, 2);
    return (2 * marks + strict) * 1024 + Math.round(relevance) * 4 + best.every(level => level === 3);
  }

  /* A title that fits whole is not made better by what the text says; marks count where the words fit best. */
  function bestFit(slots, hits, doc, mixed, best) {
    let most = -1;
    for (const inAll of [false, true]) {
      for (const strict of mixed ? [true, false] : [false]) {
        const fits = fit(slots, hits, doc, inAll, strict, best);
        if (fits % 1024 > most % 1024) most = fits;
      }
      if (most % 1024 >= 480) break;
    }
    return most;
  }

  function rank(index, slots, hits) {
    const rarest = hits.reduce((one, other) => other.total < one.total ? other : one), ranked = [], best = [];
    const marked = slots.filter(slot => slot.marked).length, mixed = marked > 0 && marked < slots.length;
    for (let doc = 0; doc < index.count; doc++) {
      if (rarest.at[doc] === rarest.at[doc + 1] || !hits.every(hit => hit.at[doc] < hit.at[doc + 1]) || !hasPhrases(slots, hits, doc)) continue;
      const year = Math.max(0, Math.min(255, index.yearOf[doc] - 1900));
      ranked.push((bestFit(slots, hits, doc, mixed, best) * 256 + year) * 2 ** 20 + (2 ** 20 - 1 - doc));
    }
    const sorted = Float64Array.from(ranked).sort().reverse();
    return { docs: sorted.map(key => 2 ** 20 - 1 - key % 2 ** 20), fits: Math.floor(sorted[0] / 2 ** 28) };
  }

  // --- asking ------------------------------------------------------------------------------------------------------------

  async function find(typed) {
    const index = await start(), state = { lost: false }, outcome = await ask(index, typed, state);
    if (outcome.docs.length || !outcome.slots.length || outcome.short || state.lost) return outcome;
    return await corrected(index, outcome, state) || outcome;
  }

  async function ask(index, typed, state) {
    const slots = parse(typed), hits = await occurrences(index, slots, state);
    const known = slots.filter((_, place) => hits[place] && (!state.lost || hits[place].total));
    slots.forEach((slot, place) => { slot.total = hits[place] ? hits[place].total : 0; });
    const outcome = { docs: [], slots, lost: state.lost, short: slots.length > 0 && !known.length, near: [] };
    if (!typed.trim()) outcome.docs = Float64Array.from({ length: index.count }, (_, doc) => doc);
    else if (known.length) Object.assign(outcome, rank(index, known, hits.filter((_, place) => known.includes(slots[place]))));
    return outcome;
  }

  /* Nothing was found: one wrong, missing, extra or swapped letter a word, or a missing space. */
  async function corrected(index, { slots }, state) {
    const lexicon = await load(index.lexicon).then(text => text.split(" ").map(text => ({ text, key: forms(text).key })), () => []);
    const unknown = slots.filter(slot => !slot.total && !slot.numeric), suspects = unknown.length ? unknown : slots.filter(slot => !slot.numeric).slice(0, 6);
    const guesses = new Map(suspects.map(slot => [slot, similar(lexicon, slot.key)]));
    const trials = unknown.length
      ? [0, 1, 2, 3].map(turn => unknown.map(slot => [slot, guesses.get(slot)[turn] || guesses.get(slot)[0]]))
      : suspects.flatMap(slot => guesses.get(slot).slice(0, 3).map(guess => [[slot, guess]]));
    let nearest = null;
    for (const trial of trials) {
      if (trial.some(([, guess]) => !guess) || !trial.length) continue;
      const instead = trial.reduceRight((text, [slot, guess]) => text.slice(0, slot.at) + guess + text.slice(slot.end), slots[0].text);
      const outcome = await ask(index, instead, state);
      if (outcome.docs.length && !(nearest?.fits >= outcome.fits)) nearest = { ...outcome, instead };
    }
    if (nearest) return nearest;
    const near = unknown.flatMap(slot => lexicon.filter(word => distance(word.key, slot.key) <= 2 && word.key[0] === slot.key[0]).slice(0, 5));
    return { docs: [], slots, lost: state.lost, near: [...new Set(near.map(word => word.text))].slice(0, 5) };
  }

  function similar(lexicon, key) {
    if (key.length < 3) return [];
    const known = new Set(lexicon.map(word => word.key));
    const apart = Array.from(key, (_, place) => [key.slice(0, place), key.slice(place)]).filter(([one, other]) => known.has(one) && known.has(other) && one.length > 1 && other.length > 1);
    return [...lexicon.filter(word => word.key !== key && distance(word.key, key) === 1).slice(0, 4).map(word => word.text), ...apart.map(pair => pair.join(" "))];
  }

  /* Letters to change, add, drop or swap; 9 when the lengths alone say more than two. */
  function distance(one, other) {
    if (Math.abs(one.length - other.length) > 2) return 9;
    let before = [], last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i++) {
      const row = [i];
      for (let j = 1; j <= other.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      [before, last] = [last, row];
    }
    return last[other.length];
  }

  async function rows(docs) {
    const index = await start();
    return Promise.all(Array.from(docs, async doc => {
      const number = Math.floor(doc / index.chunk), digest = index.chunks.substr(5 * number, 5);
      const chunk = await load(`${number}-${digest}`).catch(() => null);
      if (!chunk) return null;
      const [id, title, text, address, units, states, areas] = chunk[doc % index.chunk];
      return { id, title, text, units, states, areas, href: new URL(address, root).href, kind: index.kinds[index.kindOf[doc]], year: index.yearOf[doc] % LASTING };
    }));
  }

  const columns = once(async () => {
    const { count, columns } = await start(), made = await load(columns);
    for (const column of Object.values(made)) column.of = spread(count, column.runs);
    return made;
  });

  const days = once(async () => {
    let day = 0;
    return numbers(await load((await start()).days)).map(gap => day += gap % 2 ? -(gap + 1) / 2 : gap / 2);
  });

  // --- hits in a text ----------------------------------------------------------------------------------------------------

  function hitsIn(list, slots) {
    const found = [];
    for (const slot of slots) {
      const here = list.filter(word => word.key === slot.key || (slot.prefix && word.key.startsWith(slot.key))).map(word => [word, Math.min(2, level(slot, word, slot.prefix))]);
      const most = Math.max(...here.map(([, how]) => how));
      found.push(...here.filter(([, how]) => how === most).map(([word]) => word));
    }
    for (const form of slots.others || []) {
      list.forEach((_, at) => {
        const part = list.slice(at, at + form.length);
        if (part.length === form.length && part.every((word, place) => word.key === form[place].key && level(form[place], word) > 1)) found.push(...part);
      });
    }
    return new Set(found);
  }

  function pieces(text, slots, length = 1e9) {
    const list = words(text), hits = hitsIn(list, slots), first = list.find(word => hits.has(word));
    let from = 0;
    if (text.length > length && first && first.end > length * 0.7) from = list.find(word => word.at >= first.at - length / 4).at;
    const made = from ? [{ text: "…", hit: false }] : [], shown = list.filter(word => word.at >= from && word.end <= from + length);
    const end = shown.length && text.length > from + length ? shown.at(-1).end : text.length;
    let place = from;
    for (const word of shown.filter(word => hits.has(word))) {
      made.push({ text: text.slice(place, word.at), hit: false }, { text: text.slice(word.at, word.end), hit: true });
      place = word.end;
    }
    made.push({ text: text.slice(place, end) + (end < text.length ? "…" : ""), hit: false });
    return made.filter(piece => piece.text);
  }

  return { find, rows, pieces, start, columns, days };
})(new URL("..", document.currentScript.src));
