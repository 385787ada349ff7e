package io.github.cos_err;

import java.io.IOException;
import java.io.InputStream;

/** Opens a body's stream, once per attempt. */
@FunctionalInterface
public interface StreamSource {
  /**
   * Opens the stream at its first byte. The call closes it.
   *
   * @return the stream
   * @throws IOException ends the call
   */
  InputStream open() throws IOException;
}
