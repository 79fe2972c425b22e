/* Nodes and findings: what all views share. */
import { t } from './words.js';

/* An element with properties and children. */
export function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const name of Object.keys(props || {})) {
    const value = props[name];
    if (value === undefined || value === false || value === null) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'class') node.className = value;
    else if (name in node && name !== 'list' && !name.startsWith('aria')) node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children)
    if (child !== null && child !== undefined && child !== false)
      node.appendChild(typeof child === 'object' ? child : document.createTextNode(child));
  return node;
}

export function id(name) { return document.getElementById(name); }

export function clear(node) { while (node.firstChild) node.removeChild(node.firstChild); }

/* Said to those who do not see it happen. */
export function say(text) {
  const node = id('said');
  node.textContent = text;
}

export function kindOf(finding) { return finding.missing ? 'missing' : finding.level; }

/* Where it stands in a file, for people. */
function placeOf(finding) {
  const at = finding.imported || finding;
  if (at.sheet) return at.file + ':' + at.sheet + (at.cell ? '!' + at.cell : '');
  if (at.page) return t('on_page', at.file, at.page);
  return '';
}

/* A finding as a line; go, if given, is called to show the field that it concerns. */
export function findingLine(finding, go) {
  const kind = kindOf(finding), place = placeOf(finding);
  return el('li', { class: 'finding ' + kind },
    el('span', { class: 'level' }, t('level_' + kind)),
    go ? el('button', { type: 'button', class: 'link', onclick: go }, finding.text)
      : el('span', {}, finding.text),
    place ? el('span', { class: 'place' }, place) : null);
}

/* All findings of a refusal or of an answer, below a title. */
export function showFindings(node, title, findings) {
  clear(node);
  if (!title && !findings.length) return;
  node.appendChild(el('div', { class: 'report', role: findings.length ? 'alert' : 'status' },
    el('button', { type: 'button', class: 'quiet', 'aria-label': t('explain_close'), onclick: () => clear(node) }, '×'),
    title ? el('p', { class: 'report-title' }, title) : null,
    findings.length ? el('ul', { class: 'findings' }, ...findings.map((f) => findingLine(f))) : null));
}
