/* The views, and what holds them together: one record, checked and shown as it is typed. */
import { t, putWords, isChinese, setChinese } from './words.js';
import { el, clear, id, say, showFindings, kindOf } from './show.js';
import { ask, askRecord, askText, download, save, newest, Refused } from './api.js';
import { parse, stringify, plain, read, write, segmentsOf } from './model.js';
import { buildForm, showProblems } from './form.js';
import { startPages, showPages } from './pages.js';
import { explain, closeExplain } from './explain.js';

const DRAFT = 'gongkai-draft';

/* All there is of a document; it is nowhere but here. */
let state = null;

function newState(record) {
  return {
    record, base: stringify(record), sources: {}, form: null, corrects: null,
    recordParts() {
      return [['record', stringify(this.record), 'record.json'],
        ['corrects', this.corrects, 'old.json']];
    },
    onchange: changed, onlines: refreshForm, onname: nameLine,
  };
}

function at(path) { return segmentsOf(path, [], []); }

/* ---- views ---- */

function show(view) {
  for (const name of ['start', 'correct', 'audit', 'edit']) id(name).hidden = name !== view;
  const pressed = { 'go-edit': view === 'edit' || view === 'start', 'go-correct': view === 'correct', 'go-audit': view === 'audit' };
  for (const name of Object.keys(pressed)) {
    if (pressed[name]) id(name).setAttribute('aria-current', 'page');
    else id(name).removeAttribute('aria-current');
  }
  id('resume').hidden = !keptDraft();
  window.scrollTo(0, 0);
}

function showWho() {
  const name = state ? read(state.record, at('单位.名称')) : '';
  const year = state ? read(state.record, at('单位.年度')) : '';
  id('who').textContent = [name, year, state && state.corrects ? t('correcting') : ''].filter(Boolean).join(' · ');
}

/* Does it, and shows what stands in its way there. */
async function attempt(node, action) {
  clear(node);
  document.body.classList.add('busy');
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    showFindings(node, t('failed', error.message), error.findings);
    node.scrollIntoView({ block: 'nearest' });
  } finally {
    document.body.classList.remove('busy');
  }
}

/* ---- as it is typed ---- */

const check = newest('check', () => state && state.recordParts(), (reply, refusal) => {
  if (!state || !state.form) return;
  const findings = reply ? reply.findings : refusal.findings;
  const count = (kind) => findings.filter((f) => kindOf(f) === kind).length;
  showProblems(findings);
  const errors = count('error'), warnings = count('warning'), missing = count('missing');
  const sum = findings.length ? t('sum', errors, warnings, missing) : t('sound');
  for (const name of ['problem-count', 'problem-count-tab']) {
    id(name).textContent = errors + missing || '';
    id(name).classList.toggle('bad', errors > 0);
  }
  if (refusal && !refusal.findings.length) say(refusal.message);
  else say(sum);
  document.dispatchEvent(new CustomEvent('checked'));
});

let later = 0;

function changed() {
  check();
  clearTimeout(later);
  later = setTimeout(() => { showPages(); showWho(); keepDraft(); }, 200);
}

/* ---- the form ---- */

async function askForm() {
  const reply = await ask('form', [['record', stringify(state.record), 'record.json']]);
  state.form = reply;
  state.sources = reply.sources;
}

async function refreshForm() {
  await askForm();
  buildForm(state);
  changed();
}

/* The name of a code that was just added. */
async function nameLine(block, line, row) {
  if (!block.axes.some((axis) => axis.kind === 'codes')) return;
  const copy = parse(stringify(state.record)), field = block.fields[0];
  write(copy, segmentsOf(field.path, line.at, block.axes), '0', field.type);
  const reply = await ask('form', [['record', stringify(copy), 'record.json']]);
  for (const sheet of reply.sheets)
    for (const other of sheet.blocks) {
      const found = other.title === block.title && other.lines.find((l) => l.at.join('.') === line.at.join('.'));
      if (!found) continue;
      line.names = found.names;
      const cells = row.querySelectorAll('td.axis');
      if (cells.length) cells[0].textContent = found.names.find(Boolean) || '';
    }
}

/* What an audit read stands there as text; the form knows which of it are numbers. */
function typeNumbers() {
  for (const sheet of state.form.sheets)
    for (const block of sheet.blocks)
      for (const line of block.axes.length ? block.lines : [{ at: [] }])
        for (const field of block.fields) {
          const segments = segmentsOf(field.path, line.at, block.axes), text = read(state.record, segments);
          if (text) write(state.record, segments, text, field.type);
        }
  state.base = stringify(state.record);
}

async function edit(next) {
  state = next;
  await askForm();
  buildForm(state);
  startPages(state, (name) => explain(state, name));
  id('save-diff').hidden = !state.corrects;
  clear(id('out-findings'));
  show('edit');
  showWho();
  await Promise.all([check(), showPages()]);
  id('main').focus();
}

