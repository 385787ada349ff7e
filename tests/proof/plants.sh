# The plants, read by plant.sh: plant NAME CHECK FILE FROM TO.
# CHECK: `unit FILTER...`; a program of tests/ with its arguments, where c-sanitized is tests/c under ASan and UBSan;
# `artefact SCRIPT`, a script of tests/artefact; or a test of a language's package, see bindings.sh.
# FILE: below src. FROM: text that stands in it once, and TO: the fault. reported KIND FILE FROM TO: a fault that the
# sanitizer of that kind must report, for sanitize.sh.

# A response belongs to its request.
plant surplus-taken-for-a-response "faults/surplus" client/transport/connection.rs \
  '(Ready::End, _) | (Ready::Bytes, None) => false,' \
  '(Ready::End, _) => false, (Ready::Bytes, None) => true,'
plant desync-under-load "load/desync 3000" client/transport/connection.rs \
  '(Ready::End, _) | (Ready::Bytes, None) => false,' \
  '(Ready::End, _) => false, (Ready::Bytes, None) => true,'
plant desync-between-attempts "faults/unasked" client/transport/connection.rs \
  '(Ready::End, _) | (Ready::Bytes, None) => false,' \
  '(Ready::End, _) => false, (Ready::Bytes, None) => true,'
plant surplus-decrypted-already "faults/surplus" client/transport/session.rs \
  'state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed()' \
  '!state.peer_has_closed()'
plant half-a-record-is-nothing "faults/hostile second" client/transport/session.rs \
  ' && self.records.is_between()' ''
plant bytes-before-the-request "faults/unasked" client/transport/connection.rs \
  'match spoke {' 'match spoke && self.kept {'
plant length-beside-chunks "unit framing" client/transport/framing.rs \
  'self.is_double()
            || self.has_identity' 'self.has_identity'
plant doubtful-connection-kept "faults/surplus" client/transport/wire.rs \
  '&& !self.incoming.is_doubtful' ''
plant unknown-coding-handed-out "faults/hostile gzip" client/transport/framing.rs \
  'Coding::Chunked if !self.is_http10 => BodyFraming::Chunked,' 'Coding::Chunked | Coding::Unknown if !self.is_http10 => BodyFraming::Chunked,'
plant chunks-of-http-1.0 "unit framing" client/transport/framing.rs \
  'Coding::Chunked if !self.is_http10 => BodyFraming::Chunked,' 'Coding::Chunked => BodyFraming::Chunked,'
plant closed-connection-kept "faults/odd_responses" client/transport/framing.rs \
  'status == 101 || self.says_close ||' 'status == 101 ||'
plant read-beyond-the-response "faults/surplus" client/transport/direct.rs \
  'let amount = read_plain(wire, &mut into[..most])?;' 'let amount = read_plain(wire, into)?.min(most);'
plant short-response-is-whole "faults/cut_responses" client/transport/direct.rs \
  'if amount == 0 {
                    return Err(closed());' 'if amount == 0 && most == 0 {
                    return Err(closed());'
plant half-of-the-chunks-is-whole "faults/cut_responses" client/transport/direct.rs \
  'match chunks.is_ending() {' 'match !chunks.is_over() {'
plant lengths-that-differ "faults/odd_responses" client/transport/framing.rs \
  '(Length::Is(known), Some(number)) if known != number => Length::Several,
        ' ''
plant empty-lines-are-of-the-head "faults/heads" client/transport/incoming.rs \
  'buffers.skip(empty);
        let mut length = length - empty;' 'let mut length = length;'
plant a-chunk-for-each-read "faults/odd_responses" client/transport/direct.rs \
  'frame + data > 0 && filled < into.len()' 'frame + data > 0 && filled == 0'
plant descriptor-of-somebody-else "faults/reused" client/transport/guarded.rs \
  'self.inode.is_none() || inode(self.as_raw_fd()) == self.inode' 'self.inode.is_none() || true'
plant half-open-is-not-noticed "faults/half_open" client/transport/wire.rs \
  'self.control.state.set_silent();' ''
plant siblings-are-trusted "unit transport::pool" client/transport/pool.rs \
  'connection.last_used < before && theirs' 'connection.last_used > before && theirs'
plant lost-turn "unit transport::turns" client/transport/turns.rs \
  'return state.release(self.most);' 'return drop(state);'
plant turns-out-of-order "unit transport::turns" client/transport/turns.rs \
  'self.waiting.pop_front()' 'self.waiting.pop_back()'
plant idle-connections-without-bound "load/threads" client/transport/pool.rs \
  'while self.idle.len() > max_idle' 'while self.idle.len() > max_idle << 10'
plant buffer-keeps-bytes "unit transport::buffers" client/transport/buffers.rs \
  'input: self.input,
            output: self.output,
            ..WireBuffers::default()
        }
    }

    /// Without growth' \
  '..self
        }
    }

    /// Without growth'

