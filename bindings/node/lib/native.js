// The addon, and the numbers that lib/ exchanges with it.
'use strict';
const path = require('node:path');

const platform = `${process.platform}-${process.arch}`;

function load() {
  const file = path.join(__dirname, '..', 'prebuilds', platform, 'cos_err.node');
  try {
    return require(file);
  } catch (cause) {
    const message = `cos-err has no addon that loads here (${platform}): ${cause.message}. Its native code is for Linux with glibc; for another processor, build it by native/build`;
    throw new Error(message, { cause });
  }
}

// Instructions of a request, in the numbers of native/instructions.h.
const OP = Object.freeze({
  QUERY: 1,
  HEADER: 2,
  CALL_HEADER: 3,
  TIMEOUT: 4,
  EXPLAIN: 5,
  BODY: 6,
  BODY_FILE: 7,
  BODY_RANGE: 8,
  READER: 9,
  SINK_FILE: 10,
  SINK: 11,
  PROGRESS: 12,
  CONTENT_MD5: 13,
  EXPECT_ROOT: 14,
  CANCEL: 15,
  PRESIGN: 16,
  SINK_SYNC: 17,
  SIGN: 18,
  SIGNED_HOST: 19,
  HEAD: 20,
  DOCUMENT: 21,
  URL: 22,
  MOVED_FILE: 23,
  PART_SIZE: 24,
  PARALLEL: 25,
  THRESHOLD: 26,
  CHECKPOINT: 27,
  VERSION: 28,
});
// How many values follow an instruction, if it is not one.
const WIDTH = Object.freeze({
  [OP.QUERY]: 2,
  [OP.HEADER]: 2,
  [OP.CALL_HEADER]: 2,
  [OP.EXPLAIN]: 0,
  [OP.BODY_RANGE]: 3,
  [OP.READER]: 2,
  [OP.PROGRESS]: 0,
  [OP.SINK_SYNC]: 0,
  [OP.HEAD]: 0,
  [OP.DOCUMENT]: 0,
  [OP.URL]: 0,
});

// The requests of a call while it runs, in the numbers of native/addon.h.
const ASK = Object.freeze({ READ: 1, REWIND: 2, WRITE: 3, CREDENTIALS: 4, HEAD: 5 });

module.exports = { native: load(), OP, WIDTH, ASK };
