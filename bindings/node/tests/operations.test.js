// The calls of one request, compared with what Tencent's SDK sent and returned: the rows of tests/cases/operations.
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { Readable } = require('node:stream');
const { at, client, failed: failedCall, Bucket, Region, SecretId, SecretKey } = require('./standin.js');
const { operations } = require('../lib/generated.js');
const COS = require('../index.js');
const { answering, rows, plain, failed } = require(path.join(process.env.COS_ERR_CASES, 'operations', 'answering.js'));

const empty = (row, name) => row.requests.forEach(({ headers, query }) => {
  if (headers[name] === '') delete headers[name];
  if (query[name] === '') delete query[name];
});
// What is different on purpose: the rows, the reason, and the change of what the SDK sent and returned.
const DIFFERENT = [
  [/^(multipartList|listObjectVersions)\b/, 'an empty prefix is not sent', (row) => empty(row, 'prefix')],
  [/^(putObjectCopy|multipartInit|appendObject)\b/, 'headers without a value are not sent', (row) => {
    for (const name of ['cache-control', 'content-type']) empty(row, name);
  }],
  [/^putBucket\/maz$/, 'each document has its type and digest', ({ requests: [{ headers }] }) => {
    Object.assign(headers, { 'content-type': 'application/xml', 'content-md5': '' });
  }],
  [/^getBucketLogging\/none$/, 'a configuration is always an object', ({ value }) => Object.assign(value, { BucketLoggingStatus: {} })],
  [/^getBucketWebsite\/empty$/, 'an empty list is absent, not a text', ({ value }) => delete value.WebsiteConfiguration.RoutingRules],
  [/^getBucketInventory\/none$/, 'an empty list is absent, not a text', ({ value }) => delete value.InventoryConfiguration.OptionalFields],
  [/^getBucketReplication\/none$/, 'Rules is always a list', ({ value }) => Object.assign(value.ReplicationConfiguration, { Rules: [] })],
  [/^getBucketEncryption(\/two)?$/, 'COS returns ServerSideEncryptionConfiguration, which the SDK does not look for', ({ value }) => {
    value.EncryptionConfiguration.Rules = [value.ServerSideEncryptionConfiguration.Rule].flat();
  }],
  [/^getBucketReferer\/missing$/, 'the SDK returns it by the name of another configuration', ({ value }) => {
    delete value.WebsiteConfiguration;
    value.RefererConfiguration = {};
  }],
  [/^optionsObject\/forbidden$/, 'headers and RequestId are returned, too', ({ value, response: { headers } }) => {
    value.headers = Object.fromEntries(Object.entries(headers).map(([name, each]) => [name.toLowerCase(), each]));
    value.RequestId = headers['x-cos-request-id'];
  }],
];

let server;
let cos;

before(async () => {
  server = await answering();
  cos = client(`127.0.0.1:${server.port}`, { MaxAttempts: 1 });
});
after(() => {
  cos.close();
  server.stop();
});

/** A body as it is compared: of a document its elements, those of one name in their order. */
const comparable = ({ body, headers, ...request }) => {
  const { 'content-md5': md5, ...others } = headers;
  const document = body.startsWith('<') ? COS.util.xml2json(body) : undefined;
  // The digest is that of the text, which may be written in several ways.
  return { ...request, headers: others, digested: md5 !== undefined, body: document ?? body };
};

async function outcome(call, row) {
  try {
    return { value: plain(await call, row) };
  } catch (error) {
    return { error: failed(error) };
  }
}

const called = (method, given) =>
  new Promise((resolve, reject) => {
    cos[method](given, (error, data) => (error ? reject(error) : resolve(data)));
  });

for (const row of rows()) {
  test(`as the SDK: ${row.id}`, async () => {
    const theirs = structuredClone(row);
    for (const [ids, , change] of DIFFERENT) if (ids.test(row.id)) change(theirs);
    const { value, error, requests } = theirs;
    const given = structuredClone(row.arguments);
    for (const call of [(...all) => cos[row.method](...all), (...all) => called(row.method, ...all)]) {
      server.expect(row);
      const found = await outcome(call(given), row);
      assert.deepStrictEqual(found, value === undefined ? { error } : { value });
      assert.deepStrictEqual(server.requests().map(comparable), requests.map(comparable));
    }
    assert.deepStrictEqual(given, row.arguments, 'arguments are not changed');
  });
}

test('each difference is one', () => {
  for (const [ids, reason, change] of DIFFERENT) {
    const theirs = rows().filter((row) => ids.test(row.id));
    const changed = theirs.filter((row) => {
      const before = JSON.stringify(row);
      change(row);
      return JSON.stringify(row) !== before;
    });
    assert.ok(changed.length > 0, `${ids}: ${reason}`);
  }
});

test('each operation of the table has rows', () => {
  const recorded = new Set(rows().map((row) => row.method));
  assert.deepStrictEqual(Object.keys(operations).filter((name) => !recorded.has(name)), []);
});

