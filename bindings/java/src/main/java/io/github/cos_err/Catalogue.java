package io.github.cos_err;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Explains codes and request ids without an error. */
public final class Catalogue {
  /**
   * What the catalogue says about a code.
   *
   * @param code as it was given
   * @param status the HTTP status; 0 if the documents give none
   * @param retry whether the same request may be retried
   * @param advice the cause and what to do, in general words
   * @param docUrl the page that documents the code
   */
  public record CodeInfo(String code, int status, Retry retry, String advice, String docUrl) {}

  /**
   * What a request id contains: a hint, because its form is not documented.
   *
   * @param responder the service that made the id: COS or CI
   * @param madeAt the time of the server when it made the id
   */
  public record IdInfo(Responder responder, Instant madeAt) {}

  /**
   * Returns the names of all codes in the catalogue.
   *
   * @return an unmodifiable list
   */
  public static List<String> codes() {
    long count = Library.cos_code_count();
    List<String> names = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      names.add(Text.at(Library.cos_code_name(i)));
    }
    return Collections.unmodifiableList(names);
  }

  /**
   * Explains a code of COS in English.
   *
   * @param code in any spelling that services send
   * @return what is known of the code; empty if it is unknown
   */
  public static Optional<CodeInfo> explainCode(String code) {
    return explainCode(code, Responder.UNKNOWN, "en");
  }

  /**
   * Explains a code. Some codes mean another thing in data processing.
   *
   * @param code in any spelling that services send
   * @param responder chooses the service; {@link Responder#UNKNOWN} prefers COS
   * @param language "en" or "zh"; others read as "en"
   * @return what is known of the code; empty if it is unknown
   */
  public static Optional<CodeInfo> explainCode(String code, Responder responder, String language) {
    byte[] text = Text.given("code", code);
    int number = Text.there("responder", responder).getNumber();
    int retry = Library.cos_code_retry(text, number);
    if (retry < 0) {
      return Optional.empty();
    }
    String advice = Text.at(Library.cos_code_advice(text, number, Text.given("language", language)));
    String docUrl = Text.at(Library.cos_code_doc_url(text, number));
    return Optional.of(
        new CodeInfo(code, Library.cos_code_status(text, number), Retry.of(retry), advice, docUrl));
  }

  /**
   * Reads a request id.
   *
   * @param requestId the value of x-cos-request-id
   * @return which service made it, and when; empty if it is that of another system
   */
  public static Optional<IdInfo> readId(String requestId) {
    byte[] id = new byte[Layout.Id.SIZE];
    ByteBuffer members = ByteBuffer.wrap(id).order(ByteOrder.nativeOrder());
    members.putLong(Layout.Id.STRUCT_SIZE, Layout.Id.SIZE);
    if (Library.cos_id_read(Text.given("requestId", requestId), id) == 0) {
      return Optional.empty();
    }
    Responder responder = Responder.of(members.getInt(Layout.Id.RESPONDER));
    return Optional.of(new IdInfo(responder, Instant.ofEpochSecond(members.getLong(Layout.Id.MADE_AT_S))));
  }

  private Catalogue() {}
}
