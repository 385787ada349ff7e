// All members of an error as JSON can hold them, in Node and in a browser, without what differs from request to request.
const OWN = ['code', 'message', 'error', 'statusCode', 'headers', 'method', 'url', 'RequestId', 'name'];
const ADDED = [
  'kind', 'reason', 'status', 'codeSource', 'resource', 'requestId', 'traceId', 'responder', 'retry', 'retryAfterMs',
  'requestSent', 'operation', 'regionHint', 'endpointHint', 'clockSkewSeconds', 'osErrno', 'originXml', 'originTruncated',
  'originBodyLength', 'headerFields', 'details', 'parts', 'attempts', 'causes', 'text', 'json', 'docUrl', 'diagnoseUrl', 'advice',
];

function all(error) {
  const members = {};
  for (const name of [...OWN, ...ADDED]) members[name] = error[name];
  members.adviceInChinese = error.adviceIn('zh');
  members.diagnoseSteps = [error.diagnoseSteps(), error.diagnoseSteps('zh')];
  members.originBody = new TextDecoder().decode(error.originBody);
  members.classes = [error instanceof Error, String(error)];
  members.copy = { ...error };
  return members;
}

/** Numbers that differ by the moments of two requests: each as it is, and rounded. */
function rounded({ clockSkewSeconds: skew }) {
  if (skew === undefined) return [];
  const near = Math.round(skew / 10) * 10;
  return [...['"clockSkewSeconds":', 'clock_skew_s\\":'].map((name) => [`${name}${skew},`, `${name}${near},`]), [`${skew} s`, `${near} s`], [`${skew} 秒`, `${near} 秒`]];
}

/** The members, in which ids, dates and times are replaced. */
export function members(error) {
  const text = JSON.stringify(all(error))
    .replace(/(\\*"elapsed_?[mM]s\\*":)\d+/g, '$10')
    .replace(/\d{10};\d{10}/g, '<time of the signature>');
  const named = [[error.requestId, '<request id>'], [error.traceId, '<trace id>'], [error.header('Date'), '<date>'], ...rounded(error)];
  const replaced = named.filter(([value]) => value).reduce((found, [value, name]) => found.split(value).join(name), text);
  return JSON.parse(replaced);
}

/** One row of the demo by a class of either package: { success } or the members of the error. */
export async function run(COS, row, options) {
  const { SecretId, SecretKey, Method, Bucket, Region, Key, Timeout } = row;
  const keys = SecretKey ? { SecretId, SecretKey } : {};
  const cos = new COS({ ...keys, Protocol: 'http:', Timeout, ...options });
  const params = { Bucket, Region };
  const call = Method === 'HEAD' ? cos.headBucket(params) : cos.request({ ...params, Method, Key });
  return call.then(({ statusCode }) => ({ success: statusCode }), members);
}