/* ---- beginning ---- */

const dropped = { files: [], old: null, audit: null };

function chosenForm() { return id('form-name').value; }

function withForm(record) {
  if (chosenForm()) write(record, at('单位.模板'), chosenForm(), 'line');
  return record;
}

async function importFiles(files, last) {
  const parts = files.map((file) => ['file', file, file.name || 'file']);
  if (last) parts.push(['last-year', last, last.name]);
  if (id('unit').value) parts.push(['unit', id('unit').value]);
  return askRecord('import', parts);
}

async function begin() {
  const files = dropped.files.length ? dropped.files : Array.from(id('files').files);
  const last = id('last-year').files[0];
  if (!files.length && !last) {
    showFindings(id('start-findings'), t('first_choose'), []);
    return;
  }
  const reply = await importFiles(files, last);
  await edit(newState(withForm(reply.record)));
  showTaken(reply);
}

/* How much was taken, and on demand from which tables. */
function showTaken(reply) {
  const lines = reply.report.trim().split('\n');
  const from = lines.map((line) => line.startsWith('  ')).lastIndexOf(true) + 1;
  showFindings(id('out-findings'), t('taken') + lines.slice(from).join('；'), reply.findings);
  if (from)
    id('out-findings').firstChild.appendChild(el('details', {}, el('summary', {}, t('taken_tables')),
      el('p', { class: 'report-title' }, lines.slice(0, from).join('\n'))));
}

async function loadForms() {
  const select = id('form-name'), before = select.value;
  const reply = await ask('forms');
  clear(select);
  select.appendChild(el('option', { value: '' }, t('form_auto')));
  for (const form of reply.forms)
    select.appendChild(el('option', { value: form.name }, form.about + '（' + form.name + '）'));
  select.value = before;
}

/* ---- correcting ---- */

/* The record that was published, as its file has it; a PDF of ours carries it. */
async function publishedRecord(file) {
  const head = await file.slice(0, 5).text();
  if (head === '%PDF-') return askText('extract', [['file', file, file.name]]);
  return file.text();
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}

async function beginCorrection() {
  const file = dropped.old || id('old-file').files[0];
  if (!file) {
    showFindings(id('correct-findings'), t('first_choose'), []);
    return;
  }
  const old = await publishedRecord(file);
  const reply = await askRecord('import', [['file', old, 'old.json']]);
  const hash = await ask('hash', [['record', old, 'old.json']]);
  const next = newState(reply.record);
  const edition = Number(read(next.record, at('更正.版次')) || 1) + 1;
  next.base = stringify(next.record);
  next.corrects = old;
  delete next.record['更正'];
  write(next.record, at('更正.版次'), String(edition), 'count');
  write(next.record, at('更正.日期'), today(), 'date');
  write(next.record, at('更正.更正对象'), hash.sha256, 'line');
  await edit(next);
  showFindings(id('out-findings'), t('correct_hint'), []);
}

/* ---- auditing ---- */

let audited = null;

function auditParts() {
  const file = dropped.audit || id('audit-file').files[0], last = id('audit-last').files[0];
  return file && [['file', file, file.name], ['last-year', last, last && last.name]];
}

async function audit() {
  const parts = auditParts();
  for (const name of ['audit-report', 'audit-edit']) id(name).hidden = true;
  if (!parts) {
    showFindings(id('audit-findings'), t('first_choose'), []);
    return;
  }
  const reply = await askRecord('audit', parts), c = reply.coverage, n = (value) => plain(value);
  const findings = reply.findings.map((f) => Object.assign({}, f, { page: f.page && n(f.page) }));
  audited = { parts, record: reply.record };
  id('audit-report').hidden = false;
  id('audit-edit').hidden = !reply.record;
  showFindings(id('audit-findings'), t('audit_sum', reply.agency, n(reply.year), n(c.tables), n(c.table_figures),
    n(c.table_checked), n(c.sentence_figures), n(c.sentence_checked), n(c.rounding)) +
    (findings.length ? '' : t('audit_none')), findings);
}

id('audit-report').addEventListener('click', () => attempt(id('out-findings'), () =>
  download('audit', audited.parts.concat([['to', 'html']]))));
id('audit-edit').addEventListener('click', () => attempt(id('audit-findings'), async () => {
  state = newState(withForm(audited.record));
  await askForm();
  typeNumbers();
  await edit(state);
}));

/* ---- going out ---- */

function outParts(to) {
  const parts = state.recordParts().concat([['to', to]]);
  if (state.corrects) parts.push(['marks', '1']);
  if (id('draft-print').checked) parts.push(['draft', '1']);
  return parts;
}