# The right endpoint.
plant endpoint-names-a-bucket "c/arguments tests/cases/arguments.jsonl" signing/endpoint.rs \
  '            && !serves_any_bucket(host)
        {
            return wrong(&match of_cos.bucket()' \
  '            && host.is_empty()
        {
            return wrong(&match of_cos.bucket()'
plant endpoint-of-cos-makes-a-client "c/client" signing/endpoint.rs \
  '            && !serves_any_bucket(host)
        {
            return wrong(&match of_cos.bucket()' \
  '            && host.is_empty()
        {
            return wrong(&match of_cos.bucket()'
plant service-endpoint-for-a-bucket "unit signing::endpoint" signing/endpoint.rs \
  'if self.is_bucketless =>' 'if self.is_bucketless && bucket.is_empty() =>'
plant proxy-tunnel-for-http "faults/forwarding" client/transport/dialer.rs \
  '(Some(proxy), _) if !destination.is_tls =>' '(Some(proxy), _) if !destination.is_tls && proxy.port == 0 =>'

# Nothing is a success that need not be one.
plant nothing-known-is-a-success "c/exchange" error/read.rs \
  'if status == 0 && headers.is_empty()' 'if status == 1 && headers.is_empty()'
plant page-without-status-is-a-success "c/cases tests/cases/answers.jsonl" error/verdict.rs \
  '(0, "") => found.proves_success(),' '(0, "") => true,'
plant cut-body-is-a-success "c/cases tests/cases/answers.jsonl" error/verdict.rs \
  'self.body_truncated && !self.is_head()' 'self.body_truncated && self.is_head()'
plant error-inside-a-success "faults/roots" error/verdict.rs \
  '200..=299 if found.is_failure() => Verdict::Service,' '206 if found.is_failure() => Verdict::Service,'
plant wrong-range-is-a-success "transfers/ranges" client/content_range.rs \
  '&& !spec.is_met_by(part)' '&& part.last < part.first'
plant portal-is-a-success "faults/portal" error/verdict.rs \
  'self.known.marks_expected
            &&' 'self.known.marks_expected && self.url.is_empty()
            &&'
plant redirect-of-a-portal "c/cases tests/cases/answers.jsonl" error/verdict.rs \
  '&& location.contains("etag=")' ''
plant wrong-checksum-is-a-success "transfers/checksums" client/transfer/integrity.rs \
  'ours if ours == theirs => Ok(()),' 'ours if ours == theirs || theirs > 0 => Ok(()),'
plant close-error-is-lost "transfers/replacing" client/transfer/partial_file.rs \
  '    close(file)
}' '    let _ = close(file);
    Ok(())
}'
plant relative-path-after-chdir "transfers/sinks" client/transfer/partial_file.rs \
  'renameat(directory, &self.temporary, directory, &self.target)' \
  'renameat(rustix::fs::CWD, &self.temporary, rustix::fs::CWD, &self.target)'
plant owner-is-lost "transfers/replacing" client/transfer/partial_file.rs \
  'resemble(file, there);' 'let _ = (file, there);'

# Memory that is the caller's.
plant header-read-beyond-its-end "c-sanitized/exchange" ffi/exchange.rs \
  '_ => unsafe { bytes(header.value.cast(), header.value_len) },' '_ => unsafe { bytes_or_text(header.value, header.value_len) },'
plant keys-are-not-erased "transfers/erased" signing/credentials.rs \
  'secret_key: Zeroizing::new(present("secret_key", secret_key)?),' \
  'secret_key: Zeroizing::new(present("secret_key", secret_key).inspect(|key| std::mem::forget(key.clone()))?),'

# What the server said is read.
plant odd-line-costs-the-response "faults/heads" client/transport/incoming.rs \
  'if self.head.is_odd {' 'if self.head.is_odd && length == 0 {'
plant cached-date-is-a-clock "c/cases tests/cases/answers.jsonl" error/clock_skew.rs \
  'if headers.seen.is_cached(arena) {' 'if headers.seen.is_cached(arena) && received_at_ms == 0 {'
plant skew-of-a-cache "faults/clock" error/clock_skew.rs \
  'if headers.seen.is_cached(arena) {' 'if headers.seen.is_cached(arena) && received_at_ms == 0 {'
plant first-block-counts "unit header_block" error/header_block.rs \
  'Some(next) => (found, status, end) = (Some(start), next, block.len()),' \
  'Some(next) if found.is_none() => (found, status, end) = (Some(start), next, block.len()), Some(_) => {}'
plant path-style-is-a-key "c/cases tests/cases/answers.jsonl" host.rs \
  'self.first.is_empty() && !is(self.service, CI)' '!self.first.is_empty() && !is(self.service, CI)'
plant last-row-of-a-code "unit error::catalogue" error/catalogue.rs \
  '.min_by_key(|entry| {' '.collect::<Vec<_>>().into_iter().rev().min_by_key(|entry| {'
plant advice-of-another-service "c/catalogue" ffi/catalogue.rs \
  'COS_RESPONDER_CI => Responder::Ci,' 'COS_RESPONDER_CI => Responder::Cos,'
plant gzip-members-without-end "unit body::gzip" error/body/gzip.rs \
  ' && members < MAX_MEMBERS' ''

# Ends in time.
plant tail-of-an-error-is-awaited "faults/endless chunks" client/transport/receiving.rs \
  'const DRAIN: Duration = Duration::from_millis(100).saturating_sub(SLICE);' \
  'const DRAIN: Duration = Duration::from_secs(16).saturating_sub(SLICE);'
plant interim-responses-without-end "faults/floods" client/transport/interim.rs \
  'if self.count > MOST {' 'if self.count > MOST << 20 {'
plant interim-bytes-without-end "unit transport::interim" client/transport/interim.rs \
  'match self.bytes + more > HEADER_ROOM {' 'match self.bytes + more > HEADER_ROOM << 10 {'
plant stopped-process-loses-a-response "faults/stopped" client/call_control.rs \
  'end.is_some_and(|end| self.late.is_in_time(end, Instant::now()))' 'end.is_some_and(|end| self.late.is_in_time(end, Instant::now()) && false)'
plant dead-family-is-waited-for "faults/families" client/transport/happy_eyeballs.rs \
  'const DELAY: Duration = Duration::from_millis(250);' 'const DELAY: Duration = Duration::from_millis(2500);'
plant cancelled-thread-aborts "faults/cancelled" client/transport/uncancelled.rs \
  'unsafe { pthread_setcancelstate(DISABLE, &mut before) };' 'unsafe { pthread_setcancelstate(1 - DISABLE, &mut before) };'
plant what-is-freed-stays "load/endurance 45" ffi/handles.rs \
  'drop(unsafe { H::Owner::from_raw(handle.cast()) });' \
  'std::mem::forget(unsafe { H::Owner::from_raw(handle.cast()) });'
plant calls-at-exit-fail "load/last_calls @/programs/load/last_plugin.so" client/call_control.rs \
  'static CURRENT: ManuallyDrop<RefCell<Option<Arc<CallControl>>>> =
        const { ManuallyDrop::new(RefCell::new(None)) };' \
  'static CURRENT: RefCell<Option<Arc<CallControl>>> = const { RefCell::new(None) };'
plant descriptors-that-are-left "faults/local" client/transport/socket.rs \
  'Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM | libc::ENOBUFS | libc::EAGAIN)' \
  'Some(libc::ENOMEM | libc::ENOBUFS | libc::EAGAIN)'

# No secret is shown.
plant token-encoded-twice "unit error::secrets" error/secrets.rs \
  'const ROUNDS: usize = 4;' 'const ROUNDS: usize = 1;'
plant secrets-of-the-url "c/cases tests/cases/answers.jsonl" error/builder.rs \
  'false => named_secrets::of_url(&url),' 'false => named_secrets::of_url(&url[..0]),'
plant any-sign-is-plain "unit redact" error/named_secrets.rs '|| is_scheme(at))' '|| is_scheme(at) | true)'
plant who-logs-in-is-plain "unit redact" error/named_secrets.rs '!(has_scheme &&' '!(false &&'
plant quotes-that-are-encoded-are-none "unit redact" error/named_secrets.rs 'back(2) == b'"'2'"';' 'back(2) == 0;'
plant line-is-forged "c/cases tests/cases/answers.jsonl" error/redact.rs \
  'if is_printable_ascii(text.as_bytes()) || !text.contains(breaks_line) {' \
  'if is_printable_ascii(text.as_bytes()) || text.len() > 4 {'

# Documents of requests and of successes.
plant control-characters-in-xml "unit xml_writer" document/xml_chars.rs 'if !is_permitted(c) {' 'if false {'
plant member-is-there-twice "unit xml_writer" document/xml_writer.rs 'names.contains(&name)' 'names.first() > Some(&name)'
plant attributes-in-the-text "unit xml_writer" document/xml_writer.rs \
  'self.out.insert_str(end_of_name, &attributes);' 'self.out.push_str(&attributes);'
plant any-document-is-a-success "faults/documented" client/call/response_root.rs \
  'documented(prepared).unwrap_or("")' '""'
plant website-must-be-a-listing "faults/documented" client/call/response_root.rs \
  'Target::Service | Target::Bucket if !is_of_cos(asked.host) => return None,' ''
plant copy-without-its-document "faults/documented" operations/mod.rs \
  'row.headers.iter().all(|name| has_header(name))' 'row.headers.is_empty()'
plant new-sub-resource-is-a-listing "faults/documented" operations/mod.rs \
  'query.clone().all(|(name, value)| row.knows(name, value))' 'true'
plant cut-document-is-whole "faults/documented" error/verdict.rs \
  '&name[local..] == root.as_bytes()' 'local <= name.len()'

# The languages' packages. These sources are not built into the library.
plant name-of-the-c-sdk "headers" ../include/cos_err.h \
  '#define COS_ERR_LOG_ERROR 1' '#define COS_ERR_LOG_ERROR 1
#define COS_LOG_ERROR COS_ERR_LOG_ERROR'
plant list-outlives-its-error "cpp ranges" ../include/cos_err/error.hpp \
  'return {read_, read_->owned};' 'return {std::shared_ptr<const read>(), read_->owned};'
plant hidden-category "cpp hidden" ../include/cos_err/error_code.hpp \
  'COS_ERR_VISIBLE inline const std::error_category& error_category()' 'inline const std::error_category& error_category()'
plant waiting-call-holds-a-thread "go TestWaitingCallsHoldNoThread" ../bindings/go/slots.go \
  'return make(slots, connections)' 'return make(slots, connections+maxSlots)'
plant body-is-held-twice "go TestTheLibraryKeepsNoBody" ../bindings/go/response.go \
  'defer C.cos_response_free(raw)' 'defer C.cos_response_free(nil)'
plant client-per-call-connects-anew "python test_programs.py::test_a_client_per_call_makes_one_connection" ../bindings/python/cos_err/_pool.py \
  'core = self._alive.get(key)' 'core = None'
plant list-of-one-is-none "python test_operations.py" ../bindings/python/cos_err/_shape.py \
  'always_lists(parent, [name])' 'None'
plant damaged-event-is-read "python test_operations.py::test_a_damaged_result_of_a_query" ../bindings/python/cos_err/_events.py \
  'if not is_intact and headers.get(":message-type") != "error":' 'if False:'
plant body-that-is-missing-is-empty "node mistakes.test.js undefined.or.null" ../bindings/node/lib/params.js \
  'return (Body ?? FilePath) === undefined || (Body ?? FilePath) === null ?' 'return FilePath === null ?'
plant virtual-thread-holds-its-carrier "java ProcessTest#callsOfVirtualThreadsLeaveTheirCarriersFree" \
  ../bindings/java/src/main/java/io/github/cos_err/VirtualCall.java 'return IS_VIRTUAL != null &&' 'return false &&'
plant cancelled-future-leaves-its-call "java AsyncEndingTest#cancellingTheFutureEndsTheCall" \
  ../bindings/java/src/main/java/io/github/cos_err/CosFuture.java '      end.run();' ''

# Requests for another HTTP stack.
plant signed-token-twice "transfers/signed" signing/unsent.rs \
  'let is_given = self.request.has_token() || validate::has_token(self.headers);' 'let is_given = false;'
plant signed-list-has-what-the-stack-sets "transfers/signed" signing/signed_request.rs \
  '!validate::is_of_stack(name)' '!name.is_empty()'
plant signed-host-is-the-urls "transfers/signed" signing/unsent.rs \
  'match self.signed_host {' 'match self.signed_host.filter(|host| host.is_empty()) {'
plant skew-changes-nothing "transfers/signed" client/clock_offset.rs \
  'self.set_offset_s(skew_s);' ''
plant signing-ignores-its-token "transfers/signed_waits" client/auth/unsent.rs \
  'self.control(call, total, None)' 'self.control(&Call { cancel: None, ..call.clone() }, total, None)'
plant provider-outlasts-its-call "transfers/signed_waits" client/auth/provider.rs \
  'Some(stop) => Err(NoKeys::Stopped(stop)),
                    None => Ok(signer),' 'Some(_) | None => Ok(signer),'
plant key-is-shown-between-attempts "transfers/words" client/call/call_secrets.rs \
  'all.extend(signers.flat_map(' 'all.extend(signers.take(0).flat_map('
plant secret-of-the-url-is-shown-between-attempts "transfers/words" client/call/call_secrets.rs \
  'redact::of_url(&self.url);' 'redact::of_url("");'
plant token-of-before-is-shown "transfers/words" client/call/mod.rs 'self.used.push(signer.clone());' ''
plant key-of-a-provider-is-shown "transfers/words" client/auth/source.rs \
  'Keys::Provided(provider) => provider.held(),' 'Keys::Provided(provider) => provider.held().filter(|_| false),'
plant key-that-came-with-a-failure-is-shown "transfers/words" ffi/credentials.rs \
  'if handed.is_empty() {' 'if handed.len() < 9 {'
plant signature-outlives-its-credentials "transfers/signed_waits" client/auth/unsent.rs \
  'window.1.min(signer.expires_at_s().unwrap_or(i64::MAX))' 'window.1'
plant two-tokens-signed "transfers/signed" signing/unsent.rs \
  '        self.check_token()' '        Ok(())'
plant another-token-sent "transfers/signed" client/mod.rs \
  'self.own().keys.check_query(&request.query)' 'Ok(())'

# Reading a success: as a whole or not at all.
plant cut-listing-read-as-a-whole "transfers/values tests/cases/values.jsonl" document/read.rs \
  'let tag = open.tag;
            let blanks' \
  'let tag = open.tag;
            if self.markup.rest().is_empty() {
                break;
            }
            let blanks'
plant any-end-tag-ends "transfers/values tests/cases/values.jsonl" document/read.rs \
  'self.open.last().is_none_or(|open| open.tag != tag)' 'self.open.is_empty()'
plant second-root-is-passed-over "transfers/values tests/cases/values.jsonl" document/read.rs \
  'if !ends_here(self.markup.rest()) {' 'if false {'
plant latin-1-is-guessed "transfers/values tests/cases/values.jsonl" error/body/charset.rs \
  'is_of(label, bytes).then(text).flatten()' 'text()'
plant characters-are-replaced "transfers/values tests/cases/values.jsonl" response.rs \
  'decode_declared(self.body(), seen(self.headers.seen.content_type))' 'Some(String::from_utf8_lossy(self.body()))'
plant refused-head-goes-on "transfers/first_look" client/transfer/mod.rs \
  'head(response).map_err(|source| local(refused(source)))' 'head(response).or(Ok(())).map_err(|source| local(refused(source)))'
plant body-without-its-nul "transfers/first_look" response.rs \
  'body_z.push(0);' 'body_z.push(1);'

# Started calls: each completes once, uses nothing afterwards, and waits for what it should.
plant completes-twice "queue/once 200 20" client/queue/mod.rs \
  'state.completions.push_back(completion);' \
  'if let Some(counted) = Counted::new(&Arc::default(), 1) {
            let outcome = Err(crate::error::CosError::missing("a", "b"));
            state.completions.push_back(Completion { tag: completion.tag, outcome, counted });
        }
        state.completions.push_back(completion);'
plant completion-is-lost "queue/once 200 20" client/queue/mod.rs \
  'state.completions.push_back(completion);' \
  'if number.unwrap_or(0) % 50 != 7 { state.completions.push_back(completion); }'
plant user-data-is-used-after-its-release "queue-sanitized/waits 0" ffi/call.rs \
  '            Arc::new(move || {
                let (code, said) = callback::run(|| check(data.get()));' \
  '            let given = data.get().expose_provenance();
            drop(data);
            Arc::new(move || {
                let (code, said) = callback::run(|| check(std::ptr::with_exposed_provenance_mut(given)));'
plant released-after-it-was-taken "queue/snapshots" client/started/call.rs \
  '        drop(asked);
        completes.registration' \
  '        std::thread::spawn(move || { std::thread::sleep(std::time::Duration::from_millis(50)); drop(asked); });
        completes.registration'
plant resume-is-lost "queue/resume" client/started/handle.rs \
  'let resumed = self.resumed.lock().unwrap_or_else(PoisonError::into_inner);' \
  'let mut resumed = self.resumed.lock().unwrap_or_else(PoisonError::into_inner); *resumed = false;'
plant resumes-keep-a-call-alive "queue/resume" client/call_control.rs \
  'self.check(phase, since, self.io)?;' \
  'if started.wait(Duration::ZERO) {
                return Ok(());
            }
            self.check(phase, since, self.io)?;'
plant long-waits-are-not-looked-at "unit client::lookout::tests::a_flag_that_was_set" client/lookout.rs \
  'if state.is_any_over()' 'if state.is_any_over() && false'
plant failed-transfer-wakes-nobody "unit client::lookout::tests::each_flag_wakes" client/end_flags.rs \
  '|| self.group.as_deref().is_some_and(set)' ''
plant those-who-go-on-keep-a-rung-bell "unit client::lookout::tests::those_whose_call_goes_on" client/lookout.rs \
  'if self.bell.is_rung() {' 'if self.bell.is_rung() && false {'
plant new-bell-is-never-rung "unit client::lookout::tests::what_ends_a_call_between" client/lookout.rs \
  'entry.is_woken = false;' 'entry.is_woken |= false;'
plant foreign-descriptor-is-the-bell "unit transport::bell" client/transport/bell.rs \
  'if !self.is_rung() {' 'if false {'
plant ringing-shuts-down-what-is-the-hosts "unit transport::bell" client/transport/bell.rs \
  'if self.other.is_own() {' 'if true {'
plant woken-read-is-the-end-of-the-body "unit transport::watched" client/transport/watched.rs \
  'Ok(!poll(socket.stream, PollFlags::IN, bell, wait)?.is_empty())' \
  '{
                    let is_ready = !poll(socket.stream, PollFlags::IN, bell, wait)?.is_empty();
                    if !is_ready { let _ = socket.stream.shutdown(std::net::Shutdown::Read); }
                    Ok(true)
                }'
plant waiting-is-an-attempt "queue/attempts" client/call/unsent.rs \
  'self.ended(stop, Phase::WaitForConnection)' \
  'let mut error = self.ended(stop, Phase::WaitForConnection);
        error.add_attempt(&self.origin.host, std::time::Duration::ZERO);
        error'
plant waiting-uses-up-the-io-timeout "queue/attempts" client/transport/turns.rs \
  'let stop = control.reason_to_stop(since, Duration::MAX);' 'let stop = control.reason_to_stop(since, control.io);'
plant function-called-for-each-completion "queue/readiness" client/queue/mod.rs \
  'state.notify.clone().filter(|_| was_empty)' 'state.notify.clone().filter(|_| was_empty || true)'
plant descriptor-stays-readable "queue/readiness" client/queue/mod.rs \
  'self.show(state);' 'let _ = &state;'
plant threads-take-signals "queue/signals" client/thread.rs \
  'let _blocked = BlockedSignals::new();' ''
plant two-calls-write-into-one-sink "queue/limits" request/in_use.rs \
  '!self.0.swap(true, Ordering::Acquire)' '!self.0.swap(true, Ordering::Acquire) || true'

# A transfer that fails leaves nothing, and says which part it was.
plant upload-not-aborted "parts/every_fault tests/cases/faults.jsonl status-403" client/parts/upload.rs \
  'false => abort(&self.part, &self.id, context, error),' 'false => error,'
plant upload-left-without-a-name "parts/every_fault tests/cases/faults.jsonl status-403" client/parts/upload.rs \
  'Err(left) if !left.means("NoSuchUpload") => error.with_detail("UploadId", id),' ''
plant temporary-file-left "parts/every_fault tests/cases/faults.jsonl reset" client/transfer/partial_file.rs \
  'let _ = unlinkat(&self.directory, &self.temporary, AtFlags::empty());' ''
plant small-object-of-another-length "parts/every_fault tests/cases/faults.jsonl status-200-InternalError" client/call/attempt.rs \
  'Some(expected) if expected.length != received =>' 'Some(expected) if expected.length > u64::MAX - received =>'
plant checkpoint-of-a-small-file-stays "parts/resume" client/parts/upload.rs \
  'if let Some(checkpoint) = former {
            checkpoint.remove();
        }' ''
plant part-not-named "parts/every_fault tests/cases/faults.jsonl garbage" client/parts/group.rs \
  'self.fail(error.of_part(&part.to_string()));' 'self.fail(error);'

# The contract in README.md: tests/artefact/contract.tsv names, for each of its sentences, plants that make it false.
plant service-error-without-status "c/cases tests/cases/answers.jsonl" error/builder.rs \
  'self.error.status = exchange.status;' 'self.error.status = exchange.status.min(0);'
plant client-error-without-reason "c/error" error/builder.rs \
  'self.error.reason = Some(reason);' 'self.error.reason = Some(reason).filter(|reason| *reason == Reason::Internal);'
plant code-is-empty "c/cases tests/cases/answers.jsonl" error/builder.rs \
  'self.code(code, CodeSource::Status);' 'self.code(code, CodeSource::Status);
        self.error.code = self.error.arena.push("");'
plant source-is-always-the-body "c/cases tests/cases/answers.jsonl" error/builder.rs \
  'self.error.code_source = source;' 'self.error.code_source = if source == CodeSource::Client { source } else { CodeSource::Body };'
plant status-has-no-retry-class "c/cases tests/cases/answers.jsonl" error/retry.rs \
  '408 | 429 | 500 | 502 | 503 | 504 | 514 | 520..=524 => Retry::Yes,' '408 | 429 => Retry::Yes,'
plant one-attempt-more "faults/retry" client/call/retry.rs \
  'if tried.made >= tried.allowed {' 'if tried.made > tried.allowed {'
plant sent-request-is-denied "faults/cut_responses" client/call/attempt.rs \
  'request_sent: Some(control.state.sent()),' 'request_sent: Some(false),'
plant listed-attempt-shows-a-secret "faults/explain" client/prepared_request.rs '..self.known().secrets' '..Secrets::default()'
plant listed-attempt-shows-a-secret-of-the-url "faults/explain" client/prepared_request.rs \
  'of_url: &of_url,' 'of_url: &of_url[..0],'
plant sent-attempt-is-forgotten "unit error::attempts" error/attempts.rs \
  'self.request_sent |= later.request_sent;' 'self.request_sent &= later.request_sent;'
plant null-is-freed "c/null_calls" ffi/handles.rs \
  'if !handle.is_null() {' 'if !handle.is_null() || true {'
plant missing-argument-is-a-defect "c/arguments tests/cases/arguments.jsonl" error/argument.rs \
  'Reason::InvalidArgument,
            &format!("{name} is missing: {fix}"),' \
  'Reason::Internal,
            &format!("{name} is missing: {fix}"),'
plant absent-string-is-null "c/error" ffi/strings.rs \
  'pub const EMPTY: *const c_char = c"".as_ptr();' 'pub const EMPTY: *const c_char = std::ptr::null();'
plant struct-is-read-beyond-its-size "c/exchange" ffi/structs.rs \
  'let known = given.min(size_of::<T>()) / align_of::<T>() * align_of::<T>();' \
  'let known = given.max(size_of::<T>()).min(size_of::<T>());'
plant string-moves "c/immutable" error/report.rs \
  'self.lazy.json.get_or_init(|| Box::new(json(self) + "\0"))' 'Box::leak(Box::new(json(self) + "\0"))'
plant freeing-waits-for-calls "queue/once 200 20" ffi/client.rs \
  'uncancelled(|| unsafe { handles::free(client) });' \
  'while hold(client).is_some_and(|client| std::sync::Arc::strong_count(&client) > 2) {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    uncancelled(|| unsafe { handles::free(client) });'
plant token-is-seen-late "faults/endings" client/wait.rs \
  'pub const SLICE: Duration = Duration::from_millis(50);' 'pub const SLICE: Duration = Duration::from_millis(500);'
plant child-uses-the-parents-connection "load/fork" client/per_process.rs \
  'FORKS.fetch_add(1, Ordering::Relaxed);' 'FORKS.fetch_add(0, Ordering::Relaxed);'
plant panic-crosses-the-boundary "faults/panic" guard.rs \
  'panic::catch_unwind(AssertUnwindSafe(call))' 'Ok(call())'
plant panic-is-printed "faults/panic" guard.rs \
  'if DEPTH.try_with(Cell::get).unwrap_or(0) == 0 {' 'if DEPTH.try_with(Cell::get).unwrap_or(0) <= 1 {'
plant proxy-of-the-environment "faults/proxy" client/options.rs \
  'proxy: self.proxy.clone(),' \
  'proxy: self.proxy.clone().or_else(|| Proxy::new(&std::env::var("http_proxy").ok()?).ok()),'
plant body-without-limit "c/exchange" error/body/mod.rs \
  'pub const MAX_BYTES: usize = 1024 * 1024;' 'pub const MAX_BYTES: usize = 1024 * 1024 * 1024;'
plant soname-of-another-abi "artefact dynamic" ../build.rs \
  '-soname,libcos_err.so.{ABI}' '-soname,libcos_err.so.9'
plant function-is-not-listed "artefact exports" ../include/cos_err.symbols \
  'cos_err_version;' 'cos_err_versions;'

# Files in parts.
plant parts-overlap "parts/upload" client/parts/layout.rs \
  'let start = self.part_size.saturating_mul(index as u64);' \
  'let start = self.part_size.saturating_mul(index.saturating_sub(1) as u64);'
plant more-than-all-is-reported "unit parts::progress" client/parts/progress.rs 'state.done.min(self.total)' 'state.done.max(0)'
plant untold-404-is-certain "parts/failures" client/parts/complete.rs 'error.status() == 404 &&' 'error.status() == 0 &&'
plant failed-upload-is-left "parts/failures" client/parts/upload.rs \
  'let request = of_object(part, "DELETE", &[("uploadId", Some(id))]);' \
  'let request = of_object(part, "GET", &[("uploadId", Some(id))]);'
plant part-is-written-at-its-begin "parts/download" client/transfer/download.rs \
  'part.start.saturating_add(before)' 'part.start.saturating_add(before).min(part.start)'
plant checkpoint-of-another-file "parts/resume" client/parts/checkpoint/record.rs \
  'facts.iter().all(' 'facts.iter().any('
plant moved-file-differs "load/endurance 20" client/transfer/download.rs \
  'part.start.saturating_add(before)' 'part.start.saturating_add(before).min(part.start)'
plant lost-memory-of-calls "load/mixed 2000" ffi/handles.rs \
  'drop(unsafe { H::Owner::from_raw(handle.cast()) });' \
  'std::mem::forget(unsafe { H::Owner::from_raw(handle.cast()) });'
plant slow-upload-is-silence "transfers/uploads" client/call/mod.rs \
  'control.io = control.io.saturating_add(slowed);' 'let _ = slowed;'
plant child-completes-calls-of-its-parent "queue/children 200 20" client/per_process.rs \
  'FORKS.fetch_add(1, Ordering::Relaxed);' 'FORKS.fetch_add(0, Ordering::Relaxed);'
plant callback-waits-for-its-own-client "queue/inside" client/inside.rs \
  'if is_inside(client) || before.depth == DEEPEST {' 'if before.depth == DEEPEST {'
plant lent-places-without-bound "queue/later" client/lent_places.rs \
  'const MOST_LENT: usize = 1024;' 'const MOST_LENT: usize = 1024 << 10;'

# What the sanitizers of sanitize.sh must report: two threads that count without a lock, and a byte behind the end of
# the heap's.
reported thread client/transport/pool.rs \
  'fn give(&self, mut connection: Connection) {' \
  'fn give(&self, mut connection: Connection) { static mut GIVEN: u64 = 0; unsafe { GIVEN += 1 };'
reported address ffi/exchange.rs 'pub fn read(given: &cos_exchange_t, known: Known<'"'"'_>) -> Result<()> {' \
  'pub fn read(given: &cos_exchange_t, known: Known<'"'"'_>) -> Result<()> { let row = vec![0u8; 8]; std::hint::black_box(unsafe { *row.as_ptr().add(std::hint::black_box(8)) });'
