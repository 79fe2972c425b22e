/* The form: one group of fields at a time, each with meaning, unit, source, and what is found there. */
import { t } from './words.js';
import { el, clear, id, findingLine, kindOf } from './show.js';
import { read, write, removeLine, segmentsOf, keyOf } from './model.js';

/* What was built last: inputs by key, and the groups' buttons. */
let built = null;

function unitOf(state, field) {
  if (field.unit) return field.unit;
  if (!field.amount) return '';
  return read(state.record, segmentsOf('单位.金额单位', [], [])) || '元';
}

function ids(key) { return 'f-' + key; }

/* The control for a field's value. */
function control(field, value, props) {
  if (field.type === 'choice')
    return el('select', props, el('option', { value: '' }, '—'),
      ...field.words.map((word) => el('option', { value: word, selected: word === value }, word)));
  if (field.type === 'prose')
    return el('textarea', Object.assign({ value, rows: Math.min(12, Math.max(3, value.length / 30)) }, props));
  const number = ['money', 'signed', 'count', 'score', 'year'].includes(field.type);
  return el('input', Object.assign({
    type: field.type === 'date' ? 'date' : 'text', value,
    inputmode: number ? 'decimal' : null, class: number ? 'number' : 'text',
  }, props));
}

/* A field's control, known by its key, that types into the record. */
function bound(state, field, line, axes, label) {
  const segments = segmentsOf(field.path, line, axes), key = keyOf(segments);
  const input = control(field, read(state.record, segments), {
    id: ids(key), 'aria-label': label || null, 'aria-describedby': ids(key) + '-said',
    'aria-required': field.required && !axes.length ? 'true' : null,
  });
  const said = el('ul', { id: ids(key) + '-said', class: 'findings' });
  const origin = el('span', { class: 'origin' }), place = state.sources[key];
  if (place) origin.textContent = t('found_at') + place;
  input.addEventListener('input', () => {
    write(state.record, segments, input.value, field.type);
    origin.textContent = '';
    delete state.sources[key];
    state.onchange(key);
  });
  built.byKey.set(key, { input, said, sheet: built.sheet });
  return { input, said, origin, key };
}

/* ---- a list of fields ---- */

function about(field, found) {
  const parts = [];
  if (field.source && !found) parts.push(el('span', {}, t('source') + field.source));
  if (field.sentence) parts.push(el('span', {}, t('sentence') + field.sentence));
  return parts.length ? el('p', { class: 'hint' }, ...parts) : null;
}

function meaningOf(field) {
  return document.documentElement.lang === 'en' ? field.meaning : field.label;
}

function fieldRow(state, field) {
  const { input, said, origin, key } = bound(state, field, [], [], '');
  const unit = unitOf(state, field);
  return el('div', { class: 'field' + (field.type === 'prose' ? ' wide' : '') },
    el('label', { for: ids(key) }, meaningOf(field),
      field.required ? el('span', { class: 'must' }, ' ', t('required')) : null),
    el('div', { class: 'value' },
      el('span', { class: 'typed' }, input, unit ? el('span', { class: 'unit' }, unit) : null),
      origin, about(field, origin.textContent), said));
}

/* ---- a grid ---- */

function headOf(field, state) {
  const unit = unitOf(state, field);
  return el('th', { scope: 'col', title: field.meaning },
    document.documentElement.lang === 'en' ? field.label : field.label,
    unit ? el('span', { class: 'unit' }, unit) : null);
}

/* What stands at an axis of the line: words and numbers as they are, of codes their names. */
function axisCells(block, line) {
  const cells = [];
  block.axes.forEach((axis, i) => {
    cells.push(i === 0 ? el('th', { scope: 'row' }, line.at[i]) : el('td', { class: 'axis' }, line.at[i]));
    if (axis.kind === 'codes') cells.push(el('td', { class: 'axis' }, line.names[i]));
  });
  return cells;
}

function lineLabel(line) {
  return line.at.map((at, i) => (line.names[i] ? at + ' ' + line.names[i] : at)).join(' ');
}