function saveRecord() {
  const name = [read(state.record, at('单位.名称')), read(state.record, at('单位.年度'))].join('') || 'record';
  save(new Blob([stringify(state.record)], { type: 'application/json' }), name + '.json');
}

id('out').addEventListener('click', (event) => {
  const to = event.target.dataset.to;
  if (!to) return;
  attempt(id('out-findings'), async () => {
    const name = await download('render', outParts(to));
    showFindings(id('out-findings'), t('made', name), []);
    say(t('made', name));
  });
});
id('save-record').addEventListener('click', saveRecord);
id('save-diff').addEventListener('click', () => attempt(id('out-findings'), () => download('diff', [
  ['old', state.corrects, 'old.json'], ['new', stringify(state.record), 'record.json'], ['to', 'pdf']])));
id('close').addEventListener('click', () => {
  if (!window.confirm(t('close_sure'))) return;
  state = null;
  dropDraft();
  showWho();
  show('start');
});

/* ---- the draft in this browser, if it is wanted ---- */

function keptDraft() {
  try { return localStorage.getItem(DRAFT); } catch (error) { return null; }
}

function dropDraft() {
  try { localStorage.removeItem(DRAFT); } catch (error) { /* none is kept then */ }
}

function keepDraft() {
  if (!state || !id('draft-keep').checked) return;
  try {
    localStorage.setItem(DRAFT, JSON.stringify({
      record: stringify(state.record), base: state.base, corrects: state.corrects }));
  } catch (error) {
    id('draft-keep').checked = false;
  }
}

async function resume() {
  const draft = JSON.parse(keptDraft()), next = newState(parse(draft.record));
  next.base = draft.base;
  next.corrects = draft.corrects;
  id('draft-keep').checked = true;
  await edit(next);
}

id('draft-keep').addEventListener('change', (event) => (event.target.checked ? keepDraft() : dropDraft()));
window.addEventListener('beforeunload', (event) => {
  if (!state || id('draft-keep').checked || stringify(state.record) === state.base) return;
  event.preventDefault();
  event.returnValue = '';
});

/* ---- controls ---- */

function dropOn(name, take) {
  const node = id(name);
  for (const kind of ['dragover', 'dragenter'])
    node.addEventListener(kind, (event) => { event.preventDefault(); node.classList.add('over'); });
  for (const kind of ['dragleave', 'drop']) node.addEventListener(kind, () => node.classList.remove('over'));
  node.addEventListener('drop', (event) => {
    event.preventDefault();
    const files = Array.from(event.dataTransfer.files);
    if (files.length) take(files);
  });
}

dropOn('drop', (files) => { dropped.files = files; attempt(id('start-findings'), begin); });
dropOn('old-drop', (files) => { dropped.old = files[0]; attempt(id('correct-findings'), beginCorrection); });
dropOn('audit-drop', (files) => { dropped.audit = files[0]; attempt(id('audit-findings'), audit); });
id('files').addEventListener('change', () => { dropped.files = []; });
id('old-file').addEventListener('change', () => { dropped.old = null; });
id('audit-file').addEventListener('change', () => { dropped.audit = null; });
id('begin').addEventListener('click', () => attempt(id('start-findings'), begin));
id('begin-empty').addEventListener('click', () => attempt(id('start-findings'), () => edit(newState(withForm({ 单位: {} })))));
id('resume').addEventListener('click', () => attempt(id('start-findings'), resume));
id('begin-correct').addEventListener('click', () => attempt(id('correct-findings'), beginCorrection));
id('begin-audit').addEventListener('click', () => attempt(id('audit-findings'), audit));
id('get-workbook').addEventListener('click', () => attempt(id('start-findings'), async () => {
  if (chosenForm()) await download('workbook', [['template', chosenForm()]]);
  else id('form-name').focus();
}));
id('fields').addEventListener('submit', (event) => event.preventDefault());
id('go-edit').addEventListener('click', () => show(state ? 'edit' : 'start'));
id('go-correct').addEventListener('click', () => show('correct'));
id('go-audit').addEventListener('click', () => show('audit'));

document.querySelectorAll('.tabs button').forEach((button) => button.addEventListener('click', () => {
  document.querySelector('.edit').dataset.shown = button.dataset.pane;
  document.querySelectorAll('.tabs button').forEach((other) => {
    other.setAttribute('aria-pressed', String(other === button));
  });
  if (button.dataset.pane === 'pages') showPages();
}));

id('language').addEventListener('click', async () => {
  setChinese(!isChinese());
  putLanguage();
  await loadForms();
  if (state) {
    await refreshForm();
    await showPages();
  }
});

function putLanguage() {
  putWords(document);
  const button = id('language');
  button.textContent = isChinese() ? 'English' : '中文';
  button.lang = isChinese() ? 'en' : 'zh-CN';
  showWho();
}

closeExplain();
putLanguage();
show('start');
attempt(id('start-findings'), loadForms);
