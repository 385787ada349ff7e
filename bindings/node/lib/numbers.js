// Numbers that programs give, perhaps as texts. What is none is refused: the addon would read 0.
'use strict';
const { inspect } = require('node:util');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');

/** The number that a text is; anything else as it is. */
const numberOf = (value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);

/** A whole number from `least` on; else an error that names it. */
function whole(name, value, least = -Infinity, unit = '') {
  const number = numberOf(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  const from = Number.isFinite(least) ? ` from ${least} on` : '';
  return failure(Reason.INVALID_ARGUMENT, `${name} must be a whole number${unit}${from}, not ${inspect(value)}`);
}

/** A value that may be an error, which is thrown. */
function must(value) {
  if (value instanceof CosError) throw value;
  return value;
}

module.exports = { numberOf, whole, must };
