// CopySource: the host of a bucket, a key, and perhaps a version.
'use strict';

const FORM = /^(?:https?:\/\/)?([^./]+)\.cos[\w-]*\.([^./]+)\.[^/]*\/([^?]*)(?:\?(.*))?$/;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Returns what it names; undefined if it is not of that form. */
function sourceOf(text) {
  const [, Bucket, Region, key, query] = FORM.exec(text) ?? [];
  if (Bucket === undefined) return undefined;
  return { Bucket, Region, Key: decoded(key), VersionId: new URLSearchParams(query ?? '').get('versionId') ?? undefined };
}

module.exports = { sourceOf };
