package io.github.cos_err;

import java.time.Duration;

/**
 * What a {@link CosClient} does, for programs whose tests have a stand-in of their own for it. Responses of such a
 * stand-in are made by {@link CosResponse#of}, errors by {@link Exchange} and {@link Failure}. Methods may
 * be added to it.
 */
public interface Cos extends AutoCloseable {
  /**
   * Asks whether a bucket exists and may be used (HEAD Bucket).
   *
   * @param bucket "examplebucket-1250000000"
   * @return the response, which has the bucket's region
   */
  default CosResponse headBucket(String bucket) {
    return headBucket(bucket, null);
  }

  /**
   * As {@link #headBucket(String)}, with options of its own.
   *
   * @param bucket "examplebucket-1250000000"
   * @param options of this call; null: none
   * @return the response
   */
  CosResponse headBucket(String bucket, CallOptions options);

  /**
   * Sends a request and reads its response.
   *
   * @param request what to send
   * @return the response
   */
  default CosResponse send(CosRequest request) {
    return send(request, null);
  }

  /**
   * As {@link #send(CosRequest)}, with options of its own.
   *
   * @param request what to send
   * @param options of this call; null: none
   * @return the response
   */
  CosResponse send(CosRequest request, CallOptions options);

  /**
   * Makes the URL of a request, signed, that anybody may send as it is. Nothing is sent. The URL is a
   * secret for as long as it is valid.
   *
   * @param request what is allowed; headers that it sets are signed and must be sent with it
   * @param valid for how long, from now; whole seconds
   * @return the URL
   */
  String presign(CosRequest request, Duration valid);

  /**
   * Ends every call that is under way, within 100 ms, and every later one at once, with reason
   * {@link Reason#CANCELLED}; closes idle connections. Permanently.
   */
  void shutdown();

  /** Shuts the client down, and frees it when the last call has ended. */
  @Override
  void close();
}
