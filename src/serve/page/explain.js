/* A figure down to what was typed, and from there to the cell that it was read from. */
import { t } from './words.js';
import { el, clear, id, showFindings } from './show.js';
import { ask, Refused } from './api.js';
import { goTo } from './form.js';

let back = null;

export function closeExplain() {
  id('explain').hidden = true;
  if (back && document.contains(back)) back.focus();
}

function leafOf(fact) {
  const from = fact.imported ? el('span', { class: 'place' }, t('explain_from') + fact.place)
    : el('span', { class: 'place' }, t('explain_typed'));
  return el('p', { class: 'leaf' }, from, ' ', el('button', {
    type: 'button', class: 'link', onclick: () => { closeExplain(); goTo(fact.key); },
  }, t('explain_go')));
}

function factNode(fact) {
  return el('li', {},
    el('p', { class: 'fact' }, el('span', { class: 'fact-name' }, fact.name),
      el('span', { class: 'numbers' }, fact.value)),
    fact.formula ? el('p', { class: 'formula' }, t('explain_formula') + fact.formula) : null,
    fact.key ? leafOf(fact) : null,
    fact.terms.length ? el('ul', {}, ...fact.terms.map(factNode)) : null);
}

/* Shows where the figure comes from. */
export async function explain(state, name) {
  const tree = id('explain-tree');
  back = document.activeElement;
  clear(tree);
  id('explain-title').textContent = name;
  try {
    const reply = await ask('explain', state.recordParts().concat([['name', name]]));
    tree.appendChild(el('ul', { class: 'facts' }, ...reply.facts.map(factNode)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    showFindings(tree, error.message, error.findings);
  }
  id('explain').hidden = false;
  id('explain-close').focus();
}

/* Tab stays inside; Escape closes. */
id('explain').addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeExplain();
  if (event.key !== 'Tab') return;
  const all = Array.from(id('explain').querySelectorAll('button, [tabindex="0"]'));
  const at = all.indexOf(document.activeElement), last = all.length - 1;
  if (event.shiftKey && at <= 0) { all[last].focus(); event.preventDefault(); }
  else if (!event.shiftKey && at === last) { all[0].focus(); event.preventDefault(); }
});
id('explain-close').addEventListener('click', closeExplain);
id('explain').addEventListener('click', (event) => { if (event.target === id('explain')) closeExplain(); });
