#!/usr/bin/env python3
"""Makes files in which a figure does not stand as plain digits: struck out, raised, in two
paragraphs, shown in another unit than it is held in; and a table in two.

    marked.py FILE.book FOLDER   a file a mark and format; what is said of them is in marked.expected
"""
import re
import sys
import zipfile

import workbook

FIGURE = "3140.90"
TEXT = "<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
WORD = {
    "deleted": "<w:p><w:del><w:r><w:delText>99</w:delText></w:r></w:del>"
               "<w:ins><w:r><w:t>3140.90</w:t></w:r></w:ins></w:p>",
    "moved": "<w:p><w:moveFrom><w:r><w:t>99</w:t></w:r></w:moveFrom>"
             "<w:moveTo><w:r><w:t>3140.90</w:t></w:r></w:moveTo></w:p>",
    "hidden": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:t>3140.90</w:t></w:r></w:p>",
    "struck": "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>99</w:t></w:r>"
              '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>3140.90</w:t></w:r></w:p>',
    "note": '<w:p><w:r><w:t>3140.90</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            "<w:t>1</w:t></w:r></w:p>",
    "paragraphs": TEXT % "3140" + TEXT % "90",
    "lines": "<w:p><w:r><w:t>31</w:t><w:br/><w:t>40.90</w:t></w:r></w:p>",
    "hyphen": "<w:p><w:r><w:noBreakHyphen/><w:t>3140.90</w:t></w:r></w:p>",
    "table-inside": "<w:tbl><w:tr><w:tc>" + TEXT % "3140.90" + "</w:tc><w:tc>" + TEXT % "1"
                    + "</w:tc></w:tr></w:tbl>",
    "box": "<w:p><w:r><mc:AlternateContent><mc:Choice>" + TEXT % FIGURE + "</mc:Choice><mc:Fallback>"
           + TEXT % FIGURE + "</mc:Fallback></mc:AlternateContent></w:r></w:p>",
}


def split_table(text, between):
    """The table 公开03 in two, the heads above both."""
    start = text.index("<w:tbl>", text.index("公开03表"))
    end = text.index("</w:tbl>", start)
    rows = re.findall("<w:tr>.*?</w:tr>", text[start:end])
    first, second = "".join(rows[:15]), "".join(rows[:3] + rows[15:])
    return f"{text[:start]}<w:tbl>{first}</w:tbl>{between}<w:tbl>{second}{text[end:]}"


SPLIT = {"split": "<w:p/>", "split-title": TEXT % "支出决算表（续）", "split-other": TEXT % "支出决算表"}
PAGE = {
    "deleted": "<del>99</del>3140.90",
    "struck": '<s>99</s><span style="text-decoration: line-through">8</span>3140.90',
    "hidden": '<span hidden>99</span><span style="color:red; display: none">8</span>3140.90',
    "note": "3140.90<sup>1</sup>",
    "lines": "31<br>40.90",
    "paragraphs": "<p>3140</p><p>90</p>",
    "blanks": "3&nbsp;140.90",
    "read-aloud": "<ruby>3140.90<rt>9</rt></ruby>",
}
STYLES = ["General", "0.00%", "yyyy\\-mm\\-dd", "0\\.0,", "#,##0,", "0!.0000", '0.00"元"',
          "#,##0.00_);[Red]\\(#,##0.00\\)", ";;;", '"-"0.00;0.00', "0.00;0.00", "0.00;[Red]0.00",
          '0.00"万元"', "G/通用格式", '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', '"见附注"']
