#!/usr/bin/env python3
"""Makes workbooks for the tests, with nothing of gongkai and nothing but the standard library.

    workbook.py FILE.book OUT          the format by OUT's ending: .xlsx .docx .html .csv .tsv .fods
    workbook.py FILE.book OUT gb18030  a .csv in that encoding
    workbook.py --cases FILE.cases FOLDER   one .xlsx a case, see the file
    workbook.py --edited EDIT… FILE.book OUT   after edits such as hands make, see EDITS and BOOK_EDITS

A .book is text: "## name" begins a sheet, each line is a row, tabs part its cells. {2x3} after a cell
is the rows and columns it spans; ' before it says that it is text though it looks like a number; =
before it, that it is a formula that was never calculated; ! that it is an error; ; begins a comment.
"## name (hidden)" is a sheet that is not shown.
"""
import copy
import html
import re
import sys
import zipfile


class Cell:
    def __init__(self, spelt):
        span = re.search(r"\{(\d+)x(\d+)\}$", spelt)
        self.rows, self.columns = (int(span[1]), int(span[2])) if span else (1, 1)
        text = spelt[: span.start()] if span else spelt
        self.kind = "n" if re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text) else "s"
        if text[:1] in ("'", "=", "!"):
            self.kind = {"'": "s", "=": "f", "!": "e"}[text[0]]
            text = text[1:]
        self.text = text.replace("\\n", "\n")


def read_book(text):
    sheets = []
    for line in text.split("\n"):
        if line.startswith(";"):
            continue
        if line.startswith("## "):
            name = line[3:]
            hidden = name.endswith(" (hidden)")
            sheets.append((name[: -len(" (hidden)")] if hidden else name, hidden, []))
        elif sheets:
            sheets[-1][2].append([Cell(spelt) for spelt in line.split("\t")])
    for _, _, rows in sheets:
        while rows and not any(cell.text for cell in rows[-1]):
            rows.pop()
    return sheets


def letters(column):
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def put_xlsx(sheets, path, more=()):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    strings, index = [], {}

    def cell_xml(cell, address):
        value = html.escape(cell.text, quote=False)
        if cell.kind == "n":
            return f'<c r="{address}"><v>{value}</v></c>'
        if cell.kind == "f":
            return f'<c r="{address}"><f>{value}</f></c>'
        if cell.kind == "e":
            return f'<c r="{address}" t="e"><f>A1/0</f><v>{value}</v></c>'
        if cell.text not in index:
            index[cell.text] = len(strings)
            strings.append(value)
        return f'<c r="{address}" t="s"><v>{index[cell.text]}</v></c>'

    parts = {}
    for number, (_, _, rows) in enumerate(sheets, 1):
        lines, merges = [], []
        for y, row in enumerate(rows):
            cells = ""
            for x, cell in enumerate(row):
                if not cell.text:
                    continue
                cells += cell_xml(cell, f"{letters(x)}{y + 1}")
                if cell.rows > 1 or cell.columns > 1:
                    end = f"{letters(x + cell.columns - 1)}{y + cell.rows}"
                    merges.append(f'<mergeCell ref="{letters(x)}{y + 1}:{end}"/>')
            lines.append(f'<row r="{y + 1}">{cells}</row>')
        merged = f"<mergeCells>{''.join(merges)}</mergeCells>" if merges else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>'
        )
    parts["xl/workbook.xml"] = f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>' + "".join(
        f'<sheet name="{html.escape(name)}" sheetId="{i}" r:id="rId{i}"'
        + (' state="hidden"/>' if hidden else "/>")
        for i, (name, hidden, _) in enumerate(sheets, 1)
    ) + "</sheets></workbook>"
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}">' + "".join(
        f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    ) + "</Relationships>"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">' + "".join(
        f"<si><t>{text}</t></si>" for text in strings
    ) + "</sst>"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    types = {"xl/workbook.xml": "sheet.main", "xl/sharedStrings.xml": "sharedStrings"}
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    ) + "".join(
        f'<Override PartName="/{part}" ContentType="{kinds}{types.get(part, "worksheet")}+xml"/>'
        for part in parts
        if part.endswith(".xml")
    ) + "</Types>"
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    strings_id = len(sheets) + 1
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId{strings_id}" Type="{office}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in list(parts.items()) + list(more):
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            out.writestr(name, head + text if isinstance(text, str) else text)


