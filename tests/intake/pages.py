#!/usr/bin/env python3
"""Makes a PDF of a .book's tables as other programs paint them, with the standard library alone.

    pages.py FILE.book OUT [STYLE…]

Each sheet's first row is its title; rows above the heads are lines of text, all else is ruled.
Styles: boxes      a stroked rectangle a cell
        strokes    each side of each cell a line of its own, which ends before the corner (the default)
        bars       each side a thin filled rectangle
        open       no lines at the left and right ends of the table
        side       the page lies on its side: what is painted runs upwards
        break=N    a page ends after N ruled rows
        repeat     the heads stand at the top of each page again
        header     a line at the top of each page, and its number at the foot
        turned     the same, and the page is to be turned when shown
        radicals   the text layer has radicals for characters, as some fonts give them
        together   tables follow each other on a page
        framed     a rectangle around each page
        beside     a box of two cells stands to the right of each table
"""
import sys

from workbook import Cell, pad, read, read_book

SIZE, LEAD, INSET = 8, 10, 3


def width(text):
    return sum(SIZE if ord(c) > 0x2E80 or c in "“”—…　" else SIZE / 2 for c in text)


def wrap(text, room):
    lines, line = [], ""
    for c in text:
        if c == "\n" or width(line + c) > room:
            lines.append(line)
            line = ""
        line += c if c != "\n" else ""
    return lines + [line]


class Page:
    def __init__(self, wide, high):
        self.wide, self.high, self.ops = wide, high, []

    def text(self, x, y, text):
        if text:
            code = "".join(f"{ord(c):04X}" for c in text)
            self.ops.append(f"BT /F {SIZE} Tf {x:.2f} {self.high - y:.2f} Td <{code}> Tj ET")

    def line(self, style, x1, y1, x2, y2):
        y1, y2 = self.high - y1, self.high - y2
        if style == "bars":
            self.ops.append(f"{min(x1, x2) - .25:.2f} {min(y1, y2) - .25:.2f} "
                            f"{abs(x2 - x1) + .5:.2f} {abs(y2 - y1) + .5:.2f} re f")
            return
        gap = 0.4 if style == "strokes" else 0
        dx, dy = (gap, 0) if y1 == y2 else (0, -gap)
        self.ops.append(f"{x1 + dx:.2f} {y1 + dy:.2f} m {x2 - dx:.2f} {y2 - dy:.2f} l S")

    def box(self, style, x, y, wide, high, ends):
        if style == "boxes":
            self.ops.append(f"{x:.2f} {self.high - y - high:.2f} {wide:.2f} {high:.2f} re S")
            return
        self.line(style, x, y, x + wide, y)
        self.line(style, x, y + high, x + wide, y + high)
        if ends[0]:
            self.line(style, x, y, x, y + high)
        if ends[1]:
            self.line(style, x + wide, y, x + wide, y + high)


def is_ruled(row):
    return sum(1 for cell in row if cell.text) > 2 or any(
        cell.columns > 1 and cell.text for cell in row)


def split(rows):
    """The lines above the table, its rows, and those below."""
    first = next((y for y, row in enumerate(rows) if y and is_ruled(row)
                  and not any("单位：" in cell.text for cell in row)), len(rows))
    last = len(rows)
    while last > first and rows[last - 1][0].text.startswith("注"):
        last -= 1
    return rows[:first], rows[first:last], rows[last:]


def heads_of(rows):
    for y, row in enumerate(rows):
        if row[0].text.isdigit() or row[0].text in ("合计", "栏次"):
            return y
    return 0


def layout(rows):
    columns = pad(rows)
    widths = [26] * columns
    for row in rows:
        for x, cell in enumerate(row):
            if cell.columns == 1:
                widths[x] = max(widths[x], min(120, width(cell.text)) + 2 * INSET)
    heights = []
    for row in rows:
        lines = 1
        for x, cell in enumerate(row):
            if cell.text and cell.rows == 1:
                room = sum(widths[x: x + cell.columns]) - 2 * INSET
                lines = max(lines, len(wrap(cell.text, room)))
        heights.append(lines * LEAD + 4)
    return widths, heights


def paint(rows, page, top, widths, heights, style, is_open, at_left=40):
    covered = set()
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if (y, x) in covered:
                continue
            covered |= {(y + r, x + c) for r in range(cell.rows) for c in range(cell.columns)}
            left, wide = at_left + sum(widths[:x]), sum(widths[x: x + cell.columns])
            above, high = top + sum(heights[:y]), sum(heights[y: y + cell.rows])
            ends = (not is_open or x, not is_open or x + cell.columns < len(widths))
            page.box(style, left, above, wide, high, ends)
            lines = wrap(cell.text, wide - 2 * INSET) if cell.text else []
            at = above + (high - len(lines) * LEAD) / 2 + SIZE
            for i, line in enumerate(lines):
                right = left + wide - INSET - width(line) if cell.kind == "n" else left + INSET
                page.text(right, at + i * LEAD, line)
    return top + sum(heights[: len(rows)])


