package io.github.cos_err;

import java.time.Duration;

/**
 * The interface of {@link CosClient}, for programs whose tests replace it by their own implementation. Such
 * an implementation creates responses by {@link CosResponse#of}, and errors by {@link Exchange} and {@link
 * Failure}. Methods may be added to it.
 */
public interface Cos extends AutoCloseable {
  /**
   * Checks whether a bucket exists and may be used (HEAD Bucket).
   *
   * @param bucket "examplebucket-1250000000"
   * @return the response, which contains the bucket's region
   */
  default CosResponse headBucket(String bucket) {
    return headBucket(bucket, null);
  }

  /**
   * Checks a bucket as {@link #headBucket(String)} does, with per-call settings.
   *
   * @param bucket "examplebucket-1250000000"
   * @param options settings of this call, or null
   * @return the response
   */
  CosResponse headBucket(String bucket, CallOptions options);

  /**
   * Sends a request and receives the response.
   *
   * @param request the request
   * @return the response
   */
  default CosResponse send(CosRequest request) {
    return send(request, null);
  }

  /**
   * Sends a request as {@link #send(CosRequest)} does, with per-call settings.
   *
   * @param request the request
   * @param options settings of this call, or null
   * @return the response
   */
  CosResponse send(CosRequest request, CallOptions options);

  /**
   * Creates a presigned URL of a request, which anyone may use as it is. Nothing is sent. The URL is a
   * secret while it is valid.
   *
   * @param request the request; headers that it sets are signed, and must be sent with it
   * @param valid how long the URL is valid from now on; whole seconds
   * @return the URL
   */
  String presign(CosRequest request, Duration valid);

  /**
   * Permanently cancels every call of the client with reason {@link Reason#CANCELLED}: those in progress
   * within 100 ms, later ones at once. Closes idle connections.
   */
  void shutdown();

  /** Shuts the client down, and frees it when the last call has ended. */
  @Override
  void close();
}
