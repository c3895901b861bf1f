/* What rows of a table are shown, in which order: no element is changed here.

     TableRows.read(table)             {name, columns, facets, rows}, from what the build wrote (macros/views/table_data.py)
     TableRows.finder(rows)            (typed) => the rows found, or null for all; words are compared by window.Folding
     TableRows.choose(model, state, found)
                                       {shown, counts}: counts of each choice, as the other choices leave them
     TableRows.fromAddress(model, parameters)
                                       {state, broken}: an address made by hand, or outlived by the data, shows all rows
     TableRows.toAddress(model, state, parameters)
                                       the parameters with this table's put in; other tables' stay

   A state is {text, chosen: [Set of places, one a facet], sort: {column, down} or null, page from 1}. */
window.TableRows = (() => {
  "use strict";
  const LONGEST = 200;

  function read(table) {
    const facets = JSON.parse(table.dataset.facets).map(([key, head, choices]) => ({ key, head, choices: choices.map(([key, label]) => ({ key, label })) }));
    const columns = Array.from(table.tHead.rows[0].cells, head => ({ key: head.dataset.key, label: head.textContent, head, hidden: head.hidden }));
    const rows = [];
    let group = null;
    for (const body of table.tBodies) {
      for (const row of body.rows) {
        if (row.className === "group-row") group = row;
        else rows.push({ row, group, at: rows.length, facets: row.dataset.f.split("|").map(places => places ? places.split(" ").map(Number) : []), ranks: null });
      }
    }
    return { table, name: table.id.replace(/^bang-/, ""), columns, facets, rows };
  }

  const empty = model => ({ text: "", chosen: model.facets.map(() => new Set()), sort: null, page: 1 });
  const isEmpty = state => !state.text && !state.sort && state.chosen.every(places => !places.size);

  // --- words ---------------------------------------------------------------------------------------------------------

  /* Each different word is folded once, however many rows hold it; a row is the places of its words. */
  function finder(rows) {
    const tokens = new Map(), lists = [];
    const place = token => tokens.get(token) ?? (tokens.set(token, { at: tokens.size, words: Folding.words(token) }), tokens.get(token));

    function prepare(count) {
      for (const end = Math.min(rows.length, lists.length + count); lists.length < end;) {
        const words = Array.from(rows[lists.length].row.cells, cell => cell.hidden ? "" : TableFiles.text(cell)).join(" ").split(/\s+/);
        lists.push(Uint32Array.from(new Set(words.map(word => place(word).at))));
      }
      return lists.length < rows.length;
    }

    /* How well each known word matches a typed one: 0 not, 1 with other marks, 2 with every mark typed, 3 just so. */
    function levels(typed) {
      const found = new Uint8Array(tokens.size);
      for (const { at, words } of tokens.values()) {
        for (const word of words) if (word.key.startsWith(typed.key)) found[at] = Math.max(found[at], 1 + Math.min(2, Folding.level(typed, word, true)));
      }
      return found;
    }

    function find(typed) {
      const wanted = Folding.words(typed);
      if (!wanted.length) return null;
      prepare(rows.length);
      const all = wanted.map(levels);
      const quality = lists.map(list => Math.min(...all.map(found => list.reduce((best, at) => Math.max(best, found[at]), 0))));
      /* Marks that were typed count: «đoàn» leaves «doãn» out, unless nothing better is there. */
      const least = quality.some(level => level > 1) ? 2 : 1;
      return quality.map(level => level >= least);
    }

    return { find, prepare };
  }

  // --- choices and order -----------------------------------------------------------------------------------------------

  function choose(model, state, found) {
    const counts = model.facets.map(facet => new Uint32Array(facet.choices.length)), shown = [], active = [];
    state.chosen.forEach((places, at) => places.size && active.push(at));
    for (const one of model.rows) {
      if (found && !found[one.at]) continue;
      const missed = active.filter(at => !one.facets[at].some(place => state.chosen[at].has(place)));
      if (!missed.length) {
        shown.push(one);
        one.facets.forEach((places, at) => places.forEach(place => counts[at][place]++));
      } else if (missed.length === 1) one.facets[missed[0]].forEach(place => counts[missed[0]][place]++);
    }
    return { shown: state.sort ? sorted(shown, state.sort) : shown, counts };
  }

  function rank(one, column) {
    one.ranks ||= one.row.dataset.k.split(",").map(text => text === "" ? -1 : Number(text));
    return one.ranks[column];
  }

  /* Cells with nothing in them stay last either way; equal ones keep the official order. */
  function sorted(rows, { column, down }) {
    const compare = (a, b) => {
      const one = rank(a, column), other = rank(b, column);
      if (one < 0 || other < 0) return (one < 0) - (other < 0);
      return down ? other - one : one - other;
    };
    return rows.slice().sort((a, b) => compare(a, b) || a.at - b.at);
  }

  // --- address -----------------------------------------------------------------------------------------------------------

  function fromAddress(model, parameters) {
    const state = empty(model), prefix = model.name + ".";
    const sound = [...parameters].filter(([key]) => key.startsWith(prefix)).every(([key, value]) => accept(model, state, key.slice(prefix.length), value));
    return { state: sound ? state : empty(model), broken: !sound };
  }

  function accept(model, state, key, value) {
    if (key === "loc") {
      state.text = value;
      return value.length <= LONGEST && !/[<>\u0000-\u001f]/.test(value);
    }
    if (key === "trang") {
      state.page = Number(value);
      return /^[1-9]\d{0,5}$/.test(value);
    }
    if (key === "xep") {
      const down = value.startsWith("-"), column = model.columns.findIndex(one => one.key === value.slice(down));
      state.sort = { column, down };
      return column >= 0;
    }
    const facet = model.facets.findIndex(one => one.key === key), place = facet < 0 ? -1 : model.facets[facet].choices.findIndex(one => one.key === value);
    if (place >= 0) state.chosen[facet].add(place);
    return place >= 0;
  }

  function toAddress(model, state, parameters) {
    const prefix = model.name + ".", made = new URLSearchParams([...parameters].filter(([key]) => !key.startsWith(prefix)));
    if (state.text) made.append(prefix + "loc", state.text);
    model.facets.forEach((facet, at) => facet.choices.forEach((choice, place) => state.chosen[at].has(place) && made.append(prefix + facet.key, choice.key)));
    if (state.sort) made.append(prefix + "xep", (state.sort.down ? "-" : "") + model.columns[state.sort.column].key);
    if (state.page > 1) made.append(prefix + "trang", state.page);
    return made;
  }

  /* The filter as a sentence, for print and files. */
  function inWords(model, state) {
    const parts = model.facets.flatMap((facet, at) => {
      const labels = facet.choices.filter((_, place) => state.chosen[at].has(place)).map(choice => choice.label);
      return labels.length ? [`${facet.head}: ${labels.join(", ")}`] : [];
    });
    if (state.text) parts.push(`có chữ «${state.text}»`);
    const order = state.sort ? `; xếp theo ${model.columns[state.sort.column].label} ${state.sort.down ? "giảm dần" : "tăng dần"}` : "";
    return (parts.join("; ") || "không") + order;
  }

  return { read, empty, isEmpty, finder, choose, fromAddress, toAddress, inWords };
})();
