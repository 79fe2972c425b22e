#!/usr/bin/env python3
"""Puts single faults into Word files and tells which an audit finds, and whether at the right place.

usage: seed_faults.py [--pdf] PROGRAM COUNT SEED FILE.docx...

--pdf: LibreOffice writes each faulty file as a PDF, all in one run, and that is audited.

A fault is one of: a digit changed, a word of direction turned round, a point moved, two rows of a
table with their amounts exchanged. It is found when the audit says more than of the sound file, and
blamed rightly when a finding quotes, or names with its amount, what was changed.
"""
import json, os, random, re, subprocess, sys, tempfile, zipfile

WORDS = [('增加', '减少'), ('减少', '增加'), ('增长', '下降'), ('下降', '增长')]
NUMBER = re.compile(r'\d[\d,]*\.\d+')

def parts_of(path):
    with zipfile.ZipFile(path) as z:
        return {n: z.read(n) for n in z.namelist()}

def write(path, parts, xml):
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, xml.encode() if name == 'word/document.xml' else data)

def texts_of(xml):
    return list(re.finditer(r'<w:t(?: [^>]*)?>([^<]*)</w:t>', xml))

def changed(rng, kind, xml, spans):
    """One fault: (new xml, what was there, what is there now)."""
    for _ in range(200):
        t = rng.choice(spans)
        text, at = t.group(1), t.start(1)
        if kind == 'word':
            found = [(m.start(), a, b) for a, b in WORDS for m in re.finditer(a, text)]
            if not found:
                continue
            i, a, b = rng.choice(found)
            return xml[:at+i] + b + xml[at+i+len(a):], a, b, text
        numbers = list(NUMBER.finditer(text))
        if not numbers: continue
        m = rng.choice(numbers)
        old = m.group(0)
        if kind == 'digit':
            digits = [i for i, c in enumerate(old) if c.isdigit()]
            i = rng.choice(digits)
            new = old[:i] + rng.choice([d for d in '0123456789' if d != old[i]]) + old[i+1:]
        elif kind == 'point':
            plain = old.replace(',', '')
            whole, part = plain.split('.')
            new = whole + part[0] + '.' + part[1:] if len(part) > 1 and rng.random() < .5 else \
                  (whole[:-1] or '0') + '.' + whole[-1] + part
            if float(new) == float(plain): continue
        return xml[:at+m.start()] + new + xml[at+m.end():], old, new, text
    return None

def swapped(rng, xml):
    """Two neighbouring amounts of one column exchanged."""
    rows = list(re.finditer(r'<w:tr[ >].*?</w:tr>', xml, re.S))
    for _ in range(500 if len(rows) > 1 else 0):
        i = rng.randrange(len(rows) - 1)
        a, b = rows[i], rows[i+1]
        if xml[a.end():b.start()].strip(): continue
        na = [m for m in re.finditer(r'<w:t(?: [^>]*)?>([\d,]+\.\d+)</w:t>', a.group(0))]
        nb = [m for m in re.finditer(r'<w:t(?: [^>]*)?>([\d,]+\.\d+)</w:t>', b.group(0))]
        if not na or len(na) != len(nb): continue
        k = rng.randrange(len(na))
        x, y = na[k].group(1), nb[k].group(1)
        if x == y: continue
        ra = a.group(0)[:na[k].start(1)] + y + a.group(0)[na[k].end(1):]
        rb = b.group(0)[:nb[k].start(1)] + x + b.group(0)[nb[k].end(1):]
        return xml[:a.start()] + ra + xml[a.end():b.start()] + rb + xml[b.end():], x, y, ''
    return None

def findings(program, path):
    out = subprocess.run([program, 'audit', path, '--format', 'json'], capture_output=True, text=True,
                         timeout=60, env=dict(os.environ, LC_ALL='C.UTF-8'))
    lines = [json.loads(l) for l in out.stdout.splitlines()]
    return [l for l in lines if 'id' in l and l['level'] != 'note'], out

def is_right(kind, old, now, told):
    plain = now.replace(',', '')
    def short(v): return str(v).rstrip('%元').rstrip('0').rstrip('.')
    said = [v for f in told for v in f['values'][:1] if v]
    if kind == 'word' and any(f['id'] in ('stated-word', 'audit-words', 'stated-follows-word', 'audit-reason')
                              for f in told):
        return True
    if kind == 'row' and any(v in (old.replace(',', ''), plain) for v in said):
        return True
    # Of two figures that contradict each other one is quoted, the other named in the message.
    named = [n.replace(',', '') for f in told for n in NUMBER.findall(f['text'])]
    return any(short(v) == plain.rstrip('0').rstrip('.') for v in said + named)

def seed(rng, folder, count, files):
    """Writes the faulty files; of each: path, name of the sound one, kind, what was there, is now, where."""
    kinds = ['digit', 'digit', 'word', 'point', 'row']
    seeds = []
    for n in range(count):
        source, kind = files[n % len(files)], rng.choice(kinds)
        parts = parts_of(source)
        xml = parts['word/document.xml'].decode()
        fault = swapped(rng, xml) if kind == 'row' else changed(rng, kind, xml, texts_of(xml))
        if not fault: continue
        new, old, now, where = fault
        target = os.path.join(folder, f'{n}.docx')
        write(target, parts, new)
        seeds.append((target, os.path.basename(source), kind, old, now, where))
    return seeds

def as_pdf(folder, paths):
    subprocess.run(['soffice', f'-env:UserInstallation=file://{folder}/office', '--headless', '--convert-to',
                    'pdf', '--outdir', folder, *paths], capture_output=True)

def main():
    args = sys.argv[1:]
    pdf = args[0] == '--pdf'
    program, count, number, files = args[pdf], int(args[pdf + 1]), int(args[pdf + 2]), args[pdf + 3:]
    found = {k: [0, 0, 0] for k in ('digit', 'word', 'point', 'row')}
    missed, unsound = [], 0
    with tempfile.TemporaryDirectory() as folder:
        seeds = seed(random.Random(number), folder, count, files)
        if pdf:
            for i, file in enumerate(files):
                write(os.path.join(folder, f'sound{i}.docx'), (p := parts_of(file)), p['word/document.xml'].decode())
            sound = [os.path.join(folder, f'sound{i}.docx') for i in range(len(files))]
            as_pdf(folder, [s[0] for s in seeds] + sound)
            unsound = sum(len(findings(program, s[:-4] + 'pdf')[0]) for s in sound)
        for path, name, kind, old, now, where in seeds:
            path = path[:-4] + 'pdf' if pdf else path
            if not os.path.exists(path): continue
            told, out = findings(program, path)
            right = bool(told) and is_right(kind, old, now, told)
            for i, yes in enumerate((True, bool(told), right)):
                found[kind][i] += yes
            if not right:
                missed.append(('blame' if told else 'miss', name, kind, old, now, where[:80],
                               told[0]['text'][:100] if told else ''))
    total = [sum(v[i] for v in found.values()) for i in range(3)]
    for m in missed: print(*m, sep='\t')
    for k, v in sorted(found.items()): print(f'{k}: {v[0]} seeded, {v[1]} found, {v[2]} blamed rightly')
    if pdf: print(f'sound: {unsound} findings')
    print(f'all: {total[0]} seeded, {total[1]} found, {total[2]} blamed rightly')

main()
