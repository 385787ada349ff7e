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
  /** A string of the library's, which is never NULL. */
  static String at(long address) {
    return new Pointer(address).getString(0, "UTF-8");
  }

  static byte[] bytes(long address, long length) {
    return length == 0 ? new byte[0] : new Pointer(address).getByteArray(0, (int) length);
  }

  /**
   * A string for the library; null stays null. One that C would cut short, or that UTF-8 cannot
   * have, is an INVALID_ARGUMENT error that names it.
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

  /** For what must not be null: an INVALID_ARGUMENT error that names it. */
  static <T> T there(String what, T value) {
    if (value == null) {
      throw invalid(what, "it is missing; give one");
    }
    return value;
  }

  /**
   * The path of a file of the default file system, in the bytes that the system has for it: as a string it
   * has them only where the locale's encoding is UTF-8. Only its URI tells them.
   */
  static byte[] path(Path file) {
    // Those of other file systems, as of an archive, are none that the library can open.
    String text = there("file", file).toFile().getPath();
    if (text.chars().allMatch(c -> c < 128)) {
      return given("path", text);
    }
    // The decoder would make a space of a plus.
    String uri = file.toUri().getRawPath().replace("+", "%2B");
    return terminated(URLDecoder.decode(uri, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }

  /** As given, with U+FFFD for a NUL: for messages, which are never refused. */
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

  /** Rounded up: what is allowed is never cut to nothing. */
  static long milliseconds(Duration time) {
    try {
      return (time.isNegative() ? time : time.plusNanos(999_999)).toMillis();
    } catch (ArithmeticException e) {
      return time.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private Text() {}
}
