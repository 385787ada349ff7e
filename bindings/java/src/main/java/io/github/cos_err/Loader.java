package io.github.cos_err;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Loads the library: the one that a system property names, otherwise the one in the jar. */
final class Loader {
  static final String PROPERTY = "cos_err.library";

  static NativeLibrary load() {
    String given = System.getProperty(PROPERTY);
    NativeLibrary library = given != null ? NativeLibrary.getInstance(given) : bundled();
    String version = library.getFunction("cos_err_version").invokePointer(new Object[0]).getString(0);
    // Structs and functions are only ever added: an older library may lack some that this binding needs.
    if (isOlder(version, Layout.HEADER_VERSION)) {
      throw new UnsatisfiedLinkError(
          "libcos_err " + version + " is older than this binding, " + Layout.HEADER_VERSION);
    }
    return library;
  }

  private static NativeLibrary bundled() {
    String name = "/" + Platform.RESOURCE_PREFIX + "/libcos_err.so";
    try (InputStream in = Loader.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new UnsatisfiedLinkError(
            "the jar has no library for " + Platform.RESOURCE_PREFIX
                + "; set one: -D" + PROPERTY + "=/path/of/libcos_err.so");
      }
      Path file = Files.createTempFile("libcos_err-", ".so");
      try {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return NativeLibrary.getInstance(file.toString());
      } finally {
        // A loaded library works after its file is deleted, so a process that is killed leaves no file.
        Files.delete(file);
      }
    } catch (IOException e) {
      UnsatisfiedLinkError error = new UnsatisfiedLinkError(
          "libcos_err cannot be unpacked into " + System.getProperty("java.io.tmpdir")
              + "; set one that is unpacked: -D" + PROPERTY + "=/path/of/libcos_err.so");
      error.initCause(e);
      throw error;
    }
  }

  private static boolean isOlder(String version, String wanted) {
    return Runtime.Version.parse(feature(version)).compareTo(Runtime.Version.parse(feature(wanted))) < 0;
  }

  /** Java's versions begin above 0, and do not end with 0. */
  private static String feature(String version) {
    return ("1." + version).replaceAll("(\\.0)+$", "");
  }

  private Loader() {}
}
