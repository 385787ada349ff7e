// The page: reads what was pasted and shows what is found, all of it in this browser.
'use strict';

const { load } = require('./module.js');

const MOST_SHOWN = 50;
const LANGUAGE = document.documentElement.lang.slice(0, 2);
const SAID = WORDS[LANGUAGE];
// The codes that have a page of their own, and all others of the catalogue.
const PAGES = JSON.parse(document.getElementById('codes').textContent);
const element = (id) => document.getElementById(id);

/** An element with its text or its children. */
function made(name, content, attributes = {}) {
  const node = document.createElement(name);
  node.append(...(Array.isArray(content) ? content : [content]));
  for (const [attribute, value] of Object.entries(attributes)) node.setAttribute(attribute, value);
  return node;
}

function link(href, text) {
  return made('a', text, { href });
}

/** Parts of a text, in which the URLs are links. */
function linked(text) {
  return text.split(/(https:\/\/[\w./-]+)/).map((part, at) => (at % 2 ? link(part, part) : part));
}

function time(madeAt) {
  if (madeAt === undefined) return SAID.unknownTime;
  const date = new Date(madeAt * 1000);
  const utc = `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const local = date.toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'long' });
  return [made('time', utc, { datetime: date.toISOString() }), made('br', ''), SAID.local(local)];
}

/** Links to what the reference and COS say about a code. */
function pages(code, doc) {
  const anchor = code.replaceAll(' ', '-');
  const links = [];
  if (PAGES.pages.includes(code)) links.push(link(`${anchor}.html`, SAID.pageOf(code)));
  else if (PAGES.rows.includes(code)) links.push(link(`codes.html#${anchor}`, SAID.rowOf(code)));
  if (doc) links.push(link(doc, SAID.document));
  return links.length && made('ul', links.map((each) => made('li', [each])));
}

/** The steps of the diagnosis tool; a line of the library's text is a step. */
function steps(text) {
  const lines = text.split('\n').filter(Boolean).map((line) => line.replace(/^\d+\. /, ''));
  return lines.length && made('ol', lines.map((line) => made('li', linked(line))));
}

/** The steps for an id alone are those of any failure with this id. */
function stepsOf(core, id) {
  const failure = core.readResponse({ status: 400, headers: [['x-cos-request-id', id]] });
  return steps(failure.diagnoseSteps[LANGUAGE]);
}

/** When a request id was made; undefined for ids of other systems. */
function timeOf(core, id) {
  return time((core.requestId(id) || {}).madeAt);
}

const inCode = (text) => text && made('code', text);

/** The rows of an error: label and value; rows without a value are left out. */
function rowsOfError(core, { error }) {
  const parts = error.parts.map((part) => made('li', `${part.key}: ${part.code} ${part.message}`));
  return [
    [SAID.meaning, error.advice[LANGUAGE]],
    [SAID.service, SAID.responders[error.responder]],
    [SAID.when, timeOf(core, error.requestId)],
    [SAID.retry, SAID.retries[error.retry]],
    [SAID.permission, error.operation ? inCode(`name/cos:${error.operation}`) : SAID.unknownPermission],
    [SAID.message, error.message],
    [SAID.parts, parts.length && made('ul', parts)],
    [SAID.region, error.regionHint],
    [SAID.resource, error.resource],
    [SAID.url, error.url === error.resource ? '' : error.url],
    [SAID.requestId, inCode(error.requestId)],
    [SAID.traceId, inCode(error.traceId)],
    [SAID.pages, pages(error.code, error.docUrl)],
    [SAID.steps, steps(error.diagnoseSteps[LANGUAGE])],
  ];
}

function rowsOfId(core, finding) {
  const known = finding.code ? core.code(finding.code, finding.responder) : null;
  const stop = LANGUAGE === 'zh' ? '。' : '. ';
  return [
    [SAID.meaning, known ? SAID.codeIs(finding.code) + stop + known.advice[LANGUAGE] : SAID.idAlone],
    [SAID.service, SAID.responders[finding.responder]],
    [SAID.when, time(finding.madeAt)],
    [SAID.retry, known && SAID.retries[known.retry]],
    [SAID.pages, known && pages(finding.code, known.docUrl)],
    [SAID.steps, finding.responder === 'cos' && stepsOf(core, finding.requestId)],
  ];
}

function rowsOfSuccess(core, finding) {
  const { responder = 'unknown' } = core.requestId(finding.requestId) || {};
  return [
    [SAID.service, SAID.responders[responder]],
    [SAID.when, timeOf(core, finding.requestId)],
    [SAID.requestId, inCode(finding.requestId)],
  ];
}

function title(finding) {
  const withStatus = (name, status) => (status ? `${name} (HTTP ${status})` : name);
  if (finding.kind === 'error') return withStatus(finding.error.code, finding.error.status);
  if (finding.kind === 'success') return withStatus(SAID.success, finding.status);
  return `${SAID.id} ${finding.requestId}`;
}

const ROWS = { error: rowsOfError, success: rowsOfSuccess, 'request-id': rowsOfId };

function rows(core, finding) {
  return [...ROWS[finding.kind](core, finding), [SAID.place, finding.line && SAID.line(finding.line)]];
}

/** One finding as an article with a heading and a list of descriptions. */
function article(core, finding, at) {
  const heading = made('h2', title(finding), { id: `finding-${at}`, tabindex: '-1' });
  const list = rows(core, finding).filter(([, value]) => value).map(([label, value]) => made('div', [made('dt', label), made('dd', value)]));
  return made('article', [heading, made('dl', list)], { 'aria-labelledby': heading.id, class: finding.kind });
}

/** Shows what was found; the focus moves to the first result. */
function show(core, found) {
  const shown = found.slice(0, MOST_SHOWN);
  element('results').replaceChildren(...shown.map((finding, at) => article(core, finding, at)));
  element('text').setAttribute('aria-invalid', String(!found.length));
  if (!found.length) return say(element('text').value.trim() ? SAID.none : SAID.empty);
  say(found.length > MOST_SHOWN ? SAID.more(MOST_SHOWN, found.length) : SAID.found(found.length));
  element('finding-0').focus();
}

function say(text) {
  element('state').textContent = text;
}

/** Each text is read by a new instance of the module: no part of it stays in memory. */
async function explain(compiled) {
  const core = await load(await compiled);
  show(core, core.scan(element('text').value));
}

function clear() {
  element('text').value = '';
  element('text').removeAttribute('aria-invalid');
  element('results').replaceChildren();
  say('');
  element('text').focus();
}

function start() {
  const bytes = Uint8Array.from(atob(element('module').textContent), (letter) => letter.charCodeAt(0));
  const compiled = WebAssembly.compile(bytes);
  const read = () => explain(compiled).catch((error) => say(SAID.broken + error.message));
  element('form').addEventListener('submit', (event) => {
    event.preventDefault();
    read();
  });
  element('form').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) read();
  });
  element('clear').addEventListener('click', clear);
  compiled.catch((error) => say(SAID.broken + error.message));
}

start();
