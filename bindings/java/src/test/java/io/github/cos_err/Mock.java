package io.github.cos_err;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a program's test puts in place of a client. */
final class Mock implements Cos {
  @Override
  public CosResponse headBucket(String bucket, CallOptions options) {
    throw new Failure(Reason.TIMEOUT).toException();
  }

  @Override
  public CosResponse send(CosRequest request, CallOptions options) {
    return CosResponse.of(204, List.of(), new byte[0]);
  }

  @Override
  public CosResponse uploadFile(String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return CosResponse.of(200, List.of(), new byte[0]);
  }

  @Override
  public CosResponse downloadFile(String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return CosResponse.of(200, List.of(), new byte[0]);
  }

  @Override
  public SignedRequest sign(CosRequest request, Duration valid, CallOptions options) {
    return new SignedRequest("PUT", "url", List.of(), Instant.now());
  }

  @Override
  public String presign(CosRequest request, Duration valid, CallOptions options) {
    return "url";
  }

  @Override
  public String url(CosRequest request, CallOptions options) {
    return "url";
  }

  @Override
  public void setClockSkewSeconds(long seconds) {}

  @Override
  public void shutdown() {}

  @Override
  public void close() {}
}