def put_docx(sheets, path):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def paragraph(text):
        return f"<w:p><w:r><w:t>{html.escape(text, quote=False)}</w:t></w:r></w:p>"

    body = ""
    for _, _, rows in sheets:
        table, above = "", {}
        for y, row in enumerate(rows):
            cells, x = "", 0
            filled = [cell for cell in row if cell.text]
            if not table and len(filled) < 4 and not any("项目" in c.text for c in filled) and (
                y < 3
            ):
                body += "".join(paragraph(cell.text) for cell in filled)
                continue
            width = max(len(r) for r in rows)
            while x < width:
                cell = row[x] if x < len(row) else Cell("")
                marks = ""
                if x in above and above[x][0] > 0:
                    above[x][0] -= 1
                    marks, columns = "<w:vMerge/>", above[x][1]
                else:
                    columns = cell.columns
                    if cell.rows > 1:
                        marks = '<w:vMerge w:val="restart"/>'
                        above[x] = [cell.rows - 1, columns]
                if columns > 1:
                    marks += f'<w:gridSpan w:val="{columns}"/>'
                text = "" if "<w:vMerge/>" in marks else cell.text
                cells += f"<w:tc><w:tcPr>{marks}</w:tcPr>{paragraph(text)}</w:tc>"
                x += columns
            table += f"<w:tr>{cells}</w:tr>"
        body += f"<w:tbl>{table}</w:tbl>" if table else ""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        )


def put_html(sheets, path):
    out = '<html><head><meta charset="gb2312"></head><body>'
    for _, _, rows in sheets:
        covered = set()
        out += "<table border=1>"
        for y, row in enumerate(rows):
            out += "<tr>"
            for x in range(max(len(r) for r in rows)):
                if (y, x) in covered:
                    continue
                cell = row[x] if x < len(row) else Cell("")
                covered |= {
                    (y + r, x + c) for r in range(cell.rows) for c in range(cell.columns)
                }
                span = f" rowspan={cell.rows} colspan={cell.columns}"
                out += f"<td{span}>{html.escape(cell.text) or '&nbsp;'}</td>\n"
            out += "</tr>"
        out += "</table><p>&nbsp;</p>"
    with open(path, "wb") as file:
        file.write((out + "</body></html>").encode("gb18030"))


def put_text(sheets, path, separator, encoding):
    out = ""
    for _, _, rows in sheets:
        for row in rows:
            fields = [
                '"' + cell.text.replace('"', '""') + '"'
                if any(c in cell.text for c in (separator, '"', "\n"))
                else cell.text
                for cell in row
            ]
            out += separator.join(fields) + "\r\n"
    with open(path, "wb") as file:
        file.write(out.encode(encoding))


def put_fods(sheets, path):
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    out = (
        f'<office:document xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0" office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        "<office:body><office:spreadsheet>"
    )
    for name, _, rows in sheets:
        out += f'<table:table table:name="{html.escape(name)}">'
        for row in rows:
            out += "<table:table-row>"
            for cell in row:
                span = f' table:number-rows-spanned="{cell.rows}" '
                span += f'table:number-columns-spanned="{cell.columns}"'
                value = (
                    f' office:value-type="float" office:value="{cell.text}"'
                    if cell.kind == "n"
                    else ' office:value-type="string"'
                )
                out += f"<table:table-cell{span if cell.text else ''}{value if cell.text else ''}>"
                out += f"<text:p>{html.escape(cell.text, quote=False)}</text:p></table:table-cell>"
            out += "</table:table-row>"
        out += "</table:table>"
    with open(path, "w", encoding="utf-8") as file:
        file.write(out + "</office:spreadsheet></office:body></office:document>")


def put(sheets, path, encoding):
    ending = path.rsplit(".", 1)[1]
    if ending == "xlsx":
        put_xlsx(sheets, path)
    elif ending == "docx":
        put_docx(sheets, path)
    elif ending == "html":
        put_html(sheets, path)
    elif ending == "fods":
        put_fods(sheets, path)
    else:
        put_text(sheets, path, "\t" if ending == "tsv" else ",", encoding)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def edited(text, edits):
    """The text after each edit: (pattern, replacement), a regular expression of whole lines."""
    for pattern, replacement in edits:
        text, count = re.subn(pattern, replacement, text, flags=re.M)
        if not count:
            sys.exit(f"no match: {pattern}")
    return text


def read_cases(text):
    """(name, base, edits): == name, then "base FILE" and "s/pattern/replacement/" lines."""
    cases = []
    for line in text.split("\n"):
        if line.startswith("== "):
            cases.append((line[3:], cases[-1][1] if cases else None, []))
        elif line.startswith("base "):
            cases[-1] = (cases[-1][0], line[5:], cases[-1][2])
        elif line.startswith("s/"):
            _, pattern, replacement, _ = re.split(r"(?<!\\)/", line)
            cases[-1][2].append((pattern.replace("\\/", "/"), replacement.replace("\\/", "/")))
    return cases


# ---- What hands do to a workbook ----


CODE_HEADS = ("科目代码", "科目编码", "功能分类科目编码")


