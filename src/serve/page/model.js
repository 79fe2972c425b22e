/* The record as a tree. Numbers keep their spelling: a browser's own numbers would round long ones. */

const MARK = '\u0000';

/* JSON with every number as a text that begins with MARK. */
export function parse(text) {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g,
    (token) => (token[0] === '"' ? token : '"\\u0000' + token + '"'));
  return JSON.parse(marked);
}

export function stringify(tree) {
  return JSON.stringify(tree, null, 1).replace(/"\\u0000([^"]*)"/g, '$1');
}

/* A number of parse's, as it was spelt. */
export function plain(value) {
  return typeof value === 'string' && value[0] === MARK ? value.slice(1) : value;
}

/* The segments of a field's path; where the line stands at an axis, and whether that is a list. */
export function segmentsOf(path, line, axes) {
  let n = 0;
  return path.split('.').map((name) => {
    if (name[0] !== '<') return { name, list: false };
    const axis = axes[n];
    return { name: line[n++], list: axis.kind === 'ordinal' };
  });
}

export function keyOf(segments) {
  return segments.map((segment) => segment.name).join('.');
}

function child(node, segment) {
  if (node === null || typeof node !== 'object') return undefined;
  return Array.isArray(node) ? node[Number(segment.name) - 1] : node[segment.name];
}

/* The value there, as text; '' when there is none, or a gap. */
export function read(tree, segments) {
  let node = tree;
  for (const segment of segments) node = child(node, segment);
  if (node === undefined || node === null) return '';
  if (Array.isArray(node)) return node.map(String).join('\n');
  if (typeof node === 'object') return '';
  const text = String(node);
  if (text[0] === MARK) return text.slice(1);
  return /^〔[待可]填/.test(text) ? '' : text;
}

function isEmpty(node) {
  return node !== null && typeof node === 'object' && Object.keys(node).length === 0;
}

/* Takes the value away, and what is empty then above it; items of a list stay where they are. */
function remove(tree, segments) {
  const way = [tree];
  for (const segment of segments.slice(0, -1)) {
    const next = child(way[way.length - 1], segment);
    if (next === null || typeof next !== 'object') return;
    way.push(next);
  }
  for (let i = segments.length - 1; i >= 0; i--) {
    const node = way[i];
    if (Array.isArray(node)) return;
    delete node[segments[i].name];
    if (!isEmpty(node)) return;
  }
}

function put(tree, segments, value) {
  let node = tree;
  segments.forEach((segment, i) => {
    const last = i === segments.length - 1;
    const list = !last && segments[i + 1].list;
    const name = Array.isArray(node) ? Number(segment.name) - 1 : segment.name;
    if (Array.isArray(node)) while (node.length < name) node.push({});
    if (last) node[name] = value;
    else if (node[name] === null || typeof node[name] !== 'object') node[name] = list ? [] : {};
    node = node[name];
  });
}

const NUMBERS = ['money', 'signed', 'count', 'score', 'year'];

/* Types the text into the record. What is no number goes in as text, for the check to tell of. */
export function write(tree, segments, text, type) {
  if (!text.trim()) {
    remove(tree, segments);
    return;
  }
  let value = text;
  const plain = text.trim().replace(/^(-?\d{1,3}(?:,\d{3})+)(\.\d+)?$/, (all) => all.replace(/,/g, ''));
  if (NUMBERS.includes(type) && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(plain)) value = MARK + plain;
  else if (type === 'prose' && /\n/.test(text)) value = text.split(/\n+/).filter((line) => line.trim());
  put(tree, segments, value);
}

/* Takes a whole line out: all that stands below the code or item. */
export function removeLine(tree, fields, line, axes) {
  const done = new Set();
  for (const field of fields) {
    const segments = segmentsOf(field.path, line, axes);
    let end = 0;
    field.path.split('.').forEach((name, i) => { if (name[0] === '<') end = i + 1; });
    const upto = segments.slice(0, end), key = keyOf(upto);
    if (done.has(key)) continue;
    done.add(key);
    if (!upto[upto.length - 1].list) {
      remove(tree, upto);
      continue;
    }
    let node = tree;
    for (const segment of upto.slice(0, -1)) node = child(node, segment);
    if (Array.isArray(node)) node.splice(Number(upto[upto.length - 1].name) - 1, 1);
  }
}
