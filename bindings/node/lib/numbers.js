// Numbers from programs, possibly as text. Other values are errors: the addon would read 0.
'use strict';
const { inspect } = require('node:util');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');

/** Returns the number that a text represents; anything else unchanged. */
const numberOf = (value) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value);

/** Returns a whole number from `least` on; otherwise an error that names it. */
function whole(name, value, least = -Infinity, unit = '') {
  const number = numberOf(value);
  if (Number.isSafeInteger(number) && number >= least) return number;
  const from = Number.isFinite(least) ? ` from ${least} on` : '';
  return failure(Reason.INVALID_ARGUMENT, `${name} must be a whole number${unit}${from}, not ${inspect(value)}`);
}

/** Returns a value, or throws it if it is an error. */
function must(value) {
  if (value instanceof CosError) throw value;
  return value;
}

module.exports = { numberOf, whole, must };
