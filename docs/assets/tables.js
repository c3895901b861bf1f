/* Long tables become tools: filter, facets, sort, columns, link, files, print. Without this script they stay whole.

   What a row is worth in each order and facet was written by the build; TableRows decides what is shown, TableFiles makes
   files, this script builds the controls and moves the rows. Only one page of rows is in the document at a time: a browser
   lays out ten thousand rows in seconds, a hundred in a blink. On a first look even less, until the tools stand and answer:
   the rows of one screen, and none of what lies below it (macros/long_tables.py, table-first.js). */
(() => {
  "use strict";
  const PAGE = 100, SCREEN = 20, LONG = 260;
  const root = document.documentElement.classList, LATER = ".first-look .md-content__inner > :nth-child(n+10):not(.looked)";
  const NOTE = "Điều kiện lọc trong địa chỉ không dùng được, nên bảng hiện đủ các dòng.";

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children);
    return made;
  }
  const button = (words, act, attributes) => make("button", { type: "button", onclick: act, ...attributes }, words);
  const day = iso => iso.split("-").reverse().join("/");
  /* A slow machine takes tens of milliseconds to make ready its own way to write Vietnamese numbers and dates. */
  const number = count => String(count).replace(/\B(?=(\d{3})+$)/g, "."), two = count => String(count).padStart(2, "0");
  const today = (now = new Date()) => `${two(now.getDate())}/${two(now.getMonth() + 1)}/${now.getFullYear()}`;

  // --- kept on the device ----------------------------------------------------------------------------------------------

  const kept = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private windows may refuse */ } },
  };

  // --- long text ---------------------------------------------------------------------------------------------------------

  /* Only rows that are shown are looked at, each once; print shows all of it. */
  function foldLongText(row) {
    if (row.dataset.folded) return;
    row.dataset.folded = "1";
    for (const cell of row.cells) {
      if (3 * cell.textContent.length < LONG || TableFiles.text(cell).length < LONG) continue;  /* at most two letters more for each */
      const inside = make("div", { class: "clip" });
      inside.append(...cell.childNodes);
      const more = button("xem thêm", () => {
        more.setAttribute("aria-expanded", inside.classList.toggle("clip--open"));
        more.textContent = inside.classList.contains("clip--open") ? "thu gọn" : "xem thêm";
      }, { class: "more", "aria-expanded": "false" });
      cell.append(inside, more);
    }
  }

  function addRowLink(row) {
    const cell = row.id && row.querySelector("th[scope=row]");
    if (cell && !cell.querySelector(".row-link")) cell.prepend(make("a", { class: "row-link", href: "#" + row.id, "aria-label": `Liên kết đến dòng ${row.id}` }, "#"));
  }

  // --- one table -----------------------------------------------------------------------------------------------------------

  class Table {
    /* `place` holds the table as text; where another builder than ours made the page (macros/plain_pages.py) it is the table. */
    constructor(place, atOnce) {
      this.model = TableRows.read(place.localName === "table" ? place.outerHTML : place.textContent);
      this.state = TableRows.empty(this.model);
      this.finder = TableRows.finder(this.model.rows);
      this.table = this.model.table;
      this.kind = "bang.cot." + (this.table.classList[1] || this.model.name);
      this.visible = this.model.columns.map(column => !column.hidden);
      const chosen = kept.get(this.kind);
      this.model.columns.forEach((column, at) => { if (typeof chosen[column.key] === "boolean") this.visible[at] = chosen[column.key]; });
      this.wrap = place.parentElement;
      this.wrap.classList.add("table-wrap--tools");
      this.wrap.addEventListener("contentvisibilityautostatechange", event => event.skipped || this.measure(true));
      this.fills = [];
      this.buildHeads();
      this.buildTools();
      this.read(atOnce);
      place.replaceWith(this.table);
    }

    // --- controls

    buildHeads() {
      this.model.columns.forEach((column, at) => {
        column.head.replaceChildren(button(column.label, () => this.sort(at), { class: "sort" }));
      });
    }

    buildTools() {
      const { model } = this, name = this.table.caption.textContent;
      this.box = make("input", { type: "search", "aria-label": "Lọc trong bảng", placeholder: "Lọc trong bảng…", autocomplete: "off", oninput: () => this.type(), onchange: () => { this.typing = false; } });
      this.facets = model.facets.map((facet, at) => this.facet(facet, at));
      this.clear = button("Xóa bộ lọc", () => this.change(TableRows.empty(model), this.box), { class: "clear" });
      this.order = make("select", { class: "order", "aria-label": "Sắp xếp", onchange: () => this.change({ ...this.state, page: 1, sort: this.orders[this.order.selectedIndex] }) });
      this.orders = [null, ...model.columns.flatMap((_, column) => [{ column, down: false }, { column, down: true }])];
      this.order.append(...this.orders.map(sort => make("option", {}, sort ? `${model.columns[sort.column].label} ${sort.down ? "↓" : "↑"}` : "Xếp theo danh mục")));
      this.count = make("output", { class: "count", role: "status", "aria-live": "polite" });
      this.said = make("span", { class: "said", role: "status", "aria-live": "polite" });
      this.note = make("p", { class: "table-note", role: "status", hidden: true });
      this.tools = make("div", { class: "table-tools", role: "group", "aria-label": `Lọc, tải, in: ${name}` },
        make("div", { class: "tools-line" }, this.box, this.facetsButton(), make("span", { class: "facets" }, ...this.facets.map(one => one.details)), this.order, this.clear),
        make("div", { class: "tools-line tools-line--quiet" }, this.count, this.columnChooser(),
          button("Tải Excel", () => this.save("xlsx")), button("Tải CSV", () => this.save("csv")), button("In", () => this.print()), button("Chép liên kết", () => this.copy()), this.said),
        this.note);
      this.printed = make("p", { class: "print-filter" });
      this.wrap.before(this.tools, this.printed);
      this.nothing = make("p", { class: "empty", hidden: true }, "Không có dòng nào hợp với bộ lọc. ", button("Xóa bộ lọc", () => this.change(TableRows.empty(model), this.box), { class: "clear" }));
      this.pager = make("nav", { class: "table-pager", "aria-label": `Trang của bảng: ${name}`, hidden: true });
      this.wrap.after(this.nothing, this.pager);
    }

    /* On a phone the facets wait behind one button. */
    facetsButton() {
      const made = button("Chọn theo ▾", () => made.setAttribute("aria-expanded", this.tools.classList.toggle("table-tools--open")), { class: "facets-button", "aria-expanded": "false", hidden: !this.facets.length });
      return made;
    }

    /* What it offers is built when it opens, or before that when the page is idle. */
    menu(label, css, items) {
      const choices = make("div", { class: "choices" }), fill = () => choices.firstChild || choices.append(...items());
      const summary = make("summary", { onclick: fill }, label), details = make("details", { class: css }, summary, choices);
      details.addEventListener("toggle", () => details.open && closeOthers(details));
      this.fills.push(fill);
      return { details, summary, fill };
    }

    facet(facet, at) {
      const boxes = () => facet.choices.map((choice, place) => {
        choice.count = make("span", { class: "number" });
        choice.box = make("input", { type: "checkbox", onchange: () => this.pick(at, place) });
        return make("label", {}, choice.box, make("span", {}, choice.label), choice.count);
      });
      const made = this.menu(facet.head, "facet", boxes);
      made.details.addEventListener("toggle", () => this.showCounts());
      return made;
    }

    columnChooser() {
      const boxes = () => this.model.columns.map((column, at) => {
        const always = !column.hidden && column.head.nextElementSibling && at === this.model.rows[0]?.row.querySelector("th[scope=row]")?.cellIndex;
        const box = make("input", { type: "checkbox", disabled: always, onchange: () => this.showColumn(at, box.checked) });
        box.checked = this.visible[at];
        return make("label", {}, box, make("span", {}, column.label));
      });
      return this.menu("Cột", "facet facet--columns", boxes).details;
    }

    // --- what the reader does

    type() {
      const first = !this.typing;
      this.typing = true;
      this.state = { ...this.state, text: this.box.value, page: 1 };
      this.show(SCREEN);
      this.rest = setTimeout(() => this.showWhole(), 200);
      this.write(first);
    }

    pick(facet, place) {
      const chosen = this.state.chosen.map(places => new Set(places));
      chosen[facet].delete(place) || chosen[facet].add(place);
      this.change({ ...this.state, chosen, page: 1 });
    }

    sort(column) {
      const now = this.state.sort, same = now && now.column === column;
      this.change({ ...this.state, page: 1, sort: !same ? { column, down: false } : now.down ? null : { column, down: true } });
    }

    change(state, focus) {
      this.state = state;
      this.typing = false;
      this.show();
      this.write(true);
      focus?.focus();
    }

    turn(by) {
      this.change({ ...this.state, page: this.state.page + by });
      this.tools.scrollIntoView({ block: "start" });
    }

    showColumn(at, on) {
      this.visible[at] = on;
      kept.set(this.kind, { ...kept.get(this.kind), [this.model.columns[at].key]: on });
      this.show();
    }

    // --- address

    read(atOnce) {
      const { state, broken } = TableRows.fromAddress(this.model, new URLSearchParams(location.search));
      this.state = state;
      this.note.hidden = !broken;
      this.note.textContent = broken ? NOTE : "";
      this.show(atOnce);
    }

    write(isNew) {
      this.note.hidden = true;
      clearTimeout(this.writing);
      /* Browsers refuse hundreds of changes in a few seconds: while typing, the address follows a moment later. */
      if (isNew) this.put("pushState");
      else this.writing = setTimeout(() => this.put("replaceState"), 150);
    }

    put(how) {
      try { history[how](null, "", this.address(location.hash)); } catch { /* a page opened as a file may not change its address */ }
    }

    address(hash = "") {
      const query = TableRows.toAddress(this.model, this.state, new URLSearchParams(location.search)).toString();
      return location.href.replace(/[?#].*$/, "") + (query ? "?" + query : "") + hash;
    }

    // --- what is shown

    /* While a reader types, what fits no screen follows when the keys rest. */
    show(atOnce = PAGE) {
      if (this.found?.text !== this.state.text) this.found = { text: this.state.text, rows: this.state.text ? this.finder.find(this.state.text) : null };
      const { shown, counts } = TableRows.choose(this.model, this.state, this.found.rows);
      this.shown = shown;
      this.counts = counts;
      this.state.page = Math.min(this.state.page, Math.max(1, Math.ceil(shown.length / PAGE)));
      const first = (this.state.page - 1) * PAGE;
      this.whole = shown.slice(first, first + PAGE);
      this.isWhole = this.whole.length <= atOnce;
      this.showRows(this.whole.slice(0, atOnce));
      this.showState();
      this.showCounts();
    }

    showWhole() {
      if (!this.isWhole) this.showRows(this.whole);
      this.isWhole = true;
    }

    showRows(rows) {
      clearTimeout(this.rest);
      const bodies = [], width = this.visible.filter(Boolean).length;
      let group = null;
      for (const one of rows) {
        foldLongText(one.row);
        addRowLink(one.row);
        this.visible.forEach((on, at) => { if (one.row.cells[at].hidden === on) one.row.cells[at].hidden = !on; });
        const heading = this.state.sort ? null : one.group;
        if (!bodies.length || heading !== group) bodies.push(heading ? [heading] : []);
        bodies.at(-1).push(one.row);
        if (heading) heading.cells[0].colSpan = width;
        group = heading;
      }
      this.model.columns.forEach((column, at) => { column.head.hidden = !this.visible[at]; });
      const made = bodies.map(list => make("tbody", {}, ...list));
      for (const body of [...this.table.tBodies]) body.remove();
      this.table.append(...made);
      if (this.table.isConnected) this.measure();
    }

    showState() {
      const { model, state, shown } = this, all = model.rows.length, pages = Math.ceil(shown.length / PAGE);
      if (this.box.value !== state.text) this.box.value = state.text;
      this.count.textContent = shown.length === all ? `${number(all)} dòng` : `${number(shown.length)}/${number(all)} dòng`;
      this.clear.hidden = TableRows.isEmpty({ ...state, sort: null });
      this.nothing.hidden = shown.length > 0;
      this.wrap.hidden = !shown.length;
      this.order.selectedIndex = state.sort ? 1 + 2 * state.sort.column + state.sort.down : 0;
      model.columns.forEach((column, at) => {
        if (state.sort?.column === at) column.head.setAttribute("aria-sort", state.sort.down ? "descending" : "ascending");
        else column.head.removeAttribute("aria-sort");
      });
      this.pager.hidden = pages < 2;
      this.pager.replaceChildren(button("Trước", () => this.turn(-1), { disabled: state.page <= 1 }), ` Trang ${state.page}/${pages} `, button("Sau", () => this.turn(1), { disabled: state.page >= pages }));
      this.printed.textContent = this.notes().slice(1).map(note => note.replace(/\.$/, "")).join(". ") + `. In ngày ${today()}.`;
    }

    showCounts() {
      this.facets.forEach(({ details, summary, fill }, at) => {
        const facet = this.model.facets[at], chosen = this.state.chosen[at];
        summary.textContent = !chosen.size ? facet.head : chosen.size === 1 ? `${facet.head}: ${facet.choices[[...chosen][0]].label}` : `${facet.head}: ${chosen.size}`;
        details.classList.toggle("facet--chosen", chosen.size > 0);
        if (!details.open) return;
        fill();
        const counts = this.counts(at);
        facet.choices.forEach((choice, place) => {
          choice.box.checked = chosen.has(place);
          choice.count.textContent = number(counts[place]);
          choice.box.parentElement.classList.toggle("none", !counts[place]);
        });
      });
    }

    /* A table that fits lets its head stick to the window; a wider one scrolls inside its own frame. */
    measure(seen = !this.wrap.matches(LATER)) {
      if (!seen) return;
      const inside = this.table.offsetWidth > this.wrap.clientWidth + 1, first = this.table.rows[1]?.cells[0] || this.table.rows[0].cells[0];
      this.wrap.classList.toggle("table-wrap--scrolls", inside);
      this.wrap.style.setProperty("--first-column", `${this.table.tHead.rows[0].cells[0].offsetWidth || first.offsetWidth}px`);
    }

    goTo(id) {
      const one = this.model.rows.find(row => row.id === id);
      if (!one) return;
      if (!this.shown.includes(one)) this.state = TableRows.empty(this.model), this.show();
      const page = 1 + Math.floor(this.shown.indexOf(one) / PAGE);
      if (page !== this.state.page) this.state = { ...this.state, page }, this.show();
      this.showWhole();
      document.querySelectorAll("tr.is-target").forEach(row => row.classList.remove("is-target"));
      one.row.classList.add("is-target");
      one.row.scrollIntoView({ block: "center" });
    }

    // --- taken away

    notes() {
      const asOf = this.table.dataset.asOf || document.querySelector("meta[name=as-of]")?.content, { model, state, shown } = this;
      const demo = document.querySelector("meta[name=demo]")?.content;
      return [this.table.caption.textContent, `Bộ lọc: ${TableRows.inWords(model, state)}; ${shown.length === model.rows.length ? "" : shown.length + "/"}${model.rows.length} dòng`,
        ...(asOf ? [`Số liệu xét đến ngày ${day(asOf)}`] : []), `Địa chỉ: ${this.address()}`, ...(demo ? [demo] : [])];
    }

    async save(kind) {
      const sheet = { ...TableFiles.sheet(this.table, this.model.columns.map(column => column.label), this.shown), notes: this.notes() };
      const blob = await TableFiles[kind](sheet), name = Folding.fold(sheet.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
      const link = make("a", { href: URL.createObjectURL(blob), download: `${name}.${kind}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    }

    async copy() {
      let copied = true;
      try { await navigator.clipboard.writeText(this.address()); } catch { copied = this.copyBySelection(); }
      this.said.textContent = copied ? "Đã chép." : "Không chép được; chép ở thanh địa chỉ.";
    }

    /* Pages served without https have no clipboard of their own. */
    copyBySelection() {
      const field = make("textarea", { class: "off-screen" });
      field.value = this.address();
      this.tools.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      return copied;
    }

    print() {
      const alone = [];
      for (let part = this.wrap; part !== document.body; part = part.parentElement) {
        for (const other of part.parentElement.children) if (other !== part && other !== this.printed && !other.classList.contains("print-notes")) alone.push(other);
      }
      const cited = new Set(this.shown.flatMap(({ row }) => Array.from(row.querySelectorAll("[data-ref]"), mark => mark.dataset.ref.match(/(?:^|; )\d+/g))).flat().map(one => one.replace("; ", "")));
      alone.push(...Array.from(document.querySelectorAll(".print-notes li")).filter(note => !cited.has(String(note.value))));
      alone.forEach(part => part.classList.add("not-printed"));
      const wide = this.wrap.classList.contains("table-wrap--wide");
      root.toggle("prints-wide", wide);
      addEventListener("afterprint", () => {
        root.remove("prints-wide");
        alone.forEach(part => part.classList.remove("not-printed"));
      }, { once: true });
      print();
    }
  }

  // --- the page ----------------------------------------------------------------------------------------------------------

  const closeOthers = kept => document.querySelectorAll(".table-tools details[open]").forEach(details => { if (details !== kept) details.open = false; });

  /* Jobs that no reader waits for, one after the other while the page is idle; a job that returns true goes on. */
  function whenIdle(jobs) {
    const later = window.requestIdleCallback || (act => setTimeout(act, 50));
    const next = () => {
      if (!jobs[0]()) jobs.shift();
      if (jobs.length) later(next);
    };
    requestAnimationFrame(() => later(next));
  }

  /* What was left for later is laid out a little at a time, from the top. */
  function layOut(tables) {
    const blocks = Array.from(document.querySelectorAll(LATER)).slice(0, 3);
    blocks.forEach(block => block.classList.add("looked"));
    tables.filter(table => blocks.includes(table.wrap)).forEach(table => table.measure());
    if (!blocks.length) {
      root.remove("first-look");
      document.querySelectorAll(".looked").forEach(block => block.classList.remove("looked"));
    }
    return blocks.length > 0;
  }

  function start() {
    const tables = Array.from(document.querySelectorAll(".table-wrap > noscript, .table-wrap > table[data-facets]"), place => new Table(place, root.contains("first-look") ? SCREEN : PAGE));
    if (!tables.length) return;
    tables.forEach(table => table.measure());
    const names = tables.map(table => table.model.name + "."), strange = [...new URLSearchParams(location.search).keys()].some(key => /^[\w-]+\./.test(key) && !names.some(name => key.startsWith(name)));
    if (strange) tables[0].note.hidden = false, tables[0].note.textContent = NOTE;
    const goTo = () => tables.forEach(table => table.goTo(decodeURIComponent(location.hash.slice(1))));
    addEventListener("popstate", () => tables.forEach(table => table.read(PAGE)));
    addEventListener("hashchange", goTo);
    addEventListener("resize", () => tables.forEach(table => table.measure()));
    addEventListener("beforeprint", () => tables.forEach(table => table.showRows(table.shown)));
    addEventListener("afterprint", () => tables.forEach(table => table.show()));
    document.addEventListener("click", event => closeOthers(event.target.closest?.(".table-tools details")));
    document.addEventListener("keydown", event => {
      const open = event.key === "Escape" && document.querySelector(".table-tools details[open]");
      if (open) open.open = false, open.querySelector("summary").focus();
    });
    if (location.hash) goTo();
    whenIdle([...tables.map(table => () => table.showWhole()), () => layOut(tables), ...tables.flatMap(table => table.fills), ...tables.map(table => () => table.finder.prepare(300))]);
  }

  start();
})();
