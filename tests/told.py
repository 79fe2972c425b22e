#!/usr/bin/env python3
"""Prints which of the words stand anywhere in a file: in its text, in what is packed or attached
inside it, and in what that holds.  told.py FILE WORD..."""
import base64, io, os, re, subprocess, sys, tempfile, zipfile

SHORT = re.compile(rb"(?<![0-9.])[0-9.]{1,5}(?![0-9.])")  # lengths on the page are no figures


def parts(name, data):
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield member.encode()
                yield from parts(member, packed.read(member))
    elif data[:5] == b"%PDF-":
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "file.pdf")
            with open(path, "wb") as file:
                file.write(data)
            yield subprocess.run(["pdftotext", path, "-"], stdout=subprocess.PIPE).stdout
            plain = os.path.join(folder, "plain.pdf")
            subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, plain],
                           stderr=subprocess.DEVNULL)
            with open(plain, "rb") as file:
                yield SHORT.sub(b" ", file.read())
            held = os.path.join(folder, "held")
            os.mkdir(held)
            subprocess.run(["pdfdetach", "-saveall", "-o", held, path], stdout=subprocess.DEVNULL)
            for file in os.listdir(held):
                with open(os.path.join(held, file), "rb") as attached:
                    yield from parts(file, attached.read())
    else:
        for found in re.finditer(rb"base64,([A-Za-z0-9+/=]{64,})", data):
            yield from parts(name, base64.b64decode(found.group(1)))


def main():
    path, words = sys.argv[1], sys.argv[2:]
    with open(path, "rb") as file:
        texts = list(parts(path, file.read()))
    for word in words:
        if any(word.encode() in text for text in texts):
            print(word)


main()
