package io.github.cos_err;

import java.nio.file.Path;

/** Uploads or downloads a file. */
final class FileWork implements Work {
  private final boolean isUpload;
  private final byte[] bucket;
  private final byte[] key;
  private final byte[] path;
  private final CosTransfer transfer;

  /** The transfer may be null. */
  FileWork(boolean isUpload, String bucket, String key, Path file, CosTransfer transfer) {
    this.isUpload = isUpload;
    this.bucket = Text.given("bucket", bucket);
    this.key = Text.given("key", key);
    path = Text.path(file);
    this.transfer = transfer == null ? new CosTransfer() : transfer;
  }

  @Override
  public CallStreams streams() {
    return transfer.listeners();
  }

  @Override
  public long open(Callbacks callbacks, long user) {
    return transfer.open(callbacks, user);
  }

  @Override
  public void free(long opened) {
    Library.cos_transfer_free(opened);
  }

  @Override
  public long start(long client, long opened, long settings, long queue, long number, long out) {
    return isUpload
        ? Library.cos_client_start_upload_file(client, bucket, key, path, opened, settings, queue, number, out)
        : Library.cos_client_start_download_file(client, bucket, key, path, opened, settings, queue, number, out);
  }
}
