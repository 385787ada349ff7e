// Writes responses.json: what the HTTP libraries of Node hand to a program, as data.
//   npm install got@14 axios@1 undici@6 node-fetch@3 superagent@10 cos-request    (in a folder outside the package)
//   node capture.mjs FOLDER >responses.json
import { createRequire } from 'node:module';
import http from 'node:http';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'x.js'));
const load = async (name) => ({ module: await import(require.resolve(name)), version: version(name) });
const version = (name) => require(path.join(require.resolve(name).split(`${path.sep}${name}${path.sep}`)[0], name, 'package.json')).version;

const BODY = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><RequestId>NmIwZGUx</RequestId></Error>';
const server = http.createServer((request, response) => {
  const fine = request.url.startsWith('/ok');
  const headers = { Server: 'tencent-cos', 'x-cos-request-id': 'NmIwZGUx', 'set-cookie': ['a=1', 'b=2'], 'Content-Type': 'application/xml' };
  response.writeHead(fine ? 200 : 404, headers);
  response.end(fine ? 'fine' : BODY);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const port = server.address().port;
const base = `http://127.0.0.1:${port}`;

// What leads to sockets, timers and the whole of Node.
const SKIPPED = /^(_.*|socket|connection|client|agent|parser|timings|options|httpAgent|httpsAgent|adapter|env|res|rawTrailers|trailers\w*|constructor|toJSON|signal|context|trace)$/;
const isStream = (value) => typeof value[Symbol.asyncIterator] === 'function';

const isHeaders = (value) => typeof value.get === 'function' && typeof value.entries === 'function' && value[Symbol.toStringTag] !== 'AxiosHeaders';

function members(value, depth) {
  const names = new Set();
  for (const name in value) names.add(name);
  if (value instanceof Error) for (const name of ['message', 'response']) if (value[name]) names.add(name);
  for (let proto = Object.getPrototypeOf(value); proto && proto !== Object.prototype && proto !== Error.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(proto))) if (property.get) names.add(name);
  }
  const found = {};
  for (const name of names) {
    if (SKIPPED.test(name) || /^(readable|writable|Symbol)/.test(name)) continue;
    const made = shot(value[name], depth - 1);
    if (made !== undefined) found[name] = made;
  }
  return found;
}

/** A value as data: { $stream }, { $headers }, { $bytes }, { $request }, { $function } for what JSON has not. */
function shot(value, depth = 3) {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value;
  if (typeof value === 'function') return depth > 1 && ['get', 'clone'].includes(value.name) ? { $function: value.name } : undefined;
  if (typeof value !== 'object' || depth <= 0) return undefined;
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('latin1') };
  if (isHeaders(value)) return { $headers: [...value] };
  if (Array.isArray(value)) return value.map((each) => shot(each, depth - 1)).filter((each) => each !== undefined);
  if (value instanceof URL) return value.href;
  if (typeof value.getHeaders === 'function') return { $request: { method: value.method, path: value.path, protocol: value.protocol, headers: { ...value.getHeaders() } } };
  const found = members(value, depth);
  if (typeof value.clone === 'function') found.clone = { $function: 'clone' };
  if (isStream(value)) found.$stream = value.locked || value.readableEnded || value.readableDidRead ? '' : text;
  return found;
}

const { default: axios } = (await load('axios')).module;
const { default: got } = (await load('got')).module;
const undici = (await load('undici')).module;
const cosRequest = require('cos-request');
const captures = [];
let text;
function take(name, expected, value) {
  text = expected === 200 ? 'fine' : BODY;
  captures.push({ name, expected, value: shot(value, value instanceof Error ? 4 : 3) });
}
const failure = (promise) => promise.then(() => { throw new Error('it succeeded'); }, (error) => error);
const get = (url, options) => new Promise((resolve, reject) => http.get(url, { agent: false, ...options }, resolve).on('error', reject));

const node = `node ${process.versions.node}`;
take(`http.IncomingMessage of ${node}`, 404, await get(`${base}/k`));
take(`http.IncomingMessage of ${node}`, 200, await get(`${base}/ok`));
take(`fetch of ${node}`, 404, await fetch(`${base}/k`));
take(`fetch of ${node}`, 200, await fetch(`${base}/ok`));
const named = `undici ${version('undici')}`;
take(`${named} request`, 404, await undici.request(`${base}/k`));
take(`${named} request`, 200, await undici.request(`${base}/ok`));
take(`${named} fetch`, 404, await undici.fetch(`${base}/k`));
const g = `got ${version('got')}`;
take(`${g} response`, 404, await got(`${base}/k`, { throwHttpErrors: false, retry: { limit: 0 } }));
take(`${g} HTTPError`, 404, await failure(got(`${base}/k`, { retry: { limit: 0 } })));
take(`${g} response`, 200, await got(`${base}/ok`));
take(`${g} buffer`, 404, await got(`${base}/k`, { throwHttpErrors: false, responseType: 'buffer', retry: { limit: 0 } }));
take(`${g} RequestError`, 'none', await failure(got('http://127.0.0.1:1/k', { retry: { limit: 0 } })));
const a = `axios ${version('axios')}`;
take(`${a} AxiosError`, 404, await failure(axios.get(`${base}/k`)));
take(`${a} response`, 404, await axios.get(`${base}/k`, { validateStatus: () => true }));
take(`${a} arraybuffer`, 404, await axios.get(`${base}/k`, { validateStatus: () => true, responseType: 'arraybuffer' }));
take(`${a} stream`, 404, await axios.get(`${base}/k`, { validateStatus: () => true, responseType: 'stream' }));
take(`${a} fetch adapter`, 404, await failure(axios.get(`${base}/k`, { adapter: 'fetch' })));
take(`${a} response`, 200, await axios.get(`${base}/ok`));
take(`${a} AxiosError`, 'none', await failure(axios.get('http://127.0.0.1:1/k')));
const f = `node-fetch ${version('node-fetch')}`;
const { default: nodeFetch } = (await load('node-fetch')).module;
take(`${f} response`, 404, await nodeFetch(`${base}/k`));
const s = `superagent ${version('superagent')}`;
const { default: superagent } = (await load('superagent')).module;
take(`${s} error`, 404, await failure(superagent.get(`${base}/k`)));
take(`${s} response`, 200, await superagent.get(`${base}/ok`).buffer(true));
take(`${s} error`, 'none', await failure(superagent.get('http://127.0.0.1:1/k')));
const r = `cos-request ${version('cos-request')}`;
const requested = (url) => new Promise((resolve) => cosRequest(url, (error, response) => resolve(error ?? response)));
take(`${r} response`, 404, await requested(`${base}/k`));
take(`${r} response`, 200, await requested(`${base}/ok`));
take(`${r} error`, 'none', await requested('http://127.0.0.1:1/k'));
server.close();
process.stdout.write(`[\n${captures.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`.replaceAll(String(port), '40000'));
process.exit(0);
