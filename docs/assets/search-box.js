/* The search boxes (header, home page) and the look-up page. Text of the record and of the reader is only ever set as text. */
(() => {
  "use strict";
  const PER_PAGE = 20, IN_BOX = 8, PER_KIND = 3;
  const header = document.querySelector("form[data-search]");
  if (!header) return;  // in a site that another program built from the plain pages, with a search of its own
  const home = header.action.replace(/[?#].*$/, "");
  /* A slow machine takes tens of milliseconds to make Intl ready: nothing of it is asked for before a reader searches. */
  const say = count => String(count).replace(/\B(?=(\d{3})+$)/g, ".");

  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter(child => child != null));
    return made;
  }

  const marked = (text, slots, length) => Search.pieces(text, slots, length).map(piece => piece.hit ? make("mark", {}, piece.text) : piece.text);
  const address = query => `${home}?${new URLSearchParams(Object.entries(query).filter(([, value]) => value))}`.replace(/\?$/, "");

  /* A result: title, then kind, year, unit and state, then the line with the hits. */
  function result(row, slots, attributes, length) {
    const why = Search.pieces(row.areas, slots).some(piece => piece.hit) ? row.areas : "";
    const facts = [row.kind[1], row.year, row.units, row.states, why].filter(Boolean).map(fact => make("span", {}, ...marked(String(fact), slots)));
    return make("a", { class: "search-result", href: row.href, "data-result": row.id, ...attributes },
      make("span", { class: "search-title" }, ...marked(row.title, slots)),
      make("span", { class: "search-facts" }, ...facts),
      row.text ? make("span", { class: "search-text" }, ...marked(row.text, slots, length)) : null);
  }

  function outcomeText({ docs, instead, lost, short }, typed, total = docs.length) {
    const parts = lost ? ["Một phần chỉ mục không tải được; kết quả có thể thiếu."] : [];
    if (short) parts.push("Gõ thêm chữ để tìm.");
    else if (instead) parts.push(`Không thấy «${typed}», có phải «${instead}»? ${say(total)} kết quả.`);
    else if (total || !typed) parts.push(`${say(total)} kết quả.`);
    else parts.push(docs.length ? `Không có kết quả nào với «${typed}» và các lựa chọn này.` : `Không thấy «${typed}».`);
    return parts.join(" ");
  }
  const FAILED = "Không tải được chỉ mục tra cứu. Tải lại trang, hoặc mở các danh mục ở trang Tra cứu.";
  const LOST_ROWS = "Một số kết quả không tải được.";

  function countBy(docs, keyOf) {
    const counts = new Map();
    for (const doc of docs) counts.set(keyOf(doc), (counts.get(keyOf(doc)) || 0) + 1);
    return counts;
  }

  // --- a box with its list -----------------------------------------------------------------------------------------------

  class Box {
    constructor(form, number) {
      this.form = form;
      this.input = form.elements.q;
      this.turn = 0;
      this.active = -1;
      this.list = make("div", { role: "listbox", id: `search-list-${number}`, "aria-label": "Kết quả tra cứu", onpointerdown: event => event.preventDefault() });
      this.note = make("p", { class: "search-note", "aria-hidden": "true" });
      this.panel = make("div", { class: "search-panel", hidden: true }, this.note, this.list);
      this.status = make("p", { class: "search-status", role: "status" });
      form.append(this.panel, this.status);
      const roles = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
      for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
      this.input.addEventListener("focus", () => Search.start().catch(() => {}));
      this.input.addEventListener("input", () => this.soon());
      this.input.addEventListener("keydown", event => this.key(event));
      form.addEventListener("focusout", event => form.contains(event.relatedTarget) || this.close());
      this.input.addEventListener("focus", () => this.input.value && this.soon());
    }

    /* One answer at a time: what is typed meanwhile is answered next, as it then stands. */
    async soon() {
      this.again = true;
      if (this.busy) return;
      this.busy = true;
      while (this.again) {
        this.again = false;
        await this.answer();
      }
      this.busy = false;
    }

    async answer() {
      const turn = ++this.turn, typed = this.input.value.trim();
      if (!typed) return this.close();
      try {
        const outcome = await Search.find(typed), groups = await this.groups(outcome);
        if (turn === this.turn) this.show(outcome, groups, typed);
      } catch {
        if (turn === this.turn) this.show(null, [], typed);
      }
    }

    /* The best eight; more than that, the best three of each of the four best kinds, with how many there are. */
    async groups({ docs }) {
      const { kinds, kindOf } = await Search.start();
      if (docs.length <= IN_BOX) return [{ rows: await Search.rows(docs) }];
      const counts = countBy(docs, doc => kindOf[doc]), chosen = new Map();
      for (const doc of docs) {
        const kind = kindOf[doc];
        if (!chosen.has(kind) && chosen.size === Math.min(4, counts.size)) { if ([...chosen].every(([one, list]) => list.length >= Math.min(PER_KIND, counts.get(one)))) break; else continue; }
        const list = chosen.get(kind) || [];
        chosen.set(kind, list);
        if (list.length < (counts.size > 1 ? PER_KIND : IN_BOX)) list.push(doc);
      }
      return Promise.all([...chosen].map(async ([kind, list]) => ({ name: kinds[kind][1], count: counts.get(kind), rows: await Search.rows(list) })));
    }

    show(outcome, groups, typed) {
      let number = 0;
      const option = attributes => ({ role: "option", tabindex: "-1", id: `${this.list.id}-${number++}`, "aria-selected": "false", ...attributes });
      const link = (text, href) => make("a", option({ class: "search-more", href }), text);
      const lost = groups.some(group => group.rows.includes(null));
      const parts = groups.map(({ name, count, rows }) => {
        const options = rows.filter(Boolean).map(row => result(row, outcome.slots, option(), 110));
        if (!name) return options;
        const head = make("div", { class: "search-kind", role: "presentation" }, make("span", {}, name), make("span", {}, say(count)));
        return [make("div", { role: "group", "aria-label": `${name}: ${say(count)}` }, head, ...options)];
      });
      const shown = groups.reduce((sum, { rows }) => sum + rows.filter(Boolean).length, 0);
      const more = outcome && outcome.docs.length > shown ? [link(`Xem cả ${say(outcome.docs.length)} kết quả`, address({ q: outcome.instead || typed }))] : [];
      const near = outcome ? outcome.near.map(word => link(`Tìm «${word}»`, address({ q: word }))) : [];
      const registers = outcome && outcome.docs.length ? [] : [link("Mở các danh mục", `${home}#danh-muc`)];
      this.list.replaceChildren(...parts.flat(), ...near, ...more, ...registers);
      const text = outcome ? [outcomeText(outcome, typed), lost ? LOST_ROWS : ""].join(" ").trim() : FAILED;
      this.status.textContent = this.note.textContent = text;
      this.active = -1;
      this.input.removeAttribute("aria-activedescendant");
      this.open(true);
    }

    open(yes) {
      this.panel.hidden = !yes;
      this.input.setAttribute("aria-expanded", String(yes));
    }

    close() {
      this.turn++;
      this.again = false;
      this.status.textContent = "";
      this.input.removeAttribute("aria-activedescendant");
      this.open(false);
    }

    key(event) {
      const options = [...this.list.querySelectorAll("[role=option]")], step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.isComposing) return;
      if (step && !this.panel.hidden) {
        event.preventDefault();
        const count = options.length + 1;
        this.move(options, ((this.active + 1 + step + count) % count) - 1);
      } else if (step) this.soon();
      else if (event.key === "Enter" && this.active >= 0 && !this.panel.hidden) {
        event.preventDefault();
        options[this.active].click();
        this.close();
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (this.panel.hidden) this.input.value = "", this.input.blur();
        else this.close();
      }
    }

    move(options, to) {
      options[this.active]?.setAttribute("aria-selected", "false");
      this.active = to;
      if (to < 0) return this.input.removeAttribute("aria-activedescendant");
      options[to].setAttribute("aria-selected", "true");
      options[to].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[to].id);
    }
  }

  // --- the look-up page --------------------------------------------------------------------------------------------------

  const FACETS = [["loai", "Loại"], ["nam", "Năm"], ["donvi", "Đơn vị"], ["trangthai", "Trạng thái"], ["linhvuc", "Lĩnh vực công tác"]];
  const COLUMNS = { donvi: "units", trangthai: "states", linhvuc: "areas" };

  class LookUp {
    constructor(place) {
      this.turn = 0;
      this.input = make("input", { type: "search", name: "q", "aria-label": "Tra cứu", placeholder: "Nhiệm vụ, văn bản, người, đơn vị…", autocomplete: "off", maxlength: "2000", oninput: () => this.go({ q: this.input.value.trim(), trang: "" }, true) });
      this.form = make("form", { class: "lookup-form", role: "search", action: home, onsubmit: event => { event.preventDefault(); this.go({ q: this.input.value.trim(), trang: "" }); } },
        this.input, make("button", { type: "submit" }, "Tìm"));
      this.filters = make("div", { class: "lookup-filters", hidden: true });
      this.status = make("p", { class: "lookup-status", role: "status" });
      this.list = make("ol", { class: "lookup-results" });
      this.pages = make("nav", { class: "lookup-pages", "aria-label": "Các trang kết quả", hidden: true });
      place.replaceChildren(this.form, this.filters, this.status, this.list, this.pages);
      addEventListener("popstate", () => this.read());
      this.read();
    }

    read() {
      clearTimeout(this.timer);
      this.state = Object.fromEntries(new URLSearchParams(location.search));
      this.input.value = this.state.q || "";
      this.answer();
    }

    /* Typing is answered at once and written into the address when it pauses: browsers allow few changes a second. */
    go(changes, typing = false) {
      this.state = { ...this.state, ...changes };
      clearTimeout(this.timer);
      if (typing) this.timer = setTimeout(() => this.write("replaceState"), 250);
      else if (this.write("pushState")) return;
      this.answer();
    }

    /* A page opened as a file may not change its address: a choice made there loads the page anew. */
    write(how) {
      const next = address(this.state);
      try {
        if (next !== location.href.replace(/#.*$/, "")) history[how](null, "", next);
      } catch {
        return how === "pushState" && !location.assign(next);
      }
    }

    async answer() {
      const turn = ++this.turn, state = this.state;
      const asked = Boolean(state.q) || FACETS.some(([name]) => state[name]);
      this.list.setAttribute("aria-busy", "true");
      if (!asked) return this.empty();
      try {
        const made = await this.results(state);
        if (turn === this.turn) this.show(state, made);
      } catch {
        if (turn === this.turn) this.empty(FAILED);
      }
    }

    empty(text = "") {
      this.list.removeAttribute("aria-busy");
      this.status.textContent = text;
      this.list.replaceChildren();
      this.filters.hidden = this.pages.hidden = true;
    }

    async results(state) {
      const outcome = await Search.find(state.q || ""), index = await Search.start();
      const columns = await Search.columns().catch(() => { outcome.lost = true; return {}; });
      const facets = FACETS.map(([name, label]) => facet(name, label, state[name], index, columns[COLUMNS[name]]));
      const docs = filter(outcome.docs, facets);
      const ordered = state.xep === "moi" || !state.q ? await newestFirst(docs) : docs;
      const last = Math.max(1, Math.ceil(ordered.length / PER_PAGE)), page = Math.min(last, Math.max(1, parseInt(state.trang, 10) || 1));
      return { outcome, facets, total: ordered.length, page, last, rows: await Search.rows(ordered.slice((page - 1) * PER_PAGE, page * PER_PAGE)) };
    }

    show(state, { outcome, facets, total, page, last, rows }) {
      this.list.removeAttribute("aria-busy");
      this.list.replaceChildren(...rows.filter(Boolean).map(row => make("li", {}, result(row, outcome.slots, {}, 230))));
      const lost = rows.includes(null) ? ` ${LOST_ROWS}` : "";
      this.status.textContent = outcomeText(outcome, state.q || "", total) + lost;
      if (outcome.near.length) this.status.append(" Từ gần giống: ", ...outcome.near.flatMap((word, place) => [place ? ", " : "", this.link(word, { q: word })]), ".");
      if (!total) this.status.append(" ", make("a", { href: "#danh-muc" }, "Mở các danh mục"), ".");
      this.showFilters(state, facets);
      this.pages.hidden = last < 2;
      this.pages.replaceChildren(...[
        page > 1 ? this.link("Trang trước", { trang: page > 2 ? page - 1 : "" }, true) : null, make("span", {}, `Trang ${page}/${last}`),
        page < last ? this.link("Trang sau", { trang: page + 1 }, true) : null,
      ].filter(Boolean));
    }

    link(text, changes, toTop = false) {
      const act = event => { event.preventDefault(); this.go(changes); if (changes.q) this.input.value = changes.q; if (toTop) this.form.scrollIntoView(); };
      return make("a", { href: address({ ...this.state, ...changes }), onclick: act }, text);
    }

    showFilters(state, [kinds, ...others]) {
      const chips = [["", "Tất cả", kinds.total], ...kinds.choices].map(([value, label, count]) => {
        const chip = this.link(label, { loai: value, trang: "" });
        chip.append(make("span", {}, say(count)));
        if ((state.loai || "") === value) chip.setAttribute("aria-current", "true");
        return chip;
      });
      const selects = others.filter(one => one.choices.length).map(one => this.select(one.label, one.name, state[one.name], [["", "Tất cả"], ...one.choices]));
      selects.push(this.select("Xếp theo", "xep", state.xep, [["", "Phù hợp nhất"], ["moi", "Mới nhất"]]));
      const clear = FACETS.some(([name]) => state[name]) ? this.link("Xóa bộ lọc", { loai: "", nam: "", donvi: "", trangthai: "", linhvuc: "", trang: "" }) : null;
      const focused = document.activeElement?.name;
      this.filters.replaceChildren(make("div", { class: "lookup-kinds", role: "group", "aria-label": "Loại" }, ...chips), make("div", { class: "lookup-selects" }, ...selects, clear));
      this.filters.hidden = false;
      if (focused) this.filters.querySelector(`select[name="${focused}"]`)?.focus();
    }

    select(label, name, value, choices) {
      const options = choices.map(([key, text, count]) => make("option", { value: key, selected: key === (value || "") }, count == null ? text : `${text} (${say(count)})`));
      return make("label", {}, make("span", {}, label), make("select", { name, onchange: event => this.go({ [name]: event.target.value, trang: "" }) }, ...options));
    }
  }

  /* One way to filter. Entries are told apart by numbers (kind, year, set of units…); each number stands for some choices. */
  function facet(name, label, chosen, index, column) {
    const none = new Uint8Array(index.count), one = value => value % 9999 ? [[String(value), String(value)]] : [];
    const [of, choices] = name === "loai" ? [index.kindOf, kind => [index.kinds[kind]]]
      : name === "nam" ? [index.yearOf, one]
      : column ? [column.of, set => column.sets[set].map(place => column.choices[place])] : [none, () => []];
    const numbers = of.reduce((most, number) => Math.max(most, number), 0) + 1;
    const passes = Uint8Array.from({ length: numbers }, (_, number) => !chosen || choices(number).some(([key]) => key === chosen));
    return { name, label, chosen, of, choicesOf: choices, passes, counts: new Uint32Array(numbers), total: 0 };
  }

  /* What passes all; each choice is counted among what passes the other filters. */
  function filter(docs, facets) {
    const kept = [];
    for (const doc of docs) {
      const failed = facets.filter(one => !one.passes[one.of[doc]]);
      if (!failed.length) kept.push(doc);
      for (const one of failed.length > 1 ? [] : failed.length ? failed : facets) one.total++, one.counts[one.of[doc]]++;
    }
    for (const one of facets) one.choices = sorted(one);
    return kept;
  }

  function sorted({ name, chosen, choicesOf, counts }) {
    const found = new Map(chosen ? [[chosen, [chosen, chosen, 0]]] : []);
    counts.forEach((count, number) => {
      for (const [key, label] of count || chosen ? choicesOf(number) : []) {
        if (count || key === chosen) found.set(key, [key, label, (found.get(key)?.[2] || 0) + count]);
      }
    });
    const order = { nam: (a, b) => b[0] - a[0], loai: (a, b) => b[2] - a[2] }[name] || ((a, b) => alphabet().compare(a[1], b[1]));
    return [...found.values()].sort(order);
  }
  let collator = null;
  const alphabet = () => collator ||= new Intl.Collator("vi");

  async function newestFirst(docs) {
    const days = await Search.days();
    return [...docs].sort((one, other) => days[other] - days[one]);
  }

  // --- begin -------------------------------------------------------------------------------------------------------------

  const boxes = [...document.querySelectorAll("form[role=search]")].map((form, number) => new Box(form, number));
  const place = document.getElementById("search-page"), page = place && new LookUp(place);

  addEventListener("keydown", event => {
    const typing = event.target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if ((event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey)) {
      event.preventDefault();
      const input = page ? page.input : boxes[0].input;
      input.focus();
      input.select();
    }
  });
})();
