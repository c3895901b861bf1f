/* What rows of a table are shown, in which order: no element is changed here.

     TableRows.read(text)              {table, name, columns, facets, rows}, from what the build wrote (macros/views/table_data.py);
                                       what a row holds is made when it is first asked for
     TableRows.finder(rows)            (typed) => the rows found, or null for all; words are compared by window.Folding
     TableRows.choose(model, state, found)
                                       {shown, counts}: counts(facet) of its choices, as the other facets' leave them
     TableRows.fromAddress(model, parameters)
                                       {state, broken}: an address made by hand, or outlived by the data, shows all rows
     TableRows.toAddress(model, state, parameters)
                                       the parameters with this table's put in; other tables' stay

   A state is {text, chosen: [Set of places, one a facet], sort: {column, down} or null, page from 1}. */
window.TableRows = (() => {
  "use strict";
  const LONGEST = 200;

  const whole = document.createElement("template");
  function element(text) {
    whole.innerHTML = text;
    return whole.content.firstElementChild;
  }

  /* A row of the table as the build left it: text, which is next to nothing beside what elements cost. */
  class Line {
    constructor(text) { this.text = text; }
    get row() {
      if (!this.element) this.element = element("<tr " + this.text);
      return this.element;
    }
  }

  const ROW = /^(?:id="([^"]*)" )?data-k="([^"]*)" data-f="([^"]*)">/, numbers = (text, between) => text ? text.split(between).map(Number) : [];

  class Row extends Line {
    constructor(text, heading, at) {
      super(text);
      Object.assign(this, { heading, at });
    }
    get group() { return this.heading && this.heading.row; }
    get id() { return this.told.id; }
    get facets() { return this.told.facets; }
    rank(column) { return this.told.ranks[column]; }
    get told() {
      if (!this.known) {
        const [, id, ranks, facets] = ROW.exec(this.text);
        this.known = { id: id || "", ranks: ranks.split(",").map(text => text === "" ? -1 : Number(text)), facets: facets.split("|").map(places => numbers(places, " ")) };
      }
      return this.known;
    }
  }

  function read(text) {
    const [start, ...lines] = text.split("<tr "), table = element(start);
    for (const body of [...table.tBodies]) body.remove();
    const facets = JSON.parse(table.dataset.facets).map(([key, head, choices]) => ({ key, head, choices: choices.map(([key, label]) => ({ key, label })) }));
    const columns = Array.from(table.tHead.rows[0].cells, head => ({ key: head.dataset.key, label: head.textContent, head, hidden: head.hidden }));
    const rows = [];
    let heading = null;
    for (const line of lines) {
      if (line.startsWith('class="group-row"')) heading = new Line(line);
      else rows.push(new Row(line, heading, rows.length));
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
    const active = [...state.chosen.keys()].filter(at => state.chosen[at].size), rows = found ? model.rows.filter(one => found[one.at]) : model.rows;
    const kept = facets => facets.length ? rows.filter(one => facets.every(at => one.facets[at].some(place => state.chosen[at].has(place)))) : rows;
    const counts = facet => {
      const counted = new Uint32Array(model.facets[facet].choices.length);
      kept(active.filter(at => at !== facet)).forEach(one => one.facets[facet].forEach(place => counted[place]++));
      return counted;
    };
    const shown = kept(active);
    return { shown: state.sort ? sorted(shown, state.sort) : shown, counts };
  }

  /* Cells with nothing in them stay last either way; equal ones keep the official order. */
  function sorted(rows, { column, down }) {
    const compare = (a, b) => {
      const one = a.rank(column), other = b.rank(column);
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
