// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Numbers of the kinds, and offsets of the members of structs. */
final class Layout {
  static final String HEADER_VERSION = "0.1.0";
  static final int COMPLETION_CALL = 1;
  static final int KIND_NONE = 0;
  static final int KIND_CLIENT = 1;
  static final int KIND_SERVICE = 2;

  /** cos_error_fields_t */
  static final class Fields {
    static final int STRUCT_SIZE = 0;
    static final int KIND = 8;
    static final int REASON = 12;
    static final int STATUS = 16;
    static final int CODE_SOURCE = 20;
    static final int RESPONDER = 24;
    static final int RETRY = 28;
    static final int REQUEST_SENT = 32;
    static final int ORIGIN_TRUNCATED = 36;
    static final int OS_ERRNO = 40;
    static final int RESERVED = 44;
    static final int RETRY_AFTER_MS = 48;
    static final int CLOCK_SKEW_S = 56;
    static final int CODE = 64;
    static final int MESSAGE = 72;
    static final int RESOURCE = 80;
    static final int REQUEST_ID = 88;
    static final int TRACE_ID = 96;
    static final int METHOD = 104;
    static final int URL = 112;
    static final int OPERATION = 120;
    static final int REGION_HINT = 128;
    static final int ENDPOINT_HINT = 136;
    static final int ORIGIN_XML = 144;
    static final int ORIGIN_BODY = 152;
    static final int ORIGIN_BODY_LEN = 160;
    static final int HEADERS = 168;
    static final int HEADERS_LEN = 176;
    static final int DETAILS = 184;
    static final int DETAILS_LEN = 192;
    static final int HEADER_COUNT = 200;
    static final int DETAIL_COUNT = 208;
    static final int PART_COUNT = 216;
    static final int ATTEMPT_COUNT = 224;
    static final int CAUSE_COUNT = 232;
    static final int SIZE = 240;

    private Fields() {}
  }

  /** cos_error_part_t */
  static final class Part {
    static final int STRUCT_SIZE = 0;
    static final int KEY = 8;
    static final int VERSION_ID = 16;
    static final int CODE = 24;
    static final int MESSAGE = 32;
    static final int RETRY = 40;
    static final int RESERVED = 44;
    static final int SIZE = 48;

    private Part() {}
  }

  /** cos_attempt_t */
  static final class Attempt {
    static final int STRUCT_SIZE = 0;
    static final int HOST = 8;
    static final int STATUS = 16;
    static final int REASON = 20;
    static final int REQUEST_ID = 24;
    static final int ELAPSED_MS = 32;
    static final int NOTE = 40;
    static final int SIZE = 48;

    private Attempt() {}
  }

  /** cos_header_t */
  static final class Header {
    static final int NAME = 0;
    static final int VALUE = 8;
    static final int NAME_LEN = 16;
    static final int VALUE_LEN = 24;
    static final int SIZE = 32;

    private Header() {}
  }

  /** cos_exchange_t */
  static final class Exchange {
    static final int STRUCT_SIZE = 0;
    static final int METHOD = 8;
    static final int URL = 16;
    static final int STATUS = 24;
    static final int HEADERS = 32;
    static final int HEADER_COUNT = 40;
    static final int RAW_HEADERS = 48;
    static final int RAW_HEADERS_LEN = 56;
    static final int BODY = 64;
    static final int BODY_LEN = 72;
    static final int BODY_TRUNCATED = 80;
    static final int EXPECT_ROOT = 88;
    static final int BUCKET = 96;
    static final int KEY = 104;
    static final int RECEIVED_AT_MS = 112;
    static final int EXPECT_COS = 120;
    static final int HEADERS_FILTERED = 124;
    static final int SIZE = 128;

    private Exchange() {}
  }

  /** cos_client_failure_t */
  static final class Failure {
    static final int STRUCT_SIZE = 0;
    static final int REASON = 8;
    static final int MESSAGE = 16;
    static final int OS_ERRNO = 24;
    static final int METHOD = 32;
    static final int URL = 40;
    static final int CAUSE = 48;
    static final int HEADERS = 56;
    static final int HEADER_COUNT = 64;
    static final int STATUS = 72;
    static final int REQUEST_SENT = 76;
    static final int SIZE = 80;

    private Failure() {}
  }

  /** cos_sdk_error_t */
  static final class SdkError {
    static final int STRUCT_SIZE = 0;
    static final int METHOD = 8;
    static final int URL = 16;
    static final int BUCKET = 24;
    static final int KEY = 32;
    static final int STATUS = 40;
    static final int REASON = 44;
    static final int CODE = 48;
    static final int MESSAGE = 56;
    static final int REQUEST_ID = 64;
    static final int TRACE_ID = 72;
    static final int RESOURCE = 80;
    static final int HEADERS = 88;
    static final int HEADER_COUNT = 96;
    static final int BODY = 104;
    static final int BODY_LEN = 112;
    static final int OS_ERRNO = 120;
    static final int BODY_TRUNCATED = 124;
    static final int DETAILS = 128;
    static final int DETAIL_COUNT = 136;
    static final int HEADERS_FILTERED = 144;
    static final int RESERVED = 148;
    static final int SIZE = 152;

    private SdkError() {}
  }

  /** cos_response_fields_t */
  static final class ResponseFields {
    static final int STRUCT_SIZE = 0;
    static final int STATUS = 8;
    static final int RESERVED = 12;
    static final int RECEIVED = 16;
    static final int REQUEST_ID = 24;
    static final int BUCKET_REGION = 32;
    static final int HEADERS = 40;
    static final int HEADERS_LEN = 48;
    static final int HEADER_COUNT = 56;
    static final int BODY = 64;
    static final int BODY_LEN = 72;
    static final int SIZE = 80;

    private ResponseFields() {}
  }

  /** cos_id_t */
  static final class Id {
    static final int STRUCT_SIZE = 0;
    static final int RESPONDER = 8;
    static final int RESERVED = 12;
    static final int MADE_AT_S = 16;
    static final int SIZE = 24;

    private Id() {}
  }

  /** cos_completion_t */
  static final class Completion {
    static final int STRUCT_SIZE = 0;
    static final int KIND = 8;
    static final int RESERVED = 12;
    static final int USER_DATA = 16;
    static final int ERROR = 24;
    static final int RESPONSE = 32;
    static final int SIZE = 40;

    private Completion() {}
  }

  private Layout() {}
}
