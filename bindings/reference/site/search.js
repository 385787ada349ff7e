// Finds pages by the names of codes and symbols, and by words in English and Chinese.
'use strict';

const SHOWN = 12;

/** How well an entry of the index fits to a word; 0 if it does not. */
function fit([name, , , text], word) {
  const lower = name.toLowerCase();
  if (lower === word.toLowerCase()) return name === word ? 1100 : 1000;
  word = word.toLowerCase();
  if (lower.startsWith(word)) return 400;
  if (lower.includes(word)) return 200;
  const found = text.toLowerCase().split(word).length - 1;
  return found && 10 + Math.min(found, 50);
}

/** The entries that contain all words, the best one first. */
function search(index, query, language) {
  const words = query.split(/\s+/).filter(Boolean);
  // A name may contain spaces.
  const whole = words.join(' ');
  const score = (entry) => {
    const fits = words.map((word) => fit(entry, word));
    const sum = fits.includes(0) ? 0 : fits.reduce((a, b) => a + b, 0);
    return sum && sum + (words.length > 1 ? fit(entry, whole) : 0) + (entry[1] === language ? 5 : 0);
  };
  const found = words.length ? index.map((entry) => [score(entry), entry]).filter(([points]) => points) : [];
  return found.sort((a, b) => b[0] - a[0] || a[1][0].length - b[1][0].length).map(([, entry]) => entry);
}

/** The language of a query: Chinese if it has a Chinese character, else that of the page. */
function languageOf(query, ofPage) {
  return /\p{Script=Han}/u.test(query) ? 'zh' : ofPage;
}

function show(list, query) {
  const page = document.documentElement;
  const found = search(INDEX, query, languageOf(query, page.lang.slice(0, 2))).slice(0, SHOWN);
  list.replaceChildren(...found.map(([name, language, path, text]) => {
    const item = document.createElement('li');
    const link = item.appendChild(document.createElement('a'));
    link.href = `${page.dataset.root}/${path}`;
    link.textContent = name;
    item.lang = language;
    item.append(` ${excerpt(text, query)}`);
    return item;
  }));
  list.hidden = !found.length;
}

/** A piece of the text around the first word. */
function excerpt(text, query) {
  const at = text.toLowerCase().indexOf(query.toLowerCase().split(/\s+/)[0]);
  const start = Math.max(0, at - 30);
  return (start ? '…' : '') + text.slice(start, start + 110);
}

if (typeof document === 'undefined') {
  module.exports = { search, languageOf };
} else {
  const input = document.querySelector('input[type=search]');
  const list = document.querySelector('.results');
  input.addEventListener('input', () => show(list, input.value));
  input.form.addEventListener('submit', (event) => {
    event.preventDefault();
    const first = list.querySelector('a');
    if (first) location.href = first.href;
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') list.hidden = true;
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
  input.value = new URLSearchParams(location.search).get('q') || '';
  show(list, input.value);
}