# Fonts and fills of the styles that come after those: white, white on blue, and nearly white.
LOOKS = [(1, 0), (1, 2), (2, 0), (3, 0), (3, 3)]
SHEET = {
    "struck": ' t="inlineStr"><is><r><rPr><strike/></rPr><t>99</t></r><r><t>3140.90</t></r></is>',
    "note": ' t="inlineStr"><is><r><t>3140.90</t></r><r><rPr><vertAlign val="superscript"/></rPr>'
            "<t>1</t></r></is>",
    "truth": ' t="b"><v>1</v>',
    "pending": "><f>D13*1</f><v></v>",
    "no-text": ' t="str"><f>""</f><v></v>',
    "percent": ' s="1"><v>0.31409</v>',
    "date": ' s="2"><v>45657.5</v>',
    "scaled-point": ' s="3"><v>31408992</v>',
    "scaled-thousand": ' s="4"><v>3140900</v>',
    "scaled-places": ' s="5"><v>31408992</v>',
    "with-unit": ' s="6"><v>3140.90</v>',
    "accounting": ' s="7"><v>3140.90</v>',
    "no-number": ' s="8"><v>3140.90</v>',
    "turned-sign": ' s="9"><v>3140.90</v>',
    "dropped-sign": ' s="10"><v>-3140.90</v>',
    "dropped-sign-above-zero": ' s="10"><v>3140.90</v>',
    "red-for-sign": ' s="11"><v>-3140.90</v>',
    "with-its-unit": ' s="12"><v>3140.90</v>',
    "general-in-chinese": ' s="13"><v>3140.90</v>',
    "accounting-in-chinese": ' s="14"><v>3140.90</v>',
    "words-for-number": ' s="15"><v>3140.90</v>',
    "known-percent": ' s="16"><v>0.31409</v>',
    "known-date": ' s="17"><v>45657</v>',
    "white": ' s="18"><v>3140.90</v>',
    "white-on-blue": ' s="19"><v>3140.90</v>',
    "nearly-white": ' s="20"><v>3140.90</v>',
    "white-of-theme": ' s="21"><v>3140.90</v>',
    "white-on-white": ' s="22"><v>3140.90</v>',
}


def rewrite(path, part, edit, more=()):
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    parts[part] = edit(parts[part])
    parts.update(more)
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)


def word(text, cell):
    names = ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
    return text.replace("><w:body>", names).replace(TEXT % FIGURE, cell)


def styles():
    formats = "".join(
        f'<numFmt numFmtId="{200 + i}" formatCode="{workbook.html.escape(code)}"/>'
        for i, code in enumerate(STYLES)
    )
    cells = "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(STYLES)))
    looks = "".join(f'<xf numFmtId="4" fontId="{font}" fillId="{fill}"/>' for font, fill in LOOKS)
    fonts = ('<fonts><font/><font><color rgb="FFFFFFFF"/></font><font><color rgb="FFEEEEEE"/></font>'
             '<font><color theme="0"/></font></fonts>')
    fills = ('<fills><fill><patternFill patternType="none"/></fill><fill/>'
             '<fill><patternFill patternType="solid"><fgColor rgb="FF0000FF"/></patternFill></fill>'
             '<fill><patternFill patternType="solid"><fgColor indexed="9"/></patternFill></fill></fills>')
    return (f'<styleSheet><numFmts>{formats}</numFmts>{fonts}{fills}'
            '<cellStyleXfs><xf numFmtId="14" fontId="1"/></cellStyleXfs>'
            f'<cellXfs>{cells}<xf numFmtId="10"/><xf numFmtId="14"/>{looks}</cellXfs></styleSheet>')


def main(book, folder):
    sheets = workbook.read_book(workbook.read(book))
    for name, cell in WORD.items():
        path = f"{folder}/{name}.docx"
        workbook.put(sheets, path, "")
        rewrite(path, "word/document.xml", lambda text, cell=cell: word(text, cell))
    for name, between in SPLIT.items():
        path = f"{folder}/{name}.docx"
        workbook.put(sheets, path, "")
        rewrite(path, "word/document.xml",
                lambda text, between=between: split_table(text, between))
    for name, cell in PAGE.items():
        path = f"{folder}/{name}.html"
        workbook.put(sheets, path, "")
        with open(path, "r+b") as file:
            text = file.read().decode("gb18030").replace(f">{FIGURE}<", f">{cell}<")
            file.seek(0)
            file.write(text.encode("gb18030"))
            file.truncate()
    for name, cell in (("delayed", "><f>A1</f><v>3140.90</v>"), ("delayed-none", "><v>3140.90</v>")):
        path = f"{folder}/{name}.xlsx"
        workbook.put(sheets, path, "")
        rewrite(path, "xl/workbook.xml",
                lambda text: text.replace("</sheets>", '</sheets><calcPr calcMode="manual"/>'))
        rewrite(path, "xl/worksheets/sheet2.xml",
                lambda text, cell=cell: text.replace("><v>3140.90</v>", cell))
    for name, cell in SHEET.items():
        path = f"{folder}/{name}.xlsx"
        workbook.put(sheets, path, "")
        rewrite(path, "xl/worksheets/sheet2.xml",
                lambda text, cell=cell: text.replace(f"><v>{FIGURE}</v>", cell),
                {"xl/styles.xml": styles()})


if __name__ == "__main__":
    main(*sys.argv[1:])
