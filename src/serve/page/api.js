/* Requests to the server. Nothing is kept there; the files go along each time. */
import { t, isChinese } from './words.js';
import { parse } from './model.js';

/* What the server refuses: its title and findings. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail || problem.title);
    this.findings = problem.findings || [];
    this.status = problem.status;
  }
}

function bodyOf(parts) {
  const body = new FormData();
  for (const [name, value, file] of parts) {
    if (value === undefined || value === null || value === '') continue;
    if (file) body.append(name, value instanceof Blob ? value : new Blob([value]), file);
    else body.append(name, value);
  }
  return body;
}

/* parts: [name, text] or [name, text or file, file name]. */
async function send(path, parts, signal) {
  let reply;
  try {
    reply = await fetch(path + '?lang=' + (isChinese() ? 'zh' : 'en'),
      parts ? { method: 'POST', body: bodyOf(parts), signal } : { signal });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Refused({ title: t('offline'), status: 0 });
  }
  if (reply.ok) return reply;
  let problem;
  try {
    problem = JSON.parse(await reply.text());
  } catch (error) {
    problem = { title: reply.status + ' ' + reply.statusText, status: reply.status };
  }
  throw new Refused(problem);
}

export async function ask(path, parts, signal) {
  return JSON.parse(await (await send(path, parts, signal)).text());
}

/* The same of an answer that holds a record, whose numbers keep their spelling. */
export async function askRecord(path, parts) {
  return parse(await (await send(path, parts)).text());
}

export async function askText(path, parts) {
  return (await send(path, parts)).text();
}

export function save(bytes, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(bytes instanceof Blob ? bytes : new Blob([bytes]));
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/* Downloads what the server makes; the name. */
export async function download(path, parts) {
  const reply = await send(path, parts);
  const told = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('Content-Disposition') || '');
  const name = told ? decodeURIComponent(told[1]) : 'gongkai';
  save(await reply.blob(), name);
  return name;
}

/* Asks again and again with what is newest, one request at a time: `make` gives the parts, `take`
 * gets the answer or the refusal. */
export function newest(path, make, take) {
  let busy = false, again = false;
  async function run() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      const parts = make();
      if (!parts) break;
      try {
        take(await ask(path, parts), null);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        take(null, error);
      }
    } while (again);
    busy = false;
  }
  return run;
}