def is_by_code(rows):
    return any(row and row[0].text in CODE_HEADS for row in rows) and not any(
        cell.text.startswith("经济分类") or cell.text == "人员经费" for row in rows for cell in row
    )


def pad(rows):
    width = max(len(row) for row in rows)
    for row in rows:
        row += [Cell("") for _ in range(width - len(row))]
    return width


def blank_rows(rows):
    """A blank row after every seventh, and a long tail of them."""
    out = []
    for y, row in enumerate(rows):
        out.append(row)
        if y > 8 and y % 7 == 0:
            out.append([Cell("")])
    rows[:] = out + [[Cell("")] for _ in range(200)] + [[Cell(" ")]]


def blank_column(rows):
    for row in rows:
        row.insert(0, Cell(""))


def full_width(rows):
    for row in rows:
        for cell in row:
            if cell.kind == "n" and "." in cell.text:
                cell.kind = "s"
                cell.text = "".join(chr(ord(c) + 0xFEE0) for c in cell.text)


def separators(rows):
    for row in rows:
        for cell in row:
            if cell.kind == "n" and "." in cell.text:
                cell.kind = "s"
                cell.text = f"{float(cell.text):,.2f}　"


def half_width(rows):
    for row in rows:
        for cell in row:
            if cell.kind == "s":
                cell.text = cell.text.replace("（", "(").replace("）", ")").replace("：", ":")


def yuan(rows):
    """Amounts in 元; with them the numbers of lines, which nobody reads."""
    counts = ("用车", "车辆数", "设备")
    for row in rows:
        filled = [cell.text for cell in row if cell.text]
        if filled == [str(i) for i in range(1, len(filled) + 1)]:
            continue
        counted = len(row) < 4 and any(word in row[0].text for word in counts)
        for cell, next_cell in zip(row, row[1:] + [Cell("")]):
            cell.text = cell.text.replace("单位：万元", "单位：元")
            code = is_code(cell.text) and next_cell.kind == "s" and next_cell.text
            if cell.kind == "n" and not code and not counted:
                cell.text = str(round(float(cell.text) * 10000))


def dashes(rows):
    width = pad(rows)
    for row in rows:
        if is_code(row[0].text):
            for x in range(2, width):
                if not row[x].text:
                    row[x].text = "—" if x % 2 else "一"


def is_code(text):
    return text.isdigit() and len(text) in (3, 5, 7)


def three_columns(rows):
    """The code as 类, 款 and 项: the first as a number, the others as text."""
    if not is_by_code(rows):
        return
    for row in rows:
        first = row[0] if row else Cell("")
        parts = [Cell(""), Cell("")]
        if is_code(first.text):
            parts = [Cell("'" + first.text[3:5]), Cell("'" + first.text[5:7])]
            first.text = first.text[:3]
        elif first.text in CODE_HEADS:
            first.text, parts = "类", [Cell("款"), Cell("项")]
        elif first.columns > 1:
            first.columns += 2
        row[1:1] = parts


def move_columns(rows):
    """The columns of figures from right to left, where no head joins some of them."""
    if not is_by_code(rows) or any(cell.columns > 2 for row in rows[3:-1] for cell in row):
        return
    pad(rows)
    for row in rows[3:]:
        row[2:] = row[:1:-1]


def total_last(rows):
    for y, row in enumerate(rows):
        if row[0].text == "合计" and is_by_code(rows):
            line = rows.pop(y)
            at = (i for i, r in enumerate(rows) if r[0].text.startswith("注"))
            rows.insert(next(at, len(rows)), line)
            return


def first_head(rows):
    return next(y for y, row in enumerate(rows) if y > 2 and len(row) > 1)


def more_heads(rows):
    """A head over all columns, and one over the figures of a table by code."""
    width, y = pad(rows), first_head(rows)
    rows.insert(y, [Cell(f"决算情况{{1x{width}}}")] + [Cell("") for _ in range(width - 1)])


def serials(rows):
    """A column that numbers the lines."""
    if not is_by_code(rows):
        return
    number = 0
    for y, row in enumerate(rows):
        code = row[0].text
        row.insert(0, Cell(""))
        if code in CODE_HEADS:
            row[0] = Cell("序号")
        elif is_code(code):
            number += 1
            row[0] = Cell(str(number))


def notes(rows):
    """A column of words, and a line between the lines that says something of them."""
    if not is_by_code(rows):
        return
    pad(rows)
    for row in rows:
        code = row[0].text
        row.append(Cell("备注" if code in CODE_HEADS else "已核对" if is_code(code) else ""))
    y = next((y for y, row in enumerate(rows) if is_code(row[0].text)), len(rows))
    rows.insert(y + 2, [Cell(""), Cell("以上已与会计账核对")])


