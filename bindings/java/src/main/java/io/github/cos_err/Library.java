package io.github.cos_err;

import com.sun.jna.Native;

/**
 * The functions of cos_err.h, mapped directly. Pointers are {@code long}, as is {@code size_t}: the
 * platforms of the library have 64 bits. Strings are passed as bytes that end with a NUL.
 */
final class Library {
  static {
    Native.register(Library.class, Loader.load());
    unpin(Library.class);
  }

  /** JNA holds this class as long as its functions are registered. */
  static void unload() {
    Native.unregister(Library.class);
  }

  /**
   * JNA keeps options by class, weakly, but the class is one of these options: it would never be
   * unloaded.
   */
  static void unpin(Class<?> type) {
    Native.getLibraryOptions(type).values().remove(type);
  }

  static native long cos_err_version();

  static native long cos_code_count();

  static native long cos_code_name(long index);

  static native int cos_code_status(byte[] code, int responder);

  static native int cos_code_retry(byte[] code, int responder);

  static native long cos_code_advice(byte[] code, int responder, byte[] language);

  static native long cos_code_doc_url(byte[] code, int responder);

  static native int cos_id_read(byte[] id, byte[] read);

  static native void cos_error_free(long error);

  static native long cos_error_reason_name(int reason);

  static native int cos_error_fields(long error, long fields);

  static native long cos_error_strings(long error, long buffer, long size);

  static native long cos_error_origin_body(long error, long[] length);

  static native long cos_error_text(long error);

  static native long cos_error_json(long error);

  static native long cos_error_advice(long error, byte[] language);

  static native long cos_error_doc_url(long error);

  static native long cos_error_diagnose_url(long error);

  static native void cos_callback_set_error(byte[] text);

  static native long cos_error_diagnose_steps(long error, byte[] language);

  static native int cos_error_part(long error, long index, byte[] part);

  static native int cos_error_attempt(long error, long index, byte[] attempt);

  static native long cos_error_cause(long error, long index);

  static native long cos_error_from_response(long exchange);

  static native long cos_error_client(long failure);

  static native long cos_error_from_sdk(long sdk);

  static native int cos_error_lost(long error);

  static native long cos_client_options_new();

  static native void cos_client_options_free(long options);

  static native void cos_client_options_set_region(long options, byte[] region);

  static native void cos_client_options_set_endpoint(long options, byte[] endpoint);

  static native void cos_client_options_set_connect_to(long options, byte[] address);

  static native void cos_client_options_set_ca_file(long options, byte[] path);

  static native void cos_client_options_set_user_agent(long options, byte[] suffix);

  static native void cos_client_options_set_proxy(long options, byte[] url);

  static native void cos_client_options_set_credentials(long options, byte[] id, byte[] key, byte[] token);

  static native void cos_client_options_set_connect_timeout_ms(long options, long ms);

  static native void cos_client_options_set_io_timeout_ms(long options, long ms);

  static native void cos_client_options_set_total_timeout_ms(long options, long ms);

  static native void cos_client_options_set_max_connections(long options, int number);

  static native void cos_client_options_set_max_started(long options, long calls);

  static native void cos_client_options_set_max_attempts(long options, int attempts);

  static native void cos_client_options_set_backup_domain(long options, int on);

  static native void cos_client_options_load_env(long options);

  static native void cos_client_options_set_credentials_provider(
      long options, long provide, long user, long release);

  static native void cos_client_options_set_log(long options, int level, long log, long user, long release);

  static native void cos_credentials_set(long credentials, byte[] id, byte[] key, byte[] token, long expires);

  static native void cos_credentials_set_error(long credentials, byte[] message);

  static native long cos_client_new(long options, long[] client);

  static native void cos_client_free(long client);

  static native void cos_client_shutdown(long client);

  static native long cos_client_send(long client, long request, long call, long response);

  static native long cos_queue_new(long discard);

  static native void cos_queue_shutdown(long queue);

  static native void cos_queue_free(long queue, int cancel);

  static native long cos_queue_take(long queue, long timeout, long completions, long capacity);

