# What a workbook holds, as openpyxl reads it.
#     workbook.py cells FILE       each filled cell of the tables: sheet number, what it shows
#     workbook.py sums FILE        the sheet of totals
#     workbook.py bare FILE OTHER  writes the other without the values of formulas
#     workbook.py same FILE OTHER  cells whose values differ between two workbooks
import sys
import openpyxl

BESIDE = ("合计核对", "指标")


def shown(cell):
    value, form = cell.value, cell.number_format
    if isinstance(value, str):
        return value.replace(",", "").replace("\n", "")
    percent = form.endswith("%")
    point = form.rstrip("%").find(".")
    decimals = len(form.rstrip("%")) - point - 1 if point >= 0 else 0
    return f"{value * 100 if percent else value:.{decimals}f}" + ("%" if percent else "")


def is_in_table(sheet, cell):
    return cell.border.left.style == "thin"


def cells(path):
    book = openpyxl.load_workbook(open(path, "rb"), data_only=True)
    tables = [sheet for sheet in book if sheet.title not in BESIDE]
    for number, sheet in enumerate(tables, 1):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and is_in_table(sheet, cell):
                    print(number, shown(cell), sep="\t")


def sums(path):
    values = openpyxl.load_workbook(open(path, "rb"), data_only=True)
    formulas = openpyxl.load_workbook(open(path, "rb"))
    for row in values[BESIDE[0]].iter_rows(min_row=2, values_only=True):
        name, place, fact, parts, total, difference = row[:6]
        print(name, place, formulas[name][place].value, fact, parts, total, difference, sep=" | ")


def bare(path, other):
    openpyxl.load_workbook(open(path, "rb")).save(other)


def same(path, other):
    books = [openpyxl.load_workbook(open(name, "rb"), data_only=True) for name in (path, other)]
    for sheet in books[0]:
        for row in sheet.iter_rows():
            for cell in row:
                there = books[1][sheet.title][cell.coordinate].value
                equal = cell.value == there
                if isinstance(cell.value, (int, float)) and isinstance(there, (int, float)):
                    equal = abs(cell.value - there) < 1e-9
                if not equal:
                    print(sheet.title, cell.coordinate, repr(cell.value), repr(there))


{"cells": cells, "sums": sums, "bare": bare, "same": same}[sys.argv[1]](*sys.argv[2:])
