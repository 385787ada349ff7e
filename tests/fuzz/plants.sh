# A fault for each fuzz target: check TARGET COMPLAINT FILE LINE FAULTY-LINE. Read by planted.sh, and by
# tests/proof/apply.sh.

# Control characters stay in lines.
check responses 'control character' src/error/redact.rs \
  '    if is_printable_ascii(text.as_bytes()) || !text.contains(breaks_line) {' \
  '    if is_printable_ascii(text.as_bytes()) || text.len() > 4 {'
# A header is sent that nobody set.
check requests 'a header that was not set' src/client/request_head.rs \
  '            .chain(self.is_retry.then_some(("x-cos-sdk-retry", "true")))' \
  '            .chain(Some(("x-cos-sdk-retry", "true")))'
# What lies on a kept connection is taken for the next response.
check exchanges 'own-response' src/client/transport/connection.rs \
  '            (Ready::End, _) | (Ready::Bytes, None) => false,' \
  '            (Ready::End, _) => false, (Ready::Bytes, None) => true,'

# A checksum that differs is not looked at.
check calls 'wrong checksum' src/client/transfer/integrity.rs \
  '        ours if ours == theirs => Ok(()),' \
  '        ours if ours == theirs || theirs > 0 => Ok(()),'

# What a server wrote is printed with the secrets in it.
check command 'a secret' bindings/c/command/print.c \
  'void print_json_masked(const char *text) { print_message_of(text, print_json_text); }' \
  'void print_json_masked(const char *text) { print_json_text(text); }'

# A queue that is freed says nothing of what it throws away.
check queues 'calls do not end' src/client/queue/mod.rs \
  '            discard(tag);' \
  '            let _ = (discard, tag);'

# An upload that failed is left.
check transfers 'the upload .* is left' src/client/parts/upload.rs \
  '        Err(left) if !left.means("NoSuchUpload") => error.with_detail("UploadId", id),' \
  '        Err(left) if left.means("NoSuchUpload") => error.with_detail("UploadId", id),'
