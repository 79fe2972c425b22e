#!/usr/bin/env python3
"""Puts single faults into Word files and tells which an audit finds, and whether at the right place.

usage: seed_faults.py [--pdf] [--keep DIR] PROGRAM COUNT SEED FILE.docx...

--pdf: LibreOffice writes each faulty file as a PDF, some in one run, and that is audited.
--keep DIR: what was written stays there, and a PDF that is there already is not written again.

A fault is one of: a digit changed, a word of direction turned round, a point moved, two rows of a
table with their amounts exchanged. It is found when the audit says more than of the sound file, and
blamed rightly when a finding quotes, or names with its amount, what was changed.
"""
import json, os, random, re, shutil, signal, subprocess, sys, tempfile, zipfile
from decimal import Decimal, ROUND_HALF_UP

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
    return [l for l in lines if 'id' in l and l['level'] != 'note']

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
    rounded = str(Decimal(plain).quantize(Decimal('0.01'), ROUND_HALF_UP))
    return any(short(v) in (short(plain), short(rounded)) for v in said + named)

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
    """Writes those that are not there yet. LibreOffice may hang on one: the others follow one by one."""
    absent = [p for p in paths if not os.path.exists(p[:-4] + 'pdf')]
    for size, limit in ((25, 400), (1, 60)):
        for i in range(0, len(absent), size):
            command = ['soffice', f'-env:UserInstallation=file://{folder}/office', '--headless',
                       '--convert-to', 'pdf', '--outdir', folder, *absent[i:i+size]]
            with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  start_new_session=True) as office:
                try: office.wait(limit)
                except subprocess.TimeoutExpired: os.killpg(office.pid, signal.SIGKILL)
            print(f'PDF: {i + len(absent[i:i+size])} of {len(absent)}', file=sys.stderr, flush=True)
        absent = [p for p in absent if not os.path.exists(p[:-4] + 'pdf')]
    for p in absent: print('not written as PDF:', p, file=sys.stderr)

def measure(folder, args, pdf):
    program, count, number, files = args[0], int(args[1]), int(args[2]), args[3:]
    found = {k: [0, 0, 0] for k in ('digit', 'word', 'point', 'row')}
    missed, unsound = [], {}
    seeds = seed(random.Random(number), folder, count, files)
    sound = {os.path.basename(f): os.path.join(folder, 'sound-' + os.path.basename(f)) for f in files}
    for file in files:
        shutil.copyfile(file, sound[os.path.basename(file)])
    if pdf: as_pdf(folder, list(sound.values()) + [s[0] for s in seeds])
    read = lambda path: findings(program, path[:-4] + 'pdf' if pdf else path)
    for name, path in sound.items():
        unsound[name] = read(path)
    for path, name, kind, old, now, where in seeds:
        if pdf and not os.path.exists(path[:-4] + 'pdf'): continue
        same = [f['text'] for f in unsound[name]]
        told = [f for f in read(path) if f['text'] not in same]
        right = bool(told) and is_right(kind, old, now, told)
        for i, yes in enumerate((True, bool(told), right)):
            found[kind][i] += yes
        if not right:
            missed.append(('blame' if told else 'miss', os.path.basename(path), name, kind, old, now,
                           where[:80], ' | '.join(f['text'] for f in told)[:300]))
    total = [sum(v[i] for v in found.values()) for i in range(3)]
    for m in missed: print(*m, sep='\t')
    for k, v in sorted(found.items()): print(f'{k}: {v[0]} seeded, {v[1]} found, {v[2]} blamed rightly')
    for name, told in unsound.items():
        for f in told: print('sound:', name, f['text'], sep='\t')
    print(f'sound: {sum(map(len, unsound.values()))} findings')
    print(f'all: {total[0]} seeded, {total[1]} found, {total[2]} blamed rightly')

def main():
    args = sys.argv[1:]
    pdf = args[0] == '--pdf'
    args = args[pdf:]
    if args[0] == '--keep':
        os.makedirs(args[1], exist_ok=True)
        return measure(os.path.abspath(args[1]), args[2:], pdf)
    with tempfile.TemporaryDirectory() as folder:
        measure(folder, args, pdf)

main()
