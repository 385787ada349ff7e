// Calls one of the programs as its own callers do, then prints what is stored. What differs between two runs of one SDK
// (ids, times) is masked.
//
//   node drive.js REPOSITORY FILE
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const [repository, file] = process.argv.slice(2);
const SecretId = 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000';
const SecretKey = 'STANDINSECRETKEYEXAMPLEEXAMPLE00';
const Region = 'ap-guangzhou';
const Bucket = 'examplebucket-1250000000';
const Other = 'nosuchbucket-1250000000';
const cos = new (require(process.env.THEIR_SDK))({ SecretId, SecretKey, Protocol: 'http:' });

const MASKS = [
  [/\d{13}-\d+/g, 'TIME'], [/\d+(\.\d+)? ?ms|用时：[\d.]+/g, 'TIME'], [/\\"[0-9a-f]{32}-\d+\\"/g, 'PARTS'], [/[A-Za-z0-9+/]{38,}={0,2}/g, 'ID'], [/speed:[\d.]+/g, 'SPEED'],
  [/\u001b\[\d+m/g, ''],
];
const { write } = process.stdout;
process.stdout.write = (text, ...others) => write.call(process.stdout, MASKS.reduce((all, [from, to]) => all.replace(from, to), String(text)), ...others);

const print = (label, value) => console.log(label, JSON.stringify(value));
const outcome = (promise) => promise.then((value) => value, (error) => ({ failed: error?.code ?? error?.message ?? error }));

/** Writes files of the program's folder. */
function files(contents) {
  for (const [name, content] of Object.entries(contents)) {
    fs.mkdirSync(path.dirname(path.resolve(name)), { recursive: true });
    fs.writeFileSync(name, content);
  }
}

async function stored(bucket = Bucket, region = Region) {
  const { Contents } = await cos.getBucket({ Bucket: bucket, Region: region });
  for (const { Key, Size, ETag: tag } of Contents) {
    // The ETag of parts is that of their sizes: Tencent's SDK takes parts of 1 MiB, this package of 8 MiB.
    const ETag = tag.replace(/^"[0-9a-f]+-\d+"$/, 'PARTS');
    const { headers } = await cos.headObject({ Bucket: bucket, Region: region, Key });
    print('stored', { Key, Size, ETag, type: headers['content-type'], class: headers['x-cos-storage-class'] });
  }
}

/** Waits until the program has nothing more to do. */
const idle = () => new Promise((resolve) => process.once('beforeExit', resolve));

async function deployer() {
  files({
    [path.join(path.dirname(file), 'deployinfo-tencent.json')]: JSON.stringify({ Region, SecretId, SecretKey, Bucket, Directory: 'dist', CleanOldFiles: true }),
    [path.join(path.dirname(file), 'dist/index.html')]: '<p>', [path.join(path.dirname(file), 'dist/sub/a b.css')]: 'p {}',
    [path.join(path.dirname(file), 'dist/文件.unknown')]: 'x',
  });
  await cos.putObject({ Bucket, Region, Key: 'old', Body: 'old' });
  require(file);
  await idle();
}

async function ghost() {
  files({ 'in.png': 'png' });
  const store = new (require(file))({ SecretId, SecretKey, Bucket, Region, staticDomain: 'https://static' });
  const image = { name: 'in.png', path: path.resolve('in.png'), mimetype: 'image/png' };
  print('save', await outcome(store.save(image, '/content')));
  print('again', await outcome(store.save(image, '/content')));
  print('exists', await Promise.all(['in.png', 'none.png'].map((name) => store.exists(name, '/content'))));
  print('delete', await store.delete('in.png', '/content'));
  print('exists', await store.exists('in.png', '/content'));
  const nowhere = new (require(file))({ SecretId, SecretKey, Bucket: Other, Region });
  print('no bucket', await outcome(nowhere.save(image, '/content')));
}

async function action() {
  for (const [bucket, content, key] of [[Bucket, 'data:image/png;base64,eA==', 'a.png'], [Bucket, 'text', ''], [Other, 'text', 'k']]) {
    Object.assign(process.env, { INPUT_SECRETID: SecretId, INPUT_SECRETKEY: SecretKey, INPUT_BUCKET: bucket, INPUT_REGION: Region, INPUT_CONTENT: content, INPUT_KEY: key });
    delete require.cache[file];
    const threw = new Promise((resolve) => process.once('uncaughtException', resolve));
    require(file);
    const error = await Promise.race([threw, idle()]);
    if (error) print('threw', error.name);
    process.removeAllListeners('uncaughtException');
  }
}

async function cdnAction() {
  files({ 'out/a.txt': 'a', 'out/sub/b.html': 'b', 'out/c.bin': Buffer.alloc(99) });
  await cos.putObject({ Bucket, Region, Key: 'to/old.txt', Body: 'old' });
  const Deploy = require(file);
  const inputs = {
    secret_id: SecretId, secret_key: SecretKey, cos_bucket: Bucket, cos_region: Region, local_path: 'out', remote_path: '/to', clean: 'true',
    cos_replace_file: 'crc64ecma', cos_file_check_concurrent: '1', cos_put_options: '{"CacheControl": "no-cache"}',
  };
  const locals = new Set(['a.txt', 'sub/b.html', 'c.bin']);
  for (const more of [{}, {}, { cos_replace_file: 'true', clean: 'false' }, { session_token: 'STANDINTOKEN' }]) {
    if (more.session_token) fs.writeFileSync('out/a.txt', 'changed');
    const changed = await outcome(new Deploy({ ...inputs, ...more }).process(locals));
    print('changed', [...changed].sort());
  }
}

async function strapi() {
  const store = require(file).init({ params: { bucket: Bucket }, region: Region, accessKeyId: ` ${SecretId} `, secretAccessKey: SecretKey });
  const picture = { path: 'up', hash: 'h', ext: '.png', buffer: Buffer.from('png') };
  print('upload', [await outcome(store.upload(picture)), picture.url]);
  const other = { hash: 'plain', ext: '.txt', buffer: Buffer.from('') };
  print('upload', [await outcome(store.upload(other)), other.url]);
  print('delete', await outcome(store.delete(other)));
  print('delete again', await outcome(store.delete(other)));
  const wrong = require(file).init({ params: { bucket: Bucket }, region: Region, accessKeyId: SecretId, secretAccessKey: 'WRONG' });
  print('wrong key', await outcome(wrong.upload(picture)));
}

async function uploader() {
  files({ 'a.js': 'a', 'big.bin': Buffer.alloc(5 * 1024 * 1024) });
  const upload = require(file);
  const given = { AppId: '1250000000', SecretId, SecretKey, Bucket: 'examplebucket', Region };
  for (const more of [{ Key: '/js/a.js', FilePath: 'a.js' }, { Key: '/js/a.js', FilePath: 'a.js' }, { Key: '/js/a.js', FilePath: 'big.bin', overwrite: true, log: false }, { Key: 'k', FilePath: 'a.js', SecretKey: 'WRONG' }]) {
    const { statusMsg, url, failed } = await outcome(upload({ ...given, ...more }));
    print('upload', { statusMsg, url, failed });
  }
}

async function tcos() {
  files({ 'package.json': '{"type": "module"}', 'up/a.txt': 'a', 'up/sub/b.txt': 'b' });
  const { default: upload } = await import(pathToFileURL(file));
  const lines = [];
  const { log } = console;
  console.log = (line) => lines.push(line);
  await upload({ SecretId, SecretKey, Bucket, AppId: '1250000000', Region, cosBase: 'all/', cwd: 'up' });
  await idle();
  console.log = log;
  // They end in any order.
  for (const line of lines.sort()) console.log(line);
}

async function ost() {
  // The monorepo's own package, which is not in the registry any more.
  const list = (folder) => fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const each = path.join(folder, entry.name);
    return entry.isDirectory() ? list(each) : [{ path: each, isDir: false }];
  });
  files({ 'node_modules/@licq/file/index.js': `exports.listFiles = async (folder) => (${list})(folder); const fs = require('fs'), path = require('path'); const list = ${list};` });
  files({ 'in/a.txt': 'a', 'in/sub/b.html': 'b', 'in/c.bin': Buffer.alloc(3 * 1024 * 1024) });
  const lines = [];
  const { log } = console;
  console.log = (line) => lines.push(line);
  const Cos = require(file);
  for (const bucket of [Bucket, Other]) {
    const store = new Cos({ SecretId, SecretKey, CosObjectConfig: { Bucket: bucket, Region }, ExtConfig: { Domain: 'https://demos.example.com/' } });
    await outcome(store.uploadFiles(path.resolve('in'), 'to'));
  }
  console.log = log;
  for (const line of lines.sort()) console.log(line);
  const { ACL } = await cos.getObjectAcl({ Bucket, Region, Key: 'to/a.txt' });
  print('acl', ACL);
}

