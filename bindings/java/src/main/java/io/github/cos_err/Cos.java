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
   * Signs a request that another HTTP stack sends. Nothing is sent.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @return the signed request
   */
  default SignedRequest sign(CosRequest request, Duration valid) {
    return sign(request, valid, null);
  }

  /**
   * Signs a request as {@link #sign(CosRequest, Duration)} does, with per-call settings.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the signed request
   */
  SignedRequest sign(CosRequest request, Duration valid, CallOptions options);

  /**
   * Creates a presigned URL of a request, which anyone may use as it is. Nothing is sent. The URL is a
   * secret while it is valid.
   *
   * @param request the request; headers that it sets are signed, and must be sent with it
   * @param valid how long the URL is valid from now on; whole seconds
   * @return the URL
   */
  default String presign(CosRequest request, Duration valid) {
    return presign(request, valid, null);
  }

  /**
   * Creates a presigned URL as {@link #presign(CosRequest, Duration)} does, with per-call settings.
   *
   * @param request the request
   * @param valid how long the URL is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the URL
   */
  String presign(CosRequest request, Duration valid, CallOptions options);

  /**
   * Creates the URL of a request, not signed. Nothing is sent.
   *
   * @param request the request
   * @return the URL
   */
  default String url(CosRequest request) {
    return url(request, null);
  }

  /**
   * Creates the URL of a request as {@link #url(CosRequest)} does, with per-call settings.
   *
   * @param request the request
   * @param options settings of this call, of which only the region counts, or null
   * @return the URL
   */
  String url(CosRequest request, CallOptions options);

  /**
   * Sets how many seconds the server's clock is ahead of the local one, for signatures.
   *
   * @param seconds the number of seconds
   */
  void setClockSkewSeconds(long seconds);

  /**
   * Permanently cancels every call of the client with reason {@link Reason#CANCELLED}: those in progress
   * within 100 ms, later ones at once. Closes idle connections.
   */
  void shutdown();

  /** Shuts the client down, and frees it when the last call has ended. */
  @Override
  void close();
}
