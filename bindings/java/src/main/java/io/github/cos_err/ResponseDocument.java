package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The XML document in the body of a response, which is read on first use. For this the library's response is
 * kept, which is freed when the garbage collector finds this object.
 */
final class ResponseDocument {
  /** A response that the program created, which becomes one of the library's on first use. */
  private record Given(int status, List<Header> headers, byte[] body) {}

  private Given given;
  /** Null if there is no document. */
  private Handle handle;
  private String fault;

  private ResponseDocument(Given given) {
    this.given = given;
  }

  /** The document of a response that the program created. */
  static ResponseDocument of(int status, List<Header> headers, byte[] body) {
    return new ResponseDocument(new Given(status, headers, body));
  }

  /** The document of a response with a body of this length, which is kept or freed. */
  static ResponseDocument take(long response, long bodyLength) {
    ResponseDocument document = new ResponseDocument(null);
    document.keep(response, bodyLength);
    return document;
  }

  /** The document of the head of a response. */
  static ResponseDocument ofHead(long response) {
    ResponseDocument document = new ResponseDocument(null);
    document.fault = Text.at(Library.cos_response_fault(response));
    return document;
  }

  private void keep(long response, long bodyLength) {
    handle = bodyLength == 0 ? null : KeptObjects.keepResponse(this, response, bodyLength);
    if (handle == null) {
      fault = Text.at(Library.cos_response_fault(response));
      Library.cos_response_free(response);
    }
  }

  private synchronized Handle handle() {
    if (given != null) {
      keep(created(given), given.body.length);
      given = null;
    }
    return handle;
  }

  private static long created(Given given) {
    HeaderList headers = new HeaderList();
    given.headers.forEach(header -> headers.add(header.name(), header.value(), StandardCharsets.UTF_8));
    // A size and a pointer precede the headers.
    int begin = 2 * Long.BYTES;
    Arena arena = new Arena(begin, headers.room());
    headers.layOut(arena, Long.BYTES, begin);
    try (Memory memory = arena.laidOut()) {
      return Library.cos_response_new(
          given.status, Pointer.nativeValue(memory) + begin, headers.count(), given.body, given.body.length);
    }
  }

  int count(byte[] path) {
    return handle() == null ? 0 : (int) read(response -> Library.cos_response_count(response, path));
  }

  String value(byte[] path) {
    return text(response -> Library.cos_response_value(response, path));
  }

  String fault() {
    return handle() == null ? fault : text(Library::cos_response_fault);
  }

  String json() {
    return text(Library::cos_response_json);
  }

  private String text(ToLongFunction<Long> ask) {
    if (handle() == null) {
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
