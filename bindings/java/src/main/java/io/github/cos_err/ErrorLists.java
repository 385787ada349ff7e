package io.github.cos_err;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** The lists of an error. Most are empty, and need no call. */
record ErrorLists(
    List<Header> headers,
    List<Header> details,
    List<Part> parts,
    List<Attempt> attempts,
    List<String> causes)
    implements Serializable {

  /** The bytes of a part or an attempt in addition to its strings. */
  private static final long AN_ITEM = 64;

  static ErrorLists read(Fields fields, Strings strings, long error) {
    return new ErrorLists(
        strings.pairs(fields.wide(Layout.Fields.HEADER_COUNT)),
        strings.pairs(fields.wide(Layout.Fields.DETAIL_COUNT)),
        list(fields.wide(Layout.Fields.PART_COUNT), i -> part(error, i)),
        list(fields.wide(Layout.Fields.ATTEMPT_COUNT), i -> attempt(error, i)),
        list(fields.wide(Layout.Fields.CAUSE_COUNT), i -> Text.at(Library.cos_error_cause(error, i))));
  }

  /** Roughly the bytes that are not in the strings. */
  long size() {
    long size = 0;
    for (String cause : causes) {
      size += cause.length();
    }
    for (Part part : parts) {
      size += AN_ITEM + part.key().length() + part.versionId().length();
      size += part.code().length() + part.message().length();
    }
    for (Attempt attempt : attempts) {
      size += AN_ITEM + attempt.host().length() + attempt.requestId().length() + attempt.note().length();
    }
    return size;
  }

  private static <T> List<T> list(long count, LongFunction<T> read) {
    if (count == 0) {
      return List.of();
    }
    List<T> found = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      found.add(read.apply(i));
    }
    return List.copyOf(found);
  }

  private static Part part(long error, long index) {
    Fields part = new Fields(Layout.Part.SIZE);
    Library.cos_error_part(error, index, part.bytes());
    return new Part(
        part.text(Layout.Part.KEY),
        part.text(Layout.Part.VERSION_ID),
        part.text(Layout.Part.CODE),
        part.text(Layout.Part.MESSAGE),
        Retry.of(part.number(Layout.Part.RETRY)));
  }

  private static Attempt attempt(long error, long index) {
    Fields attempt = new Fields(Layout.Attempt.SIZE);
    Library.cos_error_attempt(error, index, attempt.bytes());
    return new Attempt(
        attempt.text(Layout.Attempt.HOST),
        attempt.number(Layout.Attempt.STATUS),
        Reason.of(attempt.number(Layout.Attempt.REASON)),
        attempt.text(Layout.Attempt.REQUEST_ID),
        attempt.wide(Layout.Attempt.ELAPSED_MS),
        attempt.text(Layout.Attempt.NOTE));
  }
}
