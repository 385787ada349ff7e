package io.github.cos_err;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Settings for the transfer of a file by {@link CosClient#uploadFile(String, String, Path)} and {@link
 * CosClient#downloadFile(String, String, Path)}. Only one thread may change them at a time; they may be used by many
 * calls. A call reports an invalid value by name.
 */
public final class CosTransfer {
  private final List<LongConsumer> settings = new ArrayList<>();
  private FileProgressListener progress;

  /** Creates settings with default values. */
  public CosTransfer() {}

  /**
   * Sets the size of a part. For a file that would have more than 10 000 parts, a larger size is used.
   *
   * @param bytes 1 MiB to 5 GiB; 8 MiB by default
   * @return this
   */
  public CosTransfer partSize(long bytes) {
    settings.add(transfer -> Library.cos_transfer_set_part_size(transfer, bytes));
    return this;
  }

  /**
   * Sets how many parts are moved at once, each by a connection. Leave some of {@link
   * CosClientBuilder#maxConnections} to other calls.
   *
   * @param parts 1 to 1000; 5 by default
   * @return this
   */
  public CosTransfer parallel(int parts) {
    settings.add(transfer -> Library.cos_transfer_set_parallel(transfer, parts));
    return this;
  }

  /**
   * Sets the size from which a file is moved in parts. A smaller file is moved by one request.
   *
   * @param bytes 0 to 5 GiB; 16 MiB by default
   * @return this
   */
  public CosTransfer threshold(long bytes) {
    settings.add(transfer -> Library.cos_transfer_set_threshold(transfer, bytes));
    return this;
  }

  /**
   * Adds a header: for an upload one of the object, such as Content-Type, for a download one of each request.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public CosTransfer header(String name, String value) {
    byte[] nameText = Text.given("header name", name);
    byte[] valueText = Text.given("header " + name, value);
    settings.add(transfer -> Library.cos_transfer_add_header(transfer, nameText, valueText));
    return this;
  }

  /**
   * Sends each body of an upload with a Content-MD5, for which each part is read twice. The CRC-64 is compared in any
   * case.
   *
   * @return this
   */
  public CosTransfer contentMd5() {
    settings.add(transfer -> Library.cos_transfer_set_content_md5(transfer, 1));
    return this;
  }

  /**
   * Sets the version of the object that a download fetches.
   *
   * @param id the version; the latest by default
   * @return this
   */
  public CosTransfer versionId(String id) {
    byte[] text = Text.given("version_id", id);
    settings.add(transfer -> Library.cos_transfer_set_version_id(transfer, text));
    return this;
  }

  /**
   * Sets a listener for the progress of the transfer.
   *
   * @param listener the listener, or null
   * @return this
   */
  public CosTransfer progress(FileProgressListener listener) {
    progress = listener;
    return this;
  }

  /**
   * Sets the file in which a transfer in parts keeps what it has done, so that a later one of the same object and
   * file goes on there. It belongs to this transfer alone, holds no secrets, and is removed when the transfer
   * succeeds. A checkpoint of another object or file is a {@link Reason#INVALID_ARGUMENT}.
   *
   * @param file a file of the default file system, or null for none
   * @return this
   */
  public CosTransfer checkpoint(Path file) {
    byte[] path = file == null ? null : Text.path(file);
    settings.add(transfer -> Library.cos_transfer_set_checkpoint(transfer, path));
    return this;
  }

  /** The listeners of one call, or null. */
  CallStreams listeners() {
    return progress == null ? null : CallStreams.of(progress);
  }

  /** Creates the library's settings, which the caller frees. user is the number of the listeners. */
  long open(Callbacks callbacks, long user) {
    long transfer = Library.cos_transfer_new();
    settings.forEach(setting -> setting.accept(transfer));
    if (progress != null) {
      Library.cos_transfer_set_progress(transfer, callbacks.moved, user, 0);
    }
    return transfer;
  }
}
