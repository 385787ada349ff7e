// Explains codes and request ids without an error.
'use strict';
const { native } = require('./native.js');
const { ResponderNames, RetryNames } = require('./constants.js');

/** Returns the names of all codes. */
const codes = () => native.codes();

/** What is known of a code; null if it is unknown. */
function explainCode(code, { responder = 'unknown', language = 'en' } = {}) {
  const number = [...ResponderNames].find(([, name]) => name === responder)?.[0];
  if (number === undefined) throw new TypeError(`responder ${JSON.stringify(responder)}: it must be one of COS.Responder`);
  const found = native.code(code, number, language);
  if (!found) return null;
  const [status, retry, advice, docUrl] = found;
  return { code, status, retry: RetryNames.get(retry), advice, docUrl };
}

/** What a request id contains; null if it is that of another system. */
function readId(requestId) {
  const found = native.id(requestId);
  return found && { responder: ResponderNames.get(found[0]), madeAt: new Date(found[1] * 1000) };
}

module.exports = { codes, explainCode, readId };
