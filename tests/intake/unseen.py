#!/usr/bin/env python3
"""Makes workbooks of which a row, a column, a sheet or what lies under a merge is not shown.

    unseen.py FILE.book FOLDER   a workbook each; what is said of them is in unseen.expected
"""
import re
import sys

import workbook
from marked import rewrite

SHEET = "xl/worksheets/sheet2.xml"  # 公开02表, of which row 14 holds 2040202 and row 12 20402


def row(attributes, numbers=(14,)):
    def edit(text):
        for number in numbers:
            text = text.replace(f'<row r="{number}">', f'<row r="{number}" {attributes}>')
        return text

    return edit


def column(attributes):
    return lambda text: text.replace("<sheetData>", f"<cols><col {attributes}/></cols><sheetData>")


def merge(text):
    return text.replace("<mergeCells>", '<mergeCells><mergeCell ref="C13:C14"/>')


def helper(text):
    """A column of a program's own beside the table, hidden."""
    text = re.sub(r'(<row r="14">.*?)</row>', r'\1<c r="J14"><v>12.5</v></c></row>', text)
    return column('min="10" max="16384" hidden="1"')(text)


PAGES = {
    "row": ("<tr><td rowspan=1 colspan=1>2040202<", "<tr style='mso-height-source:userset;display:none'><td>2040202<"),
    "cell": ("<td rowspan=1 colspan=1>2184.89<", "<td style='display:none'>2184.89<"),
}
CASES = {
    "row": row('hidden="1"'),
    "rows": row('hidden="true" outlineLevel="1"', (9, 10, 13, 14)),
    "row-flat": row('ht="0" customHeight="1"'),
    "row-low": row('ht="15" customHeight="1"'),
    "row-of-heads": row('hidden="1"', (5, 6)),
    "column": column('min="9" max="9" width="9" hidden="1"'),
    "column-narrow": column('min="9" max="9" width="0.5"'),
    "column-of-codes": column('min="1" max="1" width="9" hidden="1"'),
    "column-empty": column('min="5" max="8" width="9" hidden="1"'),
    "column-of-a-program": helper,
    "merge": merge,
}


def main(book, folder):
    text = workbook.read(book)
    for name, edit in CASES.items():
        path = f"{folder}/{name}.xlsx"
        workbook.put(workbook.read_book(text), path, "")
        rewrite(path, SHEET, edit)
    for name, (old, new) in PAGES.items():
        path = f"{folder}/{name}.html"
        workbook.put(workbook.read_book(text), path, "")
        with open(path, "r+b") as file:
            page = file.read().decode("gb18030").replace(old, new)
            file.seek(0)
            file.write(page.encode("gb18030"))
            file.truncate()
    hidden = re.search(r"^## 公开09表\n(?:.*\n)*?(?=## )", text, re.M)[0]
    hidden = hidden.replace("公开09表", "旧表 (hidden)", 1)
    workbook.put(workbook.read_book(text + "\n" + hidden), f"{folder}/sheet-copy.xlsx", "")
    alone = text.replace("## 公开09表", "## 公开09表 (hidden)")
    workbook.put(workbook.read_book(alone), f"{folder}/sheet-alone.xlsx", "")


if __name__ == "__main__":
    main(*sys.argv[1:])
