#!/usr/bin/python3
"""Reads a workbook to fill in as src/record/form.h says.

read_form.py BOOK           prints the record as JSON
read_form.py BOOK --keys    prints the keys that it asks for
read_form.py BOOK --faults  prints what is wrong in it: input cells that are locked, computed ones
                            that are not, sums that are not those of their cells
"""
import json
import re
import sys
from decimal import Decimal

import openpyxl


def text_of(value):
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")
    return str(value)


def put(root, path, value):
    *above, last = path
    for key in above:
        root = root.setdefault(key, {})
    root[last] = value


def read_grid(rows, at, record):
    """The rows of the grid that begins at the index; returns the index behind it."""
    head = [cell.value for cell in rows[at]]
    axes = [i for i, pattern in enumerate(head) if pattern and pattern.startswith("<")]
    fields = [i for i, pattern in enumerate(head) if i and pattern and i not in axes]
    numbers = {}
    for at in range(at + 1, len(rows)):
        cells = [cell.value for cell in rows[at]]
        if cells[0] == "@end":
            return at
        if cells[0] or not any(cells[i] not in (None, "") for i in fields):
            continue
        keys = []
        for i in axes:
            if head[i] == "<序号>" and cells[i] is None:
                place = tuple(keys)
                numbers[place] = numbers.get(place, 0) + 1
                keys.append(str(numbers[place]))
            else:
                keys.append(text_of(cells[i]))
        for i in fields:
            if cells[i] not in (None, ""):
                left = iter(keys)
                path = [next(left) if s.startswith("<") else s for s in head[i].split(".")]
                put(record, path, cells[i])
    sys.exit("a grid without its end")


def dump(node):
    if isinstance(node, dict):
        return "{" + ",".join(json.dumps(k, ensure_ascii=False) + ":" + dump(v)
                              for k, v in node.items()) + "}"
    if isinstance(node, (int, float)) or re.fullmatch(r"[0-9.]{17,}", node):
        return text_of(node)  # a number, or one with too many digits for a cell
    return json.dumps(node, ensure_ascii=False)


def sheets(book):
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        if rows and rows[0][0].value == "gongkai-form-1":
            yield sheet, rows


def read(book):
    record = {}
    for _, rows in sheets(book):
        at = 1
        while at < len(rows):
            key = rows[at][0].value
            if key == "@grid":
                at = read_grid(rows, at, record)
            elif key and key[0] != "@" and rows[at][2].value not in (None, ""):
                put(record, key.split("."), rows[at][2].value)
            at += 1
    return record


def keys(book):
    for _, rows in sheets(book):
        for row in rows[1:]:
            key = row[0].value
            if key == "@grid":
                yield from (c.value for c in row[1:] if c.value and c.value[0] != "<")
            elif key and key[0] != "@":
                yield key


def inputs(rows):
    """The cells that are to be filled in."""
    head = None
    for row in rows[1:]:
        key = row[0].value
        if key == "@grid":
            head = [c.value for c in row]
        elif key == "@end":
            head = None
        elif head and not key:
            yield from (c for c, pattern in zip(row[1:], head[1:]) if pattern)
        elif key and key[0] != "@":
            yield row[2]


def faults(book, values):
    for sheet, rows in sheets(book):
        if not sheet.protection.sheet:
            yield f"{sheet.title} is not protected"
        for cell in inputs(rows):
            if cell.protection.locked:
                yield f"{sheet.title}!{cell.coordinate} is locked"
        computed = values[sheet.title]
        for cell in (c for row in rows for c in row):
            formula = cell.value if cell.data_type == "f" else ""
            if formula and not cell.protection.locked:
                yield f"{sheet.title}!{cell.coordinate} is open"
            if formula.startswith("=SUM("):
                terms = [c.value or 0 for row in computed[formula[5:-1]] for c in row]
                if abs(sum(terms) - computed[cell.coordinate].value) > 1e-6:
                    yield f"{sheet.title}!{cell.coordinate} {formula}"


book = openpyxl.load_workbook(sys.argv[1])
if sys.argv[2:] == ["--keys"]:
    print(*keys(book), sep="\n")
elif sys.argv[2:] == ["--faults"]:
    print(*faults(book, openpyxl.load_workbook(sys.argv[1], data_only=True)), sep="\n", end="")
else:
    print(dump(read(book)))
