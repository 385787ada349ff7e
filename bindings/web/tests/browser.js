// A page in headless Chromium, driven by the DevTools protocol over a pipe; and the server of the page.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');

const PROGRAM = process.env.CHROMIUM ?? 'chromium';
const TYPES = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/** Why there is no browser; undefined if there is one. */
const absent = () => (spawnSync(PROGRAM, ['--version']).error ? `${PROGRAM} is not installed` : undefined);

/** Serves files: { '/index.mjs': path }, and an empty page for any other path. */
async function pages(files) {
  const server = http.createServer((request, response) => {
    const file = files[request.url];
    response.setHeader('Content-Type', TYPES[path.extname(file ?? 'page.html')]);
    response.end(file ? fs.readFileSync(file) : '<!doctype html><title>page</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Messages of the DevTools protocol, which end with a NUL. */
class Pipe {
  #waiting = new Map();
  #number = 0;
  #rest = '';

  constructor(child) {
    this.output = child.stdio[3];
    child.stdio[4].setEncoding('utf8').on('data', (text) => this.#receive(text));
    child.on('exit', () => this.#waiting.forEach(({ reject }) => reject(new Error('the browser has ended'))));
  }

  #receive(text) {
    const messages = (this.#rest + text).split('\0');
    this.#rest = messages.pop();
    for (const message of messages.map((each) => JSON.parse(each))) {
      const name = message.id ?? message.method;
      const call = this.#waiting.get(name);
      this.#waiting.delete(name);
      if (message.error) call?.reject(new Error(message.error.message));
      else call?.resolve(message.result ?? message.params);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#number;
    this.output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return this.#wait(id);
  }

  /** The next event of this name. */
  next(event) {
    return this.#wait(event);
  }

  #wait(name) {
    return new Promise((resolve, reject) => this.#waiting.set(name, { resolve, reject }));
  }
}

/** Opens a page with these rules for host names; { evaluate, stop }. */
async function browser(url, rules) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'cos-err-web-'));
  const child = spawn(PROGRAM, [
    '--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', `--user-data-dir=${profile}`,
    `--host-resolver-rules=${rules}`, 'about:blank',
  ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
  const pipe = new Pipe(child);
  const { targetId } = await pipe.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await pipe.send('Target.attachToTarget', { targetId, flatten: true });
  await pipe.send('Page.enable', {}, sessionId);
  const loaded = pipe.next('Page.loadEventFired');
  await pipe.send('Page.navigate', { url }, sessionId);
  await loaded;
  return {
    /** The value of an expression, awaited; a value of JSON. */
    async evaluate(expression) {
      const params = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await pipe.send('Runtime.evaluate', params, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    async stop() {
      const ended = once(child, 'exit');
      await pipe.send('Browser.close');
      await ended;
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

module.exports = { absent, browser, pages };
