# Edits the body of a Word file as a reader of the draft would.
import sys

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    text = file.read()


def once(old, new):
    global text
    assert old in text, old
    text = text.replace(old, new, 1)


def run(element, words):
    return f"<w:{element} w:id=\"1\" w:author=\"a\"><w:r><w:{'delText' if element == 'del' else 't'}>" \
           f"{words}</w:{'delText' if element == 'del' else 't'}></w:r></w:{element}>"


table = text.index("<w:tbl>")
figure = text.index("5456.87", table)
text = text[:figure] + "5456.78" + text[figure + 7:]
sentence = text.rindex("万元，")
text = text[:sentence] + "万元，已更正；" + text[sentence + len("万元，"):]
once("</w:t></w:r></w:p>", "</w:t></w:r>" + run("ins", "（修订）") + run("del", "原") + "</w:p>")
with open(path, "w", encoding="utf-8") as file:
    file.write(text)
