/* The page beside the form: its picture, what changed on it, and its figures to ask about. */
import { t } from './words.js';
import { el, clear, id, showFindings } from './show.js';
import { newest } from './api.js';

const shown = { page: 1, pages: 1 };
let state = null, explain = null;

/* A box of the page, in points, as shares of it. */
function place(node, box, page) {
  node.style.left = (box[0] / page.width) * 100 + '%';
  node.style.top = (box[1] / page.height) * 100 + '%';
  node.style.width = (box[2] / page.width) * 100 + '%';
  node.style.height = (box[3] / page.height) * 100 + '%';
  return node;
}

/* One stop for the tab key; the arrows go from figure to figure. */
function rove(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.classList.contains('figure')) return;
  const all = Array.from(id('figures').children), at = all.indexOf(event.target);
  const next = all[(at + step + all.length) % all.length];
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  event.preventDefault();
}

function putFigures(page) {
  const figures = id('figures'), marks = id('marks');
  clear(figures);
  clear(marks);
  page.figures.forEach((figure, i) => {
    const node = el('button', {
      type: 'button', class: 'figure', title: figure.name, tabIndex: i ? -1 : 0,
      'aria-label': figure.text + ' ' + figure.name, onclick: () => explain(figure.name),
    });
    figures.appendChild(place(node, figure.box, page));
  });
  if (id('show-marks').checked)
    for (const box of page.marks) marks.appendChild(place(el('span', { class: 'mark' }), box, page));
}

function putHeadings(page) {
  const select = id('page-heading');
  let current = -1;
  clear(select);
  page.headings.forEach((heading, i) => {
    if (heading.page <= page.page) current = i;
    select.appendChild(el('option', { value: heading.page },
      (heading.level > 1 ? '　' : '') + heading.text));
  });
  if (!page.headings.length) select.appendChild(el('option', { value: 1 }, '—'));
  if (current >= 0) select.selectedIndex = current;
}

function putChanges(page) {
  const node = id('page-changes');
  clear(node);
  if (!page.changed.length || !id('show-marks').checked) return;
  node.appendChild(document.createTextNode(t('page_changed')));
  for (const number of page.changed.slice(0, 40))
    node.appendChild(el('button', {
      type: 'button', class: 'link', onclick: () => turnTo(number),
    }, String(number)));
}

function take(page, refusal) {
  id('page').classList.toggle('stale', !!refusal);
  if (refusal) {
    if (refusal.status === 503) return;
    showFindings(id('page-error'), t('page_not_yet'), refusal.findings.slice(0, 5));
    return;
  }
  showFindings(id('page-error'), '', []);
  id('page').hidden = false;
  shown.page = page.page;
  shown.pages = page.pages;
  id('page-number').textContent = t('page_of', page.page, page.pages);
  id('page-before').disabled = page.page <= 1;
  id('page-after').disabled = page.page >= page.pages;
  const picture = id('picture');
  picture.alt = t('page_alt', page.page);
  picture.src = 'data:image/png;base64,' + page.png;
  putHeadings(page);
  putChanges(page);
  putFigures(page);
  document.dispatchEvent(new CustomEvent('page-shown'));
}

/* As sharp as the screen shows it. */
function dpi() {
  const wide = id('page').clientWidth || id('edit').querySelector('.pages').clientWidth || 600;
  const wanted = (Math.min(wide, 1400) / 8.27) * Math.min(window.devicePixelRatio || 1, 2);
  return String(Math.round(Math.min(200, Math.max(72, wanted))));
}

const ask = newest('preview', () => state && state.recordParts().concat([
  ['before', state.base, 'before.json'], ['page', String(shown.page)], ['dpi', dpi()]]), take);

export function turnTo(page) {
  shown.page = page;
  return ask();
}

export function showPages() { return ask(); }

/* Where the pages come from, and what a click on a figure asks. */
export function startPages(of, asked) {
  state = of;
  explain = asked;
  shown.page = 1;
  id('page').hidden = true;
}

id('page-before').addEventListener('click', () => turnTo(shown.page - 1));
id('page-after').addEventListener('click', () => turnTo(shown.page + 1));
id('page-heading').addEventListener('change', (event) => turnTo(Number(event.target.value)));
id('show-marks').addEventListener('change', () => ask());
id('zoom').addEventListener('change', (event) => {
  id('page').classList.toggle('larger', event.target.checked);
  ask();
});
id('figures').addEventListener('keydown', rove);