def beside(rows):
    """Last year's figures, what changed and a share, beside those of a table by code."""
    if not is_by_code(rows):
        return
    width, y = pad(rows), first_head(rows)
    for at, row in enumerate(rows):
        filled = is_code(row[0].text) or row[0].text == "合计"
        heads = ["上年决算数", "合计比上年增减额", "占支出合计的比重"]
        texts = heads if at == y else ["7", "-1", "9.5"] if filled else [""] * 3
        row += [Cell(text) for text in texts]


def code_and_name(rows):
    """The name behind the code in one cell, and the code as a platform's number in others."""
    if not is_by_code(rows):
        return
    for y, row in enumerate(rows):
        if is_code(row[0].text) and len(row) > 1:
            row[0].kind = "s"
            row[0].text = f"{row[0].text} {row[1].text}" if y % 2 else row[0].text + ".0"


def units(rows):
    """Each amount with its unit."""
    for row in rows:
        for cell in row:
            if cell.kind == "n" and "." in cell.text:
                cell.kind = "s"
                cell.text = f" {cell.text}万元"


def no_merges(rows):
    for row in rows:
        for cell in row:
            cell.rows = cell.columns = 1


# ---- What hands do to whole books ----


def join(left, right, gap):
    """The rows of two sheets beside each other."""
    width = pad(left)
    rows = []
    for y in range(max(len(left), len(right))):
        row = left[y] if y < len(left) else [Cell("") for _ in range(width)]
        rows.append(row + [Cell("") for _ in range(gap)] + (right[y] if y < len(right) else []))
    return rows


def in_pairs(sheets, gap):
    pairs = zip(sheets[::2], sheets[1::2] + [("", False, [])])
    return [(name, hidden, join(rows, more[2], gap)) for (name, hidden, rows), more in pairs]


def paired(sheets):
    """Two tables on a sheet, the second further down and with a column between."""
    for _, _, rows in sheets[1::2]:
        rows[:0] = [[Cell("")] for _ in range(3)]
    return in_pairs(sheets, 1)


def paired_close(sheets):
    """Two tables on a sheet without a column between; each with a title over all of it."""
    for _, _, rows in sheets:
        title = next((row for row in rows if row and row[0].text), None)
        if title and title[0].columns == 1 and len(title) == 1:
            title[0].columns = pad(rows)
    return in_pairs(sheets, 0)


def unit_once(sheets):
    """Two tables beside each other, of which only the second tells the unit."""
    for _, _, rows in sheets[:-1:2]:
        for row in rows[:4]:
            for cell in row:
                cell.text = re.sub("(金额)?单位：万元", "", cell.text)
    return in_pairs(sheets, 1)


def squared(sheets):
    """Four tables on a sheet."""
    pairs = in_pairs(sheets, 2)
    blank = [[Cell("")]]
    halves = zip(pairs[::2], pairs[1::2] + [("", False, [])])
    return [(name, hidden, rows + blank + more[2]) for (name, hidden, rows), more in halves]


def last_year(sheets):
    """The same tables with other figures, as those of the year before, in front."""
    before = copy.deepcopy(sheets)
    for at, (name, hidden, rows) in enumerate(before):
        before[at] = (name + "（上年）", hidden, rows)
        for row in rows:
            for cell in row:
                if cell.kind == "n" and "." in cell.text:
                    cell.text = str(round(float(cell.text) + 1, 2))
                cell.text = re.sub(r"(\d{4})(?=年)", lambda y: str(int(y[1]) - 1), cell.text)
    return before + sheets


def only_last_year(sheets):
    return last_year(sheets)[: len(sheets)]


BOOK_EDITS = {
    edit.__name__.replace("_", "-"): edit
    for edit in (paired, paired_close, unit_once, squared, last_year,
                 only_last_year)
}
EDITS = {
    edit.__name__.replace("_", "-"): edit
    for edit in (blank_rows, blank_column, full_width, separators, half_width, yuan, dashes,
                 three_columns, move_columns, total_last, no_merges, more_heads, serials, notes,
                 beside, code_and_name, units)
}


def main(arguments):
    if arguments[0] == "--cases":
        folder = arguments[1].rsplit("/", 1)[0]
        for name, base, edits in read_cases(read(arguments[1])):
            put_xlsx(read_book(edited(read(f"{folder}/{base}"), edits)), f"{arguments[2]}/{name}.xlsx")
    elif arguments[0] == "--edited":
        sheets = read_book(read(arguments[-2]))
        for edit in arguments[1:-2]:
            if edit in BOOK_EDITS:
                sheets = BOOK_EDITS[edit](sheets)
                continue
            for _, _, rows in sheets:
                EDITS[edit](rows)
        put(sheets, arguments[-1], "utf-8")
    else:
        put(read_book(read(arguments[0])), arguments[1], (arguments[2:] or ["utf-8"])[0])


if __name__ == "__main__":
    main(sys.argv[1:])