  static native long cos_client_start(long client, long request, long call, long queue, long user, long started);

  static native int cos_client_wait(long client, long timeout);

  static native long cos_client_start_upload_file(
      long client, byte[] bucket, byte[] key, byte[] path, long transfer, long call, long queue, long user, long started);

  static native long cos_client_start_download_file(
      long client, byte[] bucket, byte[] key, byte[] path, long transfer, long call, long queue, long user, long started);

  static native long cos_transfer_new();

  static native void cos_transfer_free(long transfer);

  static native void cos_transfer_set_part_size(long transfer, long bytes);

  static native void cos_transfer_set_parallel(long transfer, int parts);

  static native void cos_transfer_set_threshold(long transfer, long bytes);

  static native void cos_transfer_add_header(long transfer, byte[] name, byte[] value);

  static native void cos_transfer_set_content_md5(long transfer, int on);

  static native void cos_transfer_set_version_id(long transfer, byte[] id);

  static native void cos_transfer_set_progress(long transfer, long report, long user, long release);

  static native void cos_transfer_set_checkpoint(long transfer, byte[] path);

  static native void cos_started_cancel(long started);

  static native void cos_started_free(long started);

  static native long cos_err_head_bucket(long client, byte[] bucket, long call, long response);

  static native long cos_client_presign(long client, long request, long call, long expires, long url);

  static native long cos_client_sign(long client, long request, long call, long expires, long signed);

  static native long cos_client_url(long client, long request, long call, long url);

  static native void cos_client_set_clock_skew_s(long client, long skew);

  static native void cos_signed_free(long signed);

  static native long cos_signed_method(long signed);

  static native long cos_signed_url(long signed);

  static native long cos_signed_header_count(long signed);

  static native long cos_signed_header_name(long signed, long index);

  static native long cos_signed_header_value(long signed, long index);

  static native long cos_signed_expires_at_s(long signed);

  static native void cos_text_free(long text);

  static native long cos_call_new();

  static native void cos_call_free(long call);

  static native void cos_call_set_timeout_ms(long call, long ms);

  static native void cos_call_set_region(long call, byte[] region);

  static native void cos_call_add_header(long call, byte[] name, byte[] value);

  static native void cos_call_set_signed_host(long call, byte[] host);

  static native void cos_call_set_cancel(long call, long cancel);

  static native void cos_call_set_interrupt(long call, long check, long user, long release);

  static native void cos_call_set_explain(long call, int explain);

  static native long cos_cancel_new();

  static native void cos_cancel_trigger(long cancel);

  static native void cos_cancel_free(long cancel);

  static native long cos_request_new(byte[] method, byte[] bucket, byte[] key);

  static native void cos_request_free(long request);

  static native void cos_request_set_query(long request, byte[] name, byte[] value);

  static native void cos_request_set_header(long request, byte[] name, byte[] value);

  static native void cos_request_set_progress(long request, long report, long user, long release);

  static native void cos_request_set_content_md5(long request, int on);

  static native void cos_request_set_expect_root(long request, byte[] name);

  static native void cos_request_set_body(long request, byte[] body, long length);

  static native void cos_request_set_body_file(long request, byte[] path);

  static native void cos_request_set_body_file_range(long request, byte[] path, long offset, long length);

  static native void cos_request_set_body_reader(
      long request, long read, long rewind, long length, long user, long release);

  static native void cos_request_set_sink_file(long request, byte[] path);

  static native void cos_request_set_sink_sync(long request, int on);

  static native void cos_request_set_sink_writer(
      long request, long write, long rewind, long user, long release);

  static native void cos_request_set_head(long request, long head, long user, long release);

  static native long cos_response_new(int status, long headers, long count, byte[] body, long length);

  static native void cos_response_free(long response);

  static native int cos_response_fields(long response, long fields);

  static native long cos_response_count(long response, byte[] path);

  static native long cos_response_value(long response, byte[] path);

  static native long cos_response_fault(long response);

  static native long cos_response_json(long response);

  private Library() {}
}