function gridRow(state, block, line) {
  const row = el('tr', {}, ...axisCells(block, line));
  for (const field of block.fields) {
    const { input, said, origin } =
      bound(state, field, line.at, block.axes, field.label + ' ' + lineLabel(line));
    if (input.tagName === 'INPUT') input.title = origin.textContent;
    row.appendChild(el('td', {}, input, said));
  }
  if (block.axes.some((axis) => axis.kind !== 'words'))
    row.appendChild(el('td', { class: 'remove' }, el('button', {
      type: 'button', class: 'quiet', 'aria-label': t('remove_line') + ' ' + lineLabel(line),
      onclick: () => {
        removeLine(state.record, block.fields, line.at, block.axes);
        state.onlines();
      },
    }, '×')));
  return row;
}

/* The number that the next item of a list bears. */
function nextNumber(block, at, upto) {
  const taken = block.lines.filter((line) => line.at.slice(0, upto).join('.') === at.slice(0, upto).join('.'))
    .map((line) => Number(line.at[upto]));
  return String(Math.max(0, ...taken) + 1);
}

/* A row of controls that adds a line to the grid. */
function adder(state, block, body) {
  const error = el('span', { class: 'finding error', role: 'alert' });
  const controls = block.axes.map((axis, i) => {
    const label = axis.head || t('line_head');
    if (axis.kind === 'words')
      return el('select', { 'aria-label': label }, ...axis.words.map((w) => el('option', {}, w)));
    return el('input', {
      type: 'text', inputmode: 'numeric', class: 'code', 'aria-label': label, placeholder: label,
      value: axis.kind === 'ordinal' && i === 0 ? nextNumber(block, [], 0) : '',
    });
  });
  function add() {
    const at = controls.map((node) => node.value.trim());
    error.textContent = '';
    for (let i = 0; i < at.length; i++) {
      const axis = block.axes[i];
      if (axis.kind === 'ordinal' && !at[i]) at[i] = nextNumber(block, at, i);
      const lengths = axis.kind === 'codes' ? axis.lengths.split('') : null;
      if (!/^\d+$/.test(at[i]) && axis.kind !== 'words' || (lengths && !lengths.includes(String(at[i].length)))) {
        error.textContent = t('code_bad', lengths ? lengths.join('/') : '1');
        controls[i].focus();
        return;
      }
    }
    const same = block.lines.find((line) => line.at.join('.') === at.join('.'));
    const line = same || { at, names: at.map(() => '') };
    if (!same) {
      block.lines.push(line);
      const row = gridRow(state, block, line);
      body.appendChild(row);
      state.onname(block, line, row);
    }
    const first = built.byKey.get(keyOf(segmentsOf(block.fields[0].path, at, block.axes)));
    if (first) first.input.focus();
  }
  return el('p', { class: 'adder' }, ...controls,
    el('button', { type: 'button', onclick: add }, t('add_line')), ' ', error);
}

function grid(state, block) {
  const body = el('tbody', {}, ...block.lines.map((line) => gridRow(state, block, line)));
  const heads = [];
  for (const axis of block.axes) {
    heads.push(el('th', { scope: 'col' }, axis.head));
    if (axis.kind === 'codes') heads.push(el('th', { scope: 'col' }, t('name_head')));
  }
  const fixed = block.axes.every((axis) => axis.kind === 'words') && block.axes.length === 1;
  const sources = block.fields.filter((field) => field.source || field.sentence);
  return el('div', { class: 'grid' },
    el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': block.title },
      el('table', {}, el('caption', { class: 'unseen' }, block.title),
        el('thead', {}, el('tr', {}, ...heads, ...block.fields.map((field) => headOf(field, state)),
          fixed ? null : el('td', {}))),
        body)),
    fixed ? null : adder(state, block, body),
    sources.length ? el('details', { class: 'hint' }, el('summary', {}, t('source').trim()),
      el('dl', {}, ...sources.reduce((all, field) => all.concat([
        el('dt', {}, field.label),
        el('dd', {}, [field.source, field.sentence].filter(Boolean).join('；'))]), []))) : null);
}

