// The ACL of a bucket or an object, as Tencent's SDK returns it in addition to the document.
'use strict';

const MEMBERS = Object.entries({
  FULL_CONTROL: 'GrantFullControl', WRITE: 'GrantWrite', READ: 'GrantRead', READ_ACP: 'GrantReadAcp', WRITE_ACP: 'GrantWriteAcp',
});
const ANYONE = 'qcs::cam::anyone:anyone';
const ALL_USERS = 'http://cam.qcloud.com/groups/global/AllUsers';
const isPublic = ({ Grantee = {} }) => Grantee.ID === ANYONE || Grantee.URI === ALL_USERS;

/** Returns the values of the headers x-cos-acl and x-cos-grant-* that would set these grants. */
function headersOf(grants, ownerId) {
  const everyone = new Set(grants.filter(isPublic).map((grant) => grant.Permission));
  const others = grants.filter((grant) => !isPublic(grant) && grant.Grantee?.ID !== ownerId);
  const found = { ACL: 'private' };
  if (everyone.has('READ')) found.ACL = 'public-read';
  if (everyone.has('FULL_CONTROL') || (everyone.has('READ') && everyone.has('WRITE'))) found.ACL = 'public-read-write';
  for (const [permission, member] of MEMBERS) {
    const ids = others.filter((grant) => grant.Permission === permission).map((grant) => `id="${grant.Grantee?.ID ?? ''}"`);
    found[member] = [...new Set(ids)].join(',');
  }
  return found;
}

/** Returns Owner, Grants, ACL and Grant*; `target` is bucket or object, which has no permission to write. */
function aclOf({ Owner, Grants }, target, headers) {
  const owner = typeof Owner === 'object' ? Owner : {};
  const found = { ...headersOf(Grants, owner.ID), Owner: owner, Grants };
  if (target === 'object') delete found.GrantWrite;
  if (headers['x-cos-acl']) found.ACL = headers['x-cos-acl'];
  return found;
}

module.exports = { aclOf };
