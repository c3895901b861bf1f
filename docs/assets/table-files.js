/* Rows of a table as files, made in the browser: the same rules as macros/table_files.py and macros/spreadsheets.py.

     TableFiles.text(element)          its words: lines parted by semicolons, source marks left out
     TableFiles.sheet(table, heads, rows)
                                       {title, heads, rows} of the rows given, each {row, group}
     TableFiles.csv(sheet)             Blob; sheet.notes stand below an empty line
     TableFiles.xlsx(sheet)            Promise of a Blob; sheet.notes stand on a sheet of their own

   A workbook is a zip of a few XML files: writing it takes fewer bytes here than the smallest library that does. */
window.TableFiles = (() => {
  "use strict";
  const LINES = new Set(["LI", "BR", "P", "UL"]), squeeze = text => text.replace(/\s+/g, " ").trim();

  function pieces(node, parts) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) parts.push(child.data.replace(/\n/g, " "));
      else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(".src, .row-link, .more")) {
        const apart = LINES.has(child.tagName) || child.classList.contains("note") ? "\n" : "";
        parts.push(apart);
        pieces(child, parts);
        parts.push(apart);
      }
    }
    return parts;
  }

  function text(element) {
    const lines = pieces(element, []).join("").split("\n").map(squeeze).filter(Boolean);
    return lines.map((line, at) => line + (at === lines.length - 1 ? "" : /[.!?…:]$/.test(line) ? " " : "; ")).join("");
  }

  /* A value is text, a number, or {day: "2024-01-31"}. */
  function value(cell) {
    if (cell.dataset.d) return { day: cell.dataset.d };
    return cell.dataset.n ? Number(cell.dataset.n) : text(cell);
  }

  const sources = row => [...new Set(Array.from(row.querySelectorAll(".src-note"), note => squeeze(note.textContent).replace(/^Nguồn: /, "")))].join("; ");

  function sheet(table, heads, rows) {
    const groupHead = table.dataset.groupHead;
    const read = rows.map(({ row, group }) => ({ group: group ? text(group) : "", cells: Array.from(row.cells, value), id: row.id, source: sources(row) }));
    const ids = read.some(one => one.id), cited = read.some(one => one.source), given = (when, what) => when ? [what] : [];
    return {
      title: text(table.caption),
      heads: [...given(groupHead, groupHead), ...heads, ...given(ids, "Mã"), ...given(cited, "Nguồn")],
      rows: read.map(one => [...given(groupHead, one.group), ...one.cells, ...given(ids, one.id), ...given(cited, one.source)]),
    };
  }

  const neutral = words => /^[=+\-@\t\r]/.test(words) ? "'" + words : words;

  // --- CSV ---------------------------------------------------------------------------------------------------------

  function csvField(given) {
    const words = given.day || (typeof given === "number" ? String(given).replace(".", ",") : neutral(given));
    return /[;"\r\n]/.test(words) ? `"${words.replace(/"/g, '""')}"` : words;
  }

  function csv({ heads, rows, notes }) {
    const lines = [heads, ...rows, [], ...notes.map(note => [note])].map(row => row.map(csvField).join(";") + "\r\n");
    return new Blob(["\ufeff", ...lines], { type: "text/csv;charset=utf-8" });
  }

  // --- XLSX --------------------------------------------------------------------------------------------------------

  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const PACKAGE = "http://schemas.openxmlformats.org/package/2006/", SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escape = words => words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, char => ENTITIES[char]);
  const serial = day => (Date.parse(day + "T00:00:00Z") - Date.UTC(1899, 11, 30)) / 864e5;
  const letters = at => (at >= 26 ? letters(Math.floor(at / 26) - 1) : "") + String.fromCharCode(65 + at % 26);

  function xlsxCell(given, place, style) {
    if (given === "") return `<c r="${place}" s="2"/>`;
    if (given.day) return `<c r="${place}" s="3"><v>${serial(given.day)}</v></c>`;
    if (typeof given === "number") return `<c r="${place}" s="2"><v>${given}</v></c>`;
    return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escape(neutral(given))}</t></is></c>`;
  }

  const xlsxRow = (cells, at, style) => `<row r="${at + 1}">${cells.map((cell, column) => xlsxCell(cell, letters(column) + (at + 1), style)).join("")}</row>`;
  const widths = rows => rows[0].map((_, column) => Math.min(60, Math.max(6, ...rows.map(row => row[column].day ? 11 : String(row[column]).length + 1))));

  function tableSheet({ title, heads, rows }) {
    const cols = widths([heads, ...rows]).map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`).join("");
    const range = `A1:${letters(heads.length - 1)}${rows.length + 1}`;
    return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="${range}"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">` +
      `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols}</cols>` +
      `<sheetData>${xlsxRow(heads, 0, 1)}${rows.map((row, at) => xlsxRow(row, at + 1, 2)).join("")}</sheetData><autoFilter ref="${range}"/>` +
      '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>' +
      `<headerFooter><oddHeader>&amp;L${escape(title.replace(/&/g, "&&").slice(0, 200))}</oddHeader><oddFooter>&amp;R&amp;P/&amp;N</oddFooter></headerFooter></worksheet>`;
  }

  const noteSheet = lines => `${XML}<worksheet xmlns="${MAIN}"><cols><col min="1" max="1" width="100" customWidth="1"/></cols><sheetData>${lines.map((line, at) => xlsxRow([line], at, 2)).join("")}</sheetData></worksheet>`;

  function workbook(name, { heads, rows }) {
    const quoted = `'${escape(name.replace(/'/g, "''"))}'!`, range = `$A$1:$${letters(heads.length - 1)}$${rows.length + 1}`;
    return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escape(name)}" sheetId="1" r:id="rId1"/><sheet name="Thông tin" sheetId="2" r:id="rId2"/></sheets>` +
      `<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${quoted}${range}</definedName>` +
      `<definedName name="_xlnm.Print_Titles" localSheetId="0">${quoted}$1:$1</definedName></definedNames></workbook>`;
  }

  const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF6F4F1"/></patternFill></fill></fills>' +
    '<borders count="2"><border/><border><bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>' +
    '<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
    '<xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
    '<xf numFmtId="164" applyNumberFormat="1" applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf></cellXfs>' +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
  const relation = (id, kind, target) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  const relations = list => `${XML}<Relationships xmlns="${PACKAGE}relationships">${list.join("")}</Relationships>`;
  const part = (name, kind) => `<Override PartName="/${name}" ContentType="${SHEET}${kind}+xml"/>`;
  const TYPES = `${XML}<Types xmlns="${PACKAGE}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    part("xl/workbook.xml", "sheet.main") + part("xl/worksheets/sheet1.xml", "worksheet") + part("xl/worksheets/sheet2.xml", "worksheet") + part("xl/styles.xml", "styles") + "</Types>";

  async function xlsx(given) {
    const name = given.title.replace(/[[\]:*?/\\]/g, " ").slice(0, 31).replace(/^[ ']+|[ ']+$/g, "") || "Bảng";
    return new Blob(await zip([
      ["[Content_Types].xml", TYPES],
      ["_rels/.rels", relations([relation("rId1", "officeDocument", "xl/workbook.xml")])],
      ["xl/workbook.xml", workbook(name, given)],
      ["xl/_rels/workbook.xml.rels", relations([relation("rId1", "worksheet", "worksheets/sheet1.xml"), relation("rId2", "worksheet", "worksheets/sheet2.xml"), relation("rId3", "styles", "styles.xml")])],
      ["xl/styles.xml", STYLES],
      ["xl/worksheets/sheet1.xml", tableSheet(given)],
      ["xl/worksheets/sheet2.xml", noteSheet(given.notes)],
    ]), { type: SHEET + "sheet" });
  }

  // --- zip -----------------------------------------------------------------------------------------------------------

  function crc32(bytes) {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  }

  const deflate = async bytes => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());

  /* Numbers of 2 or 4 bytes, lowest first, as [size, number, …]. */
  function packed(...fields) {
    const bytes = [];
    for (let at = 0; at < fields.length; at += 2) for (let byte = 0; byte < fields[at]; byte++) bytes.push(fields[at + 1] >>> 8 * byte & 255);
    return new Uint8Array(bytes);
  }

  async function zip(files) {
    const bodies = [], entries = [], coder = new TextEncoder();
    let offset = 0;
    for (const [path, words] of files) {
      const name = coder.encode(path), plain = coder.encode(words), small = typeof CompressionStream === "function";
      const data = small ? await deflate(plain) : plain;
      /* Version 2.0, names in UTF-8, the first day a zip can name. */
      const about = [2, 20, 2, 0x800, 2, small ? 8 : 0, 2, 0, 2, 33, 4, crc32(plain), 4, data.length, 4, plain.length, 2, name.length, 2, 0];
      bodies.push(packed(4, 0x04034b50, ...about), name, data);
      entries.push(packed(4, 0x02014b50, 2, 20, ...about, 2, 0, 2, 0, 2, 0, 4, 0, 4, offset), name);
      offset += 30 + name.length + data.length;
    }
    const size = entries.reduce((sum, entry) => sum + entry.length, 0);
    return [...bodies, ...entries, packed(4, 0x06054b50, 2, 0, 2, 0, 2, files.length, 2, files.length, 4, size, 4, offset, 2, 0)];
  }

  return { text, sheet, csv, xlsx };
})();