def parts_of(rows, options):
    """The rows of each page."""
    most = next((int(o[6:]) for o in options if o.startswith("break=")), len(rows))
    heads = heads_of(rows) if "repeat" in options else 0
    yield list(range(min(most, len(rows))))
    for at in range(most, len(rows), most - heads or 1):
        yield list(range(heads)) + list(range(at, min(at + most - heads, len(rows))))


def make(sheets, options):
    style = next((o for o in options if o in ("boxes", "bars")), "strokes")
    pages, page, top = [], None, 0
    for _, _, rows in sheets:
        above, table, below = split(rows)
        widths, heights = layout(table)
        wide = max(sum(widths) + 80, 500)
        for number, part in enumerate(parts_of(table, options)):
            shown, tall = [table[y] for y in part], [heights[y] for y in part]
            high = 5000 if "together" in options else sum(tall) + 200
            if not ("together" in options and page and not number):
                page, top = Page(wide, high), 40
                pages.append(page)
                if "header" in options:
                    page.text(40, 20, "某市某局2024年度决算公开")
                    page.text(wide / 2, high - 20, f"- {len(pages)} -")
            page.wide = max(page.wide, wide)
            for line in above if not number else []:
                place = 40
                for cell in line:
                    page.text(place, top + SIZE, cell.text)
                    place += width(cell.text) + 60 if cell.text else 0
                top += 16
            if "beside" in options:
                beside = [[Cell("核对")], [Cell("已核")]]
                page.wide = max(page.wide, sum(widths) + 200)
                paint(beside, page, top + 5, [60], [20, 20], style, False, sum(widths) + 90)
            top = paint(shown, page, top, widths, tall, style, "open" in options) + 6
        for line in below:
            page.text(40, top + SIZE, line[0].text)
            top += 14
        top += 20
    for page in pages:
        if "framed" in options:
            page.box("boxes", 10, 10, page.wide - 20, page.high - 20, None)
    return pages


RADICALS = {"人": "\u2F08", "行": "\u2F8F", "用": "\u2F64", "门": "\u2ED4", "年": "\uF98E"}


def to_unicode():
    pairs = "\n".join(f"<{ord(a):04X}> <{ord(b):04X}>" for a, b in RADICALS.items())
    ranges = "\n".join(f"<{i:02X}00> <{i:02X}FF> <{i:02X}00>" for i in range(256))
    return ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CMapName /R def\n/CMapType 2 def\n"
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            f"256 beginbfrange\n{ranges}\nendbfrange\n"
            f"{len(RADICALS)} beginbfchar\n{pairs}\nendbfchar\n"
            "endcmap\nend\nend\n")


def put_pdf(pages, path, options):
    side = "side" in options or "turned" in options
    out, places = bytearray(b"%PDF-1.4\n"), []

    def put(body):
        places.append(len(out))
        out.extend(f"{len(places)} 0 obj\n{body}\nendobj\n".encode("latin-1"))

    turn = "/Rotate 90" if "turned" in options else ""
    layer = f"/ToUnicode {5 + 2 * len(pages)} 0 R" if "radicals" in options else ""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    put("<</Type/Catalog/Pages 2 0 R>>")
    put(f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>")
    put("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        f"/DescendantFonts[4 0 R]{layer}>>")
    put("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500 814 939 500]"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 880"
        "/Descent -120/CapHeight 880/ItalicAngle 0/StemV 93/FontBBox[0 -120 1000 880]>>>>")
    for i, page in enumerate(pages):
        stream = ("0.5 w\n" + "\n".join(page.ops)).encode("ascii")
        box = f"0 0 {page.wide:.2f} {page.high:.2f}"
        if side:
            stream = f"0 1 -1 0 {page.high:.2f} 0 cm\n".encode() + stream
            box = f"0 0 {page.high:.2f} {page.wide:.2f}"
        put(f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{turn}/Contents {6 + 2 * i} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>")
        put(f"<</Length {len(stream)}>>\nstream\n{stream.decode()}\nendstream")
    if layer:
        stream = to_unicode()
        put(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    start = len(out)
    out.extend(f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.extend(f"{place:010} 00000 n \n".encode())
    out.extend(f"trailer <</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
               .encode())
    with open(path, "wb") as file:
        file.write(out)


def main(book, path, *options):
    put_pdf(make(read_book(read(book)), options), path, options)


if __name__ == "__main__":
    main(*sys.argv[1:])