// Arguments that are no documents.
const GIVEN = {
  Id: 'i', UploadId: 'u', PartNumber: 1, Position: 0, Body: 'b', Parts: [], Policy: {},
  CopySource: 'b-1.cos.r.myqcloud.com/k', Origin: 'o', AccessControlRequestMethod: 'GET',
};

test('an argument that is missing is named, and nothing is sent', async () => {
  server.expect({ response: { status: 200 } });
  for (const [name, { given = [], onObject }] of Object.entries(operations)) {
    for (const missing of given.filter((each) => each.needed)) {
      const others = given.filter((each) => each.needed && each !== missing).map((each) => [each.name, GIVEN[each.name] ?? {}]);
      const params = { Bucket, Region, ...(onObject && { Key: 'k' }), ...Object.fromEntries(others) };
      const error = await failedCall(cos[name](params));
      assert.strictEqual(error.reason, COS.Reason.INVALID_ARGUMENT, name);
      assert.match(error.message, new RegExp(`^${missing.name} is missing; set`), name);
    }
  }
  assert.deepStrictEqual(server.requests(), []);
});

test('documents are accepted in the form in which COS returns them', async () => {
  const Tag = [{ Key: 'a', Value: 'b' }, { Key: 'c', Value: 'd' }];
  const expected = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag><Tag><Key>c</Key><Value>d</Value></Tag></TagSet></Tagging>';
  for (const params of [{ Tags: Tag }, { Tagging: { Tags: Tag } }, { Tagging: { TagSet: Tag } }, { Tagging: { TagSet: { Tag } } }]) {
    server.expect({ response: { status: 200 } });
    await cos.putBucketTagging({ Bucket, Region, ContentType: 'text/plain', ...params });
    const [{ body, headers }] = server.requests();
    assert.deepStrictEqual([body, headers['content-type']], [expected, 'application/xml']);
  }
  const RoutingRule = { Redirect: { ReplaceKeyWith: 'b' } };
  for (const RoutingRules of [[RoutingRule], { RoutingRule }]) {
    server.expect({ response: { status: 200 } });
    await cos.putBucketWebsite({ Bucket, Region, WebsiteConfiguration: { RoutingRules } });
    assert.deepStrictEqual(COS.util.xml2json(server.requests()[0].body), { WebsiteConfiguration: { RoutingRules: { RoutingRule } } });
  }
});

test('what is no document, and unknown parameters, are errors that say so', async () => {
  const reasons = async (call) => (await failedCall(call)).message;
  assert.match(await reasons(cos.putBucketWebsite({ Bucket, Region, WebsiteConfiguration: 'x' })), /WebsiteConfiguration must be an object/);
  assert.match(await reasons(cos.putBucketLifecycle({ Bucket, Region, LifecycleConfiguration: [] })), /LifecycleConfiguration must be an object/);
  assert.match(await reasons(cos.putBucketPolicy({ Bucket, Region, Policy: '{' })), /Policy must be an object, or its JSON text/);
  assert.match(await reasons(cos.getBucketInventory({ Bucket, Region, id: 'x' })), /id is not a parameter of getBucketInventory; use Id/);
});

test('a part and appended bytes may be streams, which report their progress', async () => {
  for (const [name, more] of [['multipartUpload', { UploadId: 'u', PartNumber: 1 }], ['appendObject', { Position: 0 }]]) {
    server.expect({ response: { status: 200, headers: { ETag: '"e"' } } });
    const told = [];
    const Body = Readable.from([Buffer.from('ab'), Buffer.from('cd')]);
    const data = await cos[name](at('k', { ...more, Body, ContentLength: 4, onProgress: (info) => told.push(info.loaded) }));
    assert.strictEqual(data.headers.etag, '"e"');
    assert.deepStrictEqual([server.requests()[0].body, told.at(-1)], ['abcd', 4], name);
  }
});

test('a success without its document is an error', async () => {
  for (const body of ['', '<Other/>', '<CORSConfiguration><CORSRule>']) {
    server.expect({ response: { status: 200, body } });
    const error = await failedCall(cos.getBucketCors({ Bucket, Region }));
    assert.strictEqual(error.reason, COS.Reason.BAD_RESPONSE, body);
  }
});

test('credentials for a copy are asked for both objects', async () => {
  const scopes = [];
  const getCredentials = async (request) => {
    scopes.push(request.Scope);
    return { SecretId, SecretKey };
  };
  const other = client(`127.0.0.1:${server.port}`, { SecretId: undefined, SecretKey: undefined, getCredentials });
  server.expect({ response: { status: 200, body: '<CopyObjectResult><ETag>e</ETag></CopyObjectResult>' } });
  await other.putObjectCopy(at('to', { CopySource: 'from-1250000000.cos.ap-beijing.myqcloud.com/a%20b?versionId=v' }));
  assert.deepStrictEqual(scopes, [[
    { action: 'name/cos:GetObject', bucket: 'from-1250000000', region: 'ap-beijing', prefix: 'a b' },
    { action: 'name/cos:PutObject', bucket: Bucket, region: Region, prefix: 'to' },
  ]]);
  other.close();
});
