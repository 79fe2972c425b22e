#!/usr/bin/env python3
"""Puts single faults into Word files and tells which an audit finds, and whether at the right place.

usage: seed_faults.py PROGRAM COUNT SEED FILE.docx...

A fault is one of: a digit changed, a word of direction turned round, a point moved, two rows of a
table with their amounts exchanged. It is found when the audit says more than of the sound file, and
blamed rightly when what a finding quotes is what was changed.
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
            if new == plain: continue
        return xml[:at+m.start()] + new + xml[at+m.end():], old, new, text
    return None

def swapped(rng, xml):
    """Two neighbouring amounts of one column exchanged."""
    rows = list(re.finditer(r'<w:tr[ >].*?</w:tr>', xml, re.S))
    for _ in range(500):
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

def main():
    program, count, seed, files = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    rng = random.Random(seed)
    kinds = ['digit', 'digit', 'word', 'point', 'row']
    found = {k: [0, 0, 0] for k in set(kinds)}
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        for n in range(count):
            path = files[n % len(files)]
            kind = rng.choice(kinds)
            parts = parts_of(path)
            xml = parts['word/document.xml'].decode()
            spans = texts_of(xml)
            fault = swapped(rng, xml) if kind == 'row' else changed(rng, kind, xml, spans)
            if not fault: continue
            new, old, now, where = fault
            target = os.path.join(folder, 'x.docx')
            write(target, parts, new)
            told, out = findings(program, target)
            found[kind][0] += 1
            if told:
                found[kind][1] += 1
                said = json.dumps(told, ensure_ascii=False)
                plain = now.replace(',', '')
                right = any(v and str(v).rstrip('%元') .rstrip('0').rstrip('.') == plain.rstrip('0').rstrip('.')
                            for f in told for v in f['values'][:1]) or (kind == 'word' and any(
                            f['id'] in ('stated-word', 'audit-words', 'stated-follows-word') for f in told)) \
                        or (kind == 'row' and any(v in (old.replace(',', ''), plain) for f in told for v in f['values'][:1]))
                found[kind][2] += right
                if not right:
                    missed.append(('blame', os.path.basename(path), kind, old, now, where[:60], told[0]['text'][:100]))
            else:
                missed.append(('miss', os.path.basename(path), kind, old, now, where[:80], ''))
    total = [sum(v[i] for v in found.values()) for i in range(3)]
    for m in missed: print(*m, sep='\t')
    for k, v in sorted(found.items()): print(f'{k}: {v[0]} seeded, {v[1]} found, {v[2]} blamed rightly')
    print(f'all: {total[0]} seeded, {total[1]} found, {total[2]} blamed rightly')

main()
