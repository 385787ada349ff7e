// The properties that Node programs expect for a failure of the network or of a file: `code` as ECONNREFUSED, errno,
// syscall.
'use strict';
const { getSystemErrorMap } = require('node:util');
const { Reason } = require('./constants.js');

const NAMES = new Map([...getSystemErrorMap()].map(([number, [name]]) => [number, name]));
const NUMBERS = new Map([...NAMES].map(([number, name]) => [name, number]));
const COPIED = ['code', 'errno', 'syscall', 'address', 'port', 'hostname', 'path'];
const LOOKUP_WORDS = [[/temporary failure/i, 'EAI_AGAIN'], [/out of memory|memory allocation/i, 'EAI_MEMORY'], [/non-recoverable/i, 'EAI_FAIL']];

function lookup(causes) {
  const text = causes.join(' ');
  const code = LOOKUP_WORDS.find(([words]) => words.test(text))?.[1] ?? 'ENOTFOUND';
  const hostname = /cannot resolve (\S+)/.exec(causes[0])?.[1];
  // A number of getaddrinfo, which has no name in the system's list.
  return { code, errno: NUMBERS.get(code) ?? -3008, syscall: 'getaddrinfo', ...(hostname && { hostname }) };
}

function connection(number, causes) {
  const [, address, port] = /(?:connect to|proxy) (\S+):(\d+)/.exec(causes[0]) ?? [];
  return { ...named(number), syscall: 'connect', ...(address && { address, port: Number(port) }) };
}

const named = (number) => (NAMES.has(-number) ? { code: NAMES.get(-number), errno: -number } : {});
const SYSCALLS = { ECONNRESET: 'read', EPIPE: 'write' };

function lost(number) {
  const found = number === 0 ? { code: 'ECONNRESET' } : named(number);
  return found.errno && SYSCALLS[found.code] ? { ...found, syscall: SYSCALLS[found.code] } : found;
}

/** Returns additional members of a client error by Node's names; an empty object if Node has no code for it. */
function membersOf(reason, number, causes, isSent) {
  switch (reason) {
    case Reason.DNS: return number === 0 ? lookup(causes) : { ...named(number), syscall: 'getaddrinfo' };
    case Reason.CONNECT:
    case Reason.PROXY: return number === 0 ? {} : connection(number, causes);
    case Reason.CONNECTION_LOST: return lost(number);
    // As in Tencent's SDK: ESOCKETTIMEDOUT once there was a connection.
    case Reason.TIMEOUT: return isSent ? { code: 'ESOCKETTIMEDOUT' } : { code: 'ETIMEDOUT', errno: NUMBERS.get('ETIMEDOUT') };
    case Reason.CANCELLED: return { code: 'ABORT_ERR' };
    default: return number === 0 ? {} : named(number);
  }
}

/** Returns the system's error that caused a client error, for `cause`. */
function systemError(members, causes) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const error = Object.assign(new Error(causes.join(': ')), members);
  Error.stackTraceLimit = limit;
  return error;
}

/** Copies the code of an error of Node, of a stream or of another transport. */
function copyCode(error, cause) {
  if (typeof cause?.code !== 'string' || !/^[A-Z][A-Z0-9_]+$/.test(cause.code)) return;
  for (const name of COPIED) if (cause[name] !== undefined) error[name] = cause[name];
}

module.exports = { membersOf, systemError, copyCode };
