package io.github.cos_err;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;

/**
 * The texts of an error that are read on first use. For this the library's error is kept, which is freed
 * when the garbage collector finds this object.
 */
final class ErrorTexts implements Serializable {
  static final int TEXT = 0;
  static final int JSON = 1;
  static final int ADVICE_EN = 2;
  static final int ADVICE_ZH = 3;
  static final int DOC_URL = 4;
  static final int DIAGNOSE_URL = 5;
  static final int DIAGNOSE_STEPS_EN = 6;
  static final int DIAGNOSE_STEPS_ZH = 7;

  private static final long serialVersionUID = 1;
  private static final byte[] EN = Text.given("language", "en");
  private static final byte[] ZH = Text.given("language", "zh");
  private static final LongUnaryOperator[] ASK = {
    Library::cos_error_text,
    Library::cos_error_json,
    error -> Library.cos_error_advice(error, EN),
    error -> Library.cos_error_advice(error, ZH),
    Library::cos_error_doc_url,
    Library::cos_error_diagnose_url,
    error -> Library.cos_error_diagnose_steps(error, EN),
    error -> Library.cos_error_diagnose_steps(error, ZH),
  };

  private final String[] texts = new String[ASK.length];
  private byte[] body;
  /** The body, if it is text; otherwise null. */
  private final String text;
  private final transient Handle handle;

  /** Adds strings; read is about the number of bytes that were read. */
  ErrorTexts(long error, Fields fields, String originXml, long strings) {
    // If the text is the bytes themselves, only the text is kept.
    boolean isText = fields.wide(Layout.Fields.ORIGIN_BODY) == fields.wide(Layout.Fields.ORIGIN_XML);
    text = isText ? originXml : null;
    long raw = isText ? 0 : fields.wide(Layout.Fields.ORIGIN_BODY_LEN);
    handle = KeptObjects.keep(this, error, strings + raw);
    if (handle == null) {
      fetchAll(error);
      Library.cos_error_free(error);
    }
  }

  synchronized String get(int which) {
    if (texts[which] == null) {
      texts[which] = Text.at(ASK[which].applyAsLong(handle.enter(this)));
      handle.leave();
    }
    return texts[which];
  }

  /** Returns a copy. */
  synchronized byte[] body() {
    if (text != null) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (body == null) {
      body = fetchBody(handle.enter(this));
      handle.leave();
    }
    return body.clone();
  }

  private static byte[] fetchBody(long error) {
    long[] length = new long[1];
    return Text.bytes(Library.cos_error_origin_body(error, length), length[0]);
  }

  private void fetchAll(long error) {
    for (int which = 0; which < texts.length; which++) {
      texts[which] = Text.at(ASK[which].applyAsLong(error));
    }
    if (text == null) {
      body = fetchBody(error);
    }
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    for (int which = 0; which < texts.length; which++) {
      get(which);
    }
    body();
    out.defaultWriteObject();
  }
}