/* ---- groups ---- */

function blockNode(state, block) {
  return el('fieldset', {}, el('legend', { class: block.title === built.sheet ? 'unseen' : '' }, block.title),
    block.axes.length ? grid(state, block) : el('div', {}, ...block.fields.map((f) => fieldRow(state, f))));
}

function showSheet(name) {
  built.shown = name;
  for (const [other, sheet] of built.sheets) {
    sheet.node.hidden = other !== name;
    if (other === name) sheet.button.setAttribute('aria-current', 'true');
    else sheet.button.removeAttribute('aria-current');
  }
}

/* Builds the form of the state. The group shown before stays shown. */
export function buildForm(state) {
  const fields = id('fields'), nav = id('sheets'), before = built && built.shown;
  clear(fields);
  clear(nav);
  built = { byKey: new Map(), sheets: new Map(), shown: null, sheet: null, state };
  for (const sheet of state.form.sheets) {
    built.sheet = sheet.name;
    const count = el('span', { class: 'count' });
    const button = el('button', { type: 'button', onclick: () => { showSheet(sheet.name); fields.scrollTop = 0; } },
      sheet.name, ' ', count);
    const node = el('div', { class: 'sheet' },
      el('h2', {}, sheet.name), sheet.note ? el('p', { class: 'hint' }, sheet.note) : null,
      ...sheet.blocks.map((block) => blockNode(state, block)));
    nav.appendChild(button);
    fields.appendChild(node);
    built.sheets.set(sheet.name, { node, button, count });
  }
  showSheet(built.sheets.has(before) ? before : state.form.sheets[0].name);
}

/* ---- findings ---- */

/* The field at the key, or the nearest one above or below it. */
function placeFor(key) {
  if (!key) return null;
  if (built.byKey.has(key)) return built.byKey.get(key);
  for (const [known, place] of built.byKey)
    if (known.startsWith(key + '.') || key.startsWith(known + '.')) return place;
  const top = key.split('.')[0];
  for (const [known, place] of built.byKey) if (known.split('.')[0] === top) return place;
  return null;
}

/* Shows the field, on whatever group it stands. */
export function goTo(key) {
  const place = placeFor(key);
  if (!place) return false;
  showSheet(place.sheet);
  document.querySelector('.edit').dataset.shown = 'fields';
  document.querySelectorAll('.tabs button').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.pane === 'fields'));
  });
  place.input.focus();
  place.input.scrollIntoView({ block: 'center' });
  return true;
}

/* Puts each finding beside its field, counts them by group, lists all. */
export function showProblems(findings) {
  for (const place of built.byKey.values()) {
    if (place.marked) {
      clear(place.said);
      place.input.removeAttribute('aria-invalid');
      place.input.classList.remove('error', 'warning', 'note', 'missing');
    }
    place.marked = false;
  }
  const counts = new Map(), bad = new Set(), list = el('ul', { class: 'findings' });
  for (const finding of findings) {
    const place = placeFor(finding.key), kind = kindOf(finding);
    list.appendChild(findingLine(finding, place ? () => goTo(finding.key) : null));
    if (!place) continue;
    const exact = built.byKey.has(finding.key);
    if (exact) {
      place.said.appendChild(findingLine(finding));
      place.input.classList.add(kind);
      if (kind === 'error') place.input.setAttribute('aria-invalid', 'true');
      place.marked = true;
    }
    if (kind !== 'note') counts.set(place.sheet, (counts.get(place.sheet) || 0) + 1);
    if (kind === 'error') bad.add(place.sheet);
  }
  for (const [name, sheet] of built.sheets) {
    sheet.count.textContent = counts.get(name) || '';
    sheet.count.classList.toggle('bad', bad.has(name));
  }
  clear(id('problems'));
  id('problems').appendChild(findings.length ? list : el('p', { class: 'sound' }, t('sound')));
}
