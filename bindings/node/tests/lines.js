// An error as the runners of all languages print it: tests/cases/README.md.
'use strict';

const escaped = (text) =>
  text.replace(/[\\\x00-\x1f\x7f]/g, (sign) => {
    const named = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }[sign];
    return named ?? `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });

const field = (name, value) => `${name}=${escaped(String(value))}`;
const pairs = (name, list) => list.map(([key, value]) => `${name}=${escaped(key)}: ${escaped(value)}`);
const bit = (value) => (value ? 1 : 0);

const kindFields = (e) => [
  field('kind', e.kind),
  field('reason', e.reason),
  field('status', e.status),
  field('code', e.error.Code),
  field('code_source', e.codeSource),
];

const partFields = (e) =>
  e.parts.map((part) => `part=${[part.key, part.versionId, part.code, part.message, part.retry].map(escaped).join('|')}`);

const attemptFields = (e) =>
  e.attempts.map((each) => `attempt=${escaped(each.host)}|${each.status}|${each.reason}|${escaped(each.note)}`);

function errorLine(e) {
  return [
    ...kindFields(e),
    field('message', e.message),
    field('resource', e.resource),
    field('request_id', e.requestId),
    field('trace_id', e.traceId),
    field('responder', e.responder),
    field('retry', e.retry),
    field('retry_after_ms', e.retryAfterMs),
    field('request_sent', bit(e.requestSent)),
    field('method', e.method),
    field('url', e.url),
    field('operation', e.operation),
    field('region_hint', e.regionHint),
    field('endpoint_hint', e.endpointHint),
    field('clock_skew_s', e.clockSkewSeconds ?? 'unknown'),
    field('os_errno', e.osErrno),
    field('origin_truncated', bit(e.originTruncated)),
    field('origin_body_len', e.originBody.length),
    field('origin_xml', e.originXml),
    ...pairs('header', e.headerFields),
    ...pairs('detail', e.details),
    ...partFields(e),
    ...e.causes.map((cause) => field('cause', cause)),
    ...attemptFields(e),
    field('advice_en', e.adviceIn('en')),
    field('advice_zh', e.adviceIn('zh')),
    field('doc_url', e.docUrl),
    field('diagnose_url', e.diagnoseUrl),
    field('diagnose_steps_en', e.diagnoseSteps()),
    field('diagnose_steps_zh', e.diagnoseSteps('zh')),
    field('text', e.text),
    field('json', e.json),
  ].join('\t');
}

function liveErrorLine(e) {
  return [
    ...kindFields(e),
    field('responder', e.responder),
    field('retry', e.retry),
    field('request_sent', bit(e.requestSent)),
    field('method', e.method),
    field('operation', e.operation),
    field('os_errno', e.osErrno),
    field('has_request_id', bit(e.requestId !== '')),
    ...partFields(e),
    ...attemptFields(e),
    field('advice_en', e.advice),
  ].join('\t');
}

module.exports = { errorLine, liveErrorLine, escaped };