async function webpack() {
  files({ 'dist/a.js': 'a', 'dist/b.unknown': 'b', 'dist/c.css': 'c' });
  // The program sets https_proxy to this, or to the text 'undefined'.
  Object.assign(process.env, { HTTP_RPOXY: '', HTTPS_PROXY: '' });
  const Plugin = require(file);
  const asset = (name) => ({ emitted: true, existsAt: path.resolve('dist', name) });
  const assets = Object.fromEntries(['a.js', 'b.unknown', 'c.css'].map((name) => [name, asset(name)]));
  for (const bucket of [Bucket, Other]) {
    await new Promise((resolve) => {
      const tapAsync = (name, run) => run({ assets, hash: '0123456789' }, (error) => resolve(print('callback', error?.code ?? error ?? null)));
      new Plugin({ secretId: SecretId, secretKey: SecretKey, bucket, region: Region, path: '[hash:4]/', exclude: /\.css$/ }).apply({
        options: { output: {} }, hooks: { afterEmit: { tapAsync } },
      });
    });
  }
}

async function server() {
  await fetch(`http://${process.env.STANDIN_ADDRESS}/_standin/account/xxx`, { method: 'PUT', body: '{"secret_key": "xxx"}' });
  files({ 'in.bin': Buffer.alloc(3 * 1024 * 1024), 'in.txt': 'text' });
  const store = require(file);
  for (const name of ['in.bin', 'in.txt', 'none']) {
    const data = await outcome(store.sliceUploadFile(name, `key/${name}`));
    print('upload', data.failed ?? { Location: data.Location, ETag: data.ETag, statusCode: data.statusCode });
  }
  print('upload', await outcome(store.sliceUploadFile('', 'k')));
  const { statusCode, ETag } = await store.download('key/in.txt');
  print('download', { statusCode, ETag, file: fs.readFileSync('STRING_VALUE', 'utf8') });
  print('download', await outcome(store.download('none')));
  await stored(store.Bucket, store.Region);
}

const DRIVERS = {
  'determ1ne/node-tencent-cos-deployer': deployer,
  'zkd8907/ghost-qcloud-cos-store': ghost,
  'LeeJim/tencent-cos-action': action,
  'sylingd/tencent-cos-and-cdn-action': cdnAction,
  'AutumnFish/strapi-provider-upload-tencent-cos': strapi,
  'TabSpace/qcloud-cos-upload': uploader,
  'liuyanqing/tcos-upload': tcos,
  'ostwindli/ost-libs': ost,
  'cuiyongjian/tencent-cos-webpack-plugin': webpack,
  'nbwsc/SynthSumServer': server,
};

DRIVERS[repository]().then(() => stored(), (error) => console.log('failed', error.code, error.message)).finally(() => process.exit(0));
