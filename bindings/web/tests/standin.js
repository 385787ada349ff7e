// A stand-in of COS for one test file: the program that COS_STANDIN names.
'use strict';
const { spawn } = require('node:child_process');
const { once } = require('node:events');

const SecretId = 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000';
const SecretKey = 'STANDINSECRETKEYEXAMPLEEXAMPLE00';
const Region = 'ap-guangzhou';
const Bucket = 'examplebucket-1250000000';
const bucket = (fault) => `fault-${fault}-1250000000`;

/** Starts it; { address, control, stop }. It ends when this process does. */
async function standin() {
  const program = process.env.COS_STANDIN;
  if (!program) throw new Error('COS_STANDIN names no program: run bindings/web/test');
  const child = spawn(program, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  child.unref();
  child.stdout.destroy();
  const address = String(line).trim().replace('http://', '');
  return { address, control: (...call) => control(address, ...call), stop: () => child.kill() };
}

async function control(address, method, path, value) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const response = await fetch(`http://${address}/_standin/${path}`, { method, body });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? undefined : response.json();
}

module.exports = { standin, bucket, SecretId, SecretKey, Region, Bucket };
