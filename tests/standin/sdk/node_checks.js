// What the runs of Tencent's Node SDK share: clients, checks, the stand-in's control.
'use strict';
const COS = require('cos-nodejs-sdk-v5');
const { isDeepStrictEqual } = require('node:util');

const [address, proxy] = process.argv.slice(2);
const SecretId = 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000';
const SecretKey = 'STANDINSECRETKEYEXAMPLEEXAMPLE00';
const Region = 'ap-guangzhou';
const Bucket = 'examplebucket-1250000000';

const client = (options) =>
  new COS({ SecretId, SecretKey, Protocol: 'http:', Proxy: `http://${proxy}`, ...options });

function check(name, got, expected) {
  if (isDeepStrictEqual(got, expected)) {
    console.log(`ok: Node: ${name}`);
  } else {
    console.log(`not ok: Node: ${name}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
  }
}

// Status and code of a call's error, and whether it has a request id.
async function failure(call) {
  try {
    await call;
  } catch (error) {
    return [error.statusCode, error.code, Boolean(error.RequestId)];
  }
  return 'no error';
}

const status = async (call) => (await failure(call))[0];

async function control(method, path, value) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const answer = await fetch(`http://${address}/_standin/${path}`, { method, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

// Runs these one after the other; a call that fails is a check that fails.
async function run(...parts) {
  for (const part of parts) {
    try {
      await part();
    } catch (error) {
      console.log(`not ok: Node: a call of ${part.name} failed: ${error.statusCode} ${error.code} ${error.message}`);
    }
  }
}

module.exports = { address, proxy, Region, Bucket, client, check, failure, status, control, run };
