#!/usr/bin/env python3
"""Makes files that cannot be read, in the folder given: each is wrong in its own way."""
import sys
import zipfile

from workbook import put_xlsx, read, read_book

BOOK = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def repack(source, path, change):
    """Copies a zip, each part as change(name, data) gives it; None leaves it out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)


def main(book, folder):
    sound = f"{folder}/sound.xlsx"
    put_xlsx(read_book(read(book)), sound)
    with open(sound, "rb") as file:
        data = file.read()
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    wide = lambda text: text.encode("utf-16-le")
    doctype = b'<!DOCTYPE a [<!ENTITY x "y">]>'
    write(f"{folder}/empty.xlsx", b"")
    write(f"{folder}/cut.xlsx", data[: len(data) // 2])
    write(f"{folder}/protected.xlsx", ole + wide("EncryptedPackage") + bytes(512))
    write(f"{folder}/old-word.xls", ole + wide("WordDocument") + bytes(512))
    write(f"{folder}/old-torn.xls", ole + bytes(512))
    write(f"{folder}/latin.csv", b"a;b\xff\xff\xff\n\x80\x80")
    write(f"{folder}/torn.pdf", b"%PDF-1.7\nnothing follows\n")
    write(f"{folder}/no-tables.html", b"<html><body><p>nothing</p></body></html>")
    repack(sound, f"{folder}/no-workbook.xlsx",
           lambda name, data: None if name == "xl/_rels/workbook.xml.rels" else data)
    repack(sound, f"{folder}/bad-xml.xlsx",
           lambda name, data: data[:-9] if name.endswith("sheet1.xml") else data)
    repack(sound, f"{folder}/doctype.xlsx",
           lambda name, data: data.replace(b"<worksheet", doctype + b"<worksheet"))
    repack(sound, f"{folder}/bomb.xlsx",
           lambda name, data: data.replace(b"</worksheet>", b" " * (1 << 25) + b"</worksheet>")
           if name.endswith("sheet1.xml") else data)
    repack(sound, f"{folder}/macros.xlsx", lambda name, data: data)
    with zipfile.ZipFile(f"{folder}/macros.xlsx", "a") as more:
        more.writestr("xl/vbaProject.bin", "none")
        more.writestr("xl/externalLinks/externalLink1.xml", "<a/>")
    with zipfile.ZipFile(f"{folder}/other.zip", "w") as other:
        other.writestr("a.txt", "nothing")


if __name__ == "__main__":
    main(*sys.argv[1:])
