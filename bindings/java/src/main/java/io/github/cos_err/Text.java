package io.github.cos_err;

import com.sun.jna.Pointer;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Strings and times on their way between Java and the library. */
final class Text {
  /** Returns a string of the library, which is never NULL. */
  static String at(long address) {
    return new Pointer(address).getString(0, "UTF-8");
  }

  static byte[] bytes(long address, long length) {
    return length == 0 ? new byte[0] : new Pointer(address).getByteArray(0, (int) length);
  }

  /**
   * Returns a string for the library; null stays null. A string that C would truncate, or that UTF-8 cannot
   * represent, is an INVALID_ARGUMENT error that names it.
   */
  static byte[] given(String what, String value) {
    if (value == null) {
      return null;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw invalid(what, "holds a NUL character; leave it out");
      }
      if (Character.isSurrogate(c)) {
        int point = value.codePointAt(i);
        if (point == c) {
          throw invalid(what, "holds half of a surrogate pair, which UTF-8 cannot have; leave it out");
        }
        i++;
      }
    }
    return terminated(value, StandardCharsets.UTF_8);
  }

  /** Throws an INVALID_ARGUMENT error that names a value which must not be null. */
  static <T> T there(String what, T value) {
    if (value == null) {
      throw invalid(what, "it is missing; set one");
    }
    return value;
  }

  /**
   * Returns the path of a file of the default file system, in the system's bytes: a string has them only if
   * the encoding of the locale is UTF-8. Only its URI contains them.
   */
  static byte[] path(Path file) {
    // The library cannot open files of other file systems, such as an archive.
    String text = there("file", file).toFile().getPath();
    if (text.chars().allMatch(c -> c < 128)) {
      return given("path", text);
    }
    // The decoder would convert a plus to a space.
    String uri = file.toUri().getRawPath().replace("+", "%2B");
    return terminated(URLDecoder.decode(uri, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }

  /** Returns the text with U+FFFD for a NUL: for messages, which are never an error. */
  static byte[] shown(String value) {
    return value == null ? null : terminated(value.replace('\0', '\uFFFD'), StandardCharsets.UTF_8);
  }

  private static byte[] terminated(String value, Charset charset) {
    byte[] bytes = value.getBytes(charset);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  static CosException invalid(String what, String why) {
    return new Failure(Reason.INVALID_ARGUMENT).message(what + ": " + why).toException();
  }

  /** Rounds up, so that a short time does not become 0. */
  static long milliseconds(Duration time) {
    try {
      return (time.isNegative() ? time : time.plusNanos(999_999)).toMillis();
    } catch (ArithmeticException e) {
      return time.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private Text() {}
}
