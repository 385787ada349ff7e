package io.github.cos_err;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

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
   * Starts to check a bucket as {@link #headBucket(String)} does, and does not wait.
   *
   * @param bucket "examplebucket-1250000000"
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> headBucketAsync(String bucket) {
    return headBucketAsync(bucket, null);
  }

  /**
   * Starts to check a bucket, with per-call settings, and does not wait.
   *
   * @param bucket "examplebucket-1250000000"
   * @param options settings of this call, or null
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> headBucketAsync(String bucket, CallOptions options) {
    return Immediate.of(() -> headBucket(bucket, options));
  }

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
   * Starts to send a request, and does not wait.
   *
   * @param request the request
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> sendAsync(CosRequest request) {
    return sendAsync(request, null);
  }

  /**
   * Starts to send a request, with per-call settings, and does not wait. Request and settings may be changed
   * and used again at once, except that an {@code InputStream} or {@code OutputStream} of the request is in use
   * until the call has ended, also if its future was cancelled or timed out before. This method throws nothing:
   * each {@link CosException} is the future's. The future is completed, and what is chained to it runs, on the
   * client's executor.
   *
   * <p>Cancelling the future completes it on the thread that cancels, and ends the call within 100 ms, unless a
   * stream or listener of it does not return, which is interrupted. {@code cancel(true)} of a future that is chained to it does so too. A timeout of the
   * future, as of {@code orTimeout}, does not end the call; {@link CallOptions#timeout} does.
   *
   * <p>The method of this interface sends the request before it returns: {@link CosClient} overrides it.
   *
   * @param request the request
   * @param options settings of this call, or null
   * @return the future response
   */
  default CompletableFuture<CosResponse> sendAsync(CosRequest request, CallOptions options) {
    return Immediate.of(() -> send(request, options));
  }

  /**
   * Uploads a regular file as an object. A large file is sent in parts, several at a time, with a checksum of each
   * part and of the whole object.
   *
   * <p>If a part fails, the upload is aborted. If that fails too, or there is a {@link CosTransfer#checkpoint}, the
   * detail "UploadId" of the exception names the upload whose parts are still stored. There is no total timeout unless
   * one was set. When the call is cancelled, up to 5 seconds more are taken to abort the upload.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @return the response of the request that created the object
   */
  default CosResponse uploadFile(String bucket, String key, Path file) {
    return uploadFile(bucket, key, file, null, null);
  }

  /**
   * Uploads a file as {@link #uploadFile(String, String, Path)} does, with settings.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @param transfer settings of the transfer, or null
   * @param options settings of this call, or null
   * @return the response
   */
  CosResponse uploadFile(String bucket, String key, Path file, CosTransfer transfer, CallOptions options);

  /**
   * Starts to upload a file, and does not wait.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> uploadFileAsync(String bucket, String key, Path file) {
    return uploadFileAsync(bucket, key, file, null, null);
  }

  /**
   * Starts to upload a file, with settings, and does not wait.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @param transfer settings of the transfer, or null
   * @param options settings of this call, or null
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> uploadFileAsync(
      String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return Immediate.of(() -> uploadFile(bucket, key, file, transfer, options));
  }

  /**
   * Downloads an object into a file, which appears under its name when it is whole, and replaces another one of that
   * name. A large object is received in parts, several at a time.
   *
   * <p>There is no total timeout unless one was set.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @return the response, of a HEAD if the object came in parts
   */
  default CosResponse downloadFile(String bucket, String key, Path file) {
    return downloadFile(bucket, key, file, null, null);
  }

  /**
   * Downloads a file as {@link #downloadFile(String, String, Path)} does, with settings.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @param transfer settings of the transfer, or null
   * @param options settings of this call, or null
   * @return the response
   */
  CosResponse downloadFile(String bucket, String key, Path file, CosTransfer transfer, CallOptions options);

  /**
   * Starts to download a file, and does not wait.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> downloadFileAsync(String bucket, String key, Path file) {
    return downloadFileAsync(bucket, key, file, null, null);
  }

  /**
   * Starts to download a file, with settings, and does not wait.
   *
   * @param bucket "examplebucket-1250000000"
   * @param key the name of the object
   * @param file a file of the default file system
   * @param transfer settings of the transfer, or null
   * @param options settings of this call, or null
   * @return the future response, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<CosResponse> downloadFileAsync(
      String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return Immediate.of(() -> downloadFile(bucket, key, file, transfer, options));
  }

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
   * Signs a request as {@link #sign(CosRequest, Duration)} does, with per-call settings. Bytes or a file set as
   * the body are read for a Content-MD5 where COS demands one, or where the request asks for it; a stream is
   * then an {@link Reason#INVALID_ARGUMENT}. A client without credentials throws {@link
   * Reason#INVALID_CREDENTIALS}: {@link #url(CosRequest)} suffices for unsigned requests.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the signed request
   */
  SignedRequest sign(CosRequest request, Duration valid, CallOptions options);

  /**
   * Starts to sign a request as {@link #signAsync(CosRequest, Duration, CallOptions)} does, without settings.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @return the future signed request
   */
  default CompletableFuture<SignedRequest> signAsync(CosRequest request, Duration valid) {
    return signAsync(request, valid, null);
  }

  /**
   * Starts to sign a request as {@link #sign(CosRequest, Duration, CallOptions)} does, and does not wait for a
   * provider of credentials or for the file that is the body.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the future signed request, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<SignedRequest> signAsync(CosRequest request, Duration valid, CallOptions options) {
    return Immediate.of(() -> sign(request, valid, options));
  }

  /**
   * Creates a presigned URL of a request, which anyone may use as it is. A body is ignored, and nothing is
   * sent. The URL is a secret while it is valid.
   *
   * @param request the request; headers that it sets are signed, and must be sent with it
   * @param valid how long the URL is valid from now on; whole seconds
   * @return the URL
   */
  default String presign(CosRequest request, Duration valid) {
    return presign(request, valid, null);
  }

  /**
   * Creates a presigned URL as {@link #presign(CosRequest, Duration)} does, with per-call settings. Headers that
   * they set are signed, and must be sent too.
   *
   * @param request the request
   * @param valid how long the URL is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the URL
   */
  String presign(CosRequest request, Duration valid, CallOptions options);

  /**
   * Starts to create a presigned URL as {@link #presignAsync(CosRequest, Duration, CallOptions)} does, without
   * settings.
   *
   * @param request the request
   * @param valid how long the URL is valid from now on; whole seconds
   * @return the future URL
   */
  default CompletableFuture<String> presignAsync(CosRequest request, Duration valid) {
    return presignAsync(request, valid, null);
  }

  /**
   * Starts to create a presigned URL as {@link #presign(CosRequest, Duration, CallOptions)} does, and does not
   * wait for a provider of credentials.
   *
   * @param request the request
   * @param valid how long the URL is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the future URL, as of {@link #sendAsync(CosRequest, CallOptions)}
   */
  default CompletableFuture<String> presignAsync(CosRequest request, Duration valid, CallOptions options) {
    return Immediate.of(() -> presign(request, valid, options));
  }

  /**
   * Creates the URL of a request, not signed: scheme, host, percent-encoded key and query parameters.
   * Nothing is sent, and no credentials are needed.
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
   * Sets how many seconds the server's clock is ahead of the local one; signatures are made for that time.
   * {@link #send(CosRequest)} finds it by itself. A client that only signs receives no response: pass it the
   * value of {@link CosException#getClockSkewSeconds} after an error.
   *
   * @param seconds the number of seconds
   */
  void setClockSkewSeconds(long seconds);

  /**
   * Permanently cancels every call of the client with reason {@link Reason#CANCELLED}: those in progress
   * within 100 ms, later ones at once. Streams and listeners of futures and of virtual threads are interrupted.
   * Closes idle connections.
   */
  void shutdown();

  /**
   * Shuts the client down, and frees it when the last call has ended. Futures of its calls are completed, with
   * a {@link Reason#CANCELLED} if they were in progress, whose cause is what an interrupted stream throws.
   */
  @Override
  void close();
}
