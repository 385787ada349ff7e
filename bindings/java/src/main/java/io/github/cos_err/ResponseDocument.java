package io.github.cos_err;

import java.util.function.ToLongFunction;

/**
 * The XML document in the body of a response, which is read on first use. For this the library's response is
 * kept, which is freed when the garbage collector finds this object.
 */
final class ResponseDocument {
  /** A response that the program created has no document. */
  static final ResponseDocument NONE = new ResponseDocument("the response was created by the program");

  /** Null if there is no document. */
  private final Handle handle;
  private final String fault;

  private ResponseDocument(String fault) {
    handle = null;
    this.fault = fault;
  }

  private ResponseDocument(long response, long bodyLength) {
    handle = bodyLength == 0 ? null : KeptObjects.keepResponse(this, response, bodyLength);
    fault = handle == null ? Text.at(Library.cos_response_fault(response)) : null;
  }

  /** The document of a response with a body of this length, which is kept or freed. */
  static ResponseDocument take(long response, long bodyLength) {
    ResponseDocument document = new ResponseDocument(response, bodyLength);
    if (document.handle == null) {
      Library.cos_response_free(response);
    }
    return document;
  }

  /** The document of the head of a response. */
  static ResponseDocument ofHead(long response) {
    return new ResponseDocument(response, 0);
  }

  int count(byte[] path) {
    return handle == null ? 0 : (int) read(response -> Library.cos_response_count(response, path));
  }

  String value(byte[] path) {
    return text(response -> Library.cos_response_value(response, path));
  }

  String fault() {
    return handle == null ? fault : text(Library::cos_response_fault);
  }

  String json() {
    return text(Library::cos_response_json);
  }

  private String text(ToLongFunction<Long> ask) {
    if (handle == null) {
      return "";
    }
    long response = handle.enter(this);
    try {
      return Text.at(ask.applyAsLong(response));
    } finally {
      handle.leave();
    }
  }

  private long read(ToLongFunction<Long> ask) {
    long response = handle.enter(this);
    try {
      return ask.applyAsLong(response);
    } finally {
      handle.leave();
    }
  }
}
