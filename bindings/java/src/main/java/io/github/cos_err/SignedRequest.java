package io.github.cos_err;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A request that another HTTP stack sends. It is a secret while it is valid.
 *
 * @param method the method, which must be sent as it is
 * @param url the URL, which must be sent as it is
 * @param headers the headers that must be sent: those that the request and its call set, a Content-MD5 where
 *     COS demands one, a temporary token, and Authorization. Host, Content-Length, Transfer-Encoding, Expect
 *     and User-Agent are not among them, because the HTTP stack sets them. If the request sets one of the
 *     first four, it is signed, and must be sent with that value.
 * @param expiresAt when the signature ends, by the local clock. A retry after it needs a new signature. It
 *     is not later than the end of the credentials that a provider gave.
 */
public record SignedRequest(String method, String url, List<Header> headers, Instant expiresAt) {
  /**
   * Creates a signed request, for a stand-in of {@link Cos} in a test.
   *
   * @param method the method
   * @param url the URL
   * @param headers the headers
   * @param expiresAt when the signature ends
   */
  public SignedRequest {
    headers = List.copyOf(headers);
  }

  /** Reads a signed request of the library. */
  static SignedRequest of(long signed) {
    long count = Library.cos_signed_header_count(signed);
    List<Header> headers = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      headers.add(new Header(
          Text.at(Library.cos_signed_header_name(signed, i)), Text.at(Library.cos_signed_header_value(signed, i))));
    }
    return new SignedRequest(
        Text.at(Library.cos_signed_method(signed)),
        Text.at(Library.cos_signed_url(signed)),
        headers,
        Instant.ofEpochSecond(Library.cos_signed_expires_at_s(signed)));
  }

  /**
   * Returns the request for Java's HTTP client, with method, URL and all headers. {@link
   * CosException#fromResponse} parses the response.
   *
   * @param body the body; {@code BodyPublishers.noBody()} if there is none
   * @return a builder, to which a timeout can be added
   */
  public HttpRequest.Builder toHttpRequest(HttpRequest.BodyPublisher body) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url)).method(method, Text.there("body", body));
    headers.forEach(header -> builder.header(header.name(), header.value()));
    return builder;
  }

  /**
   * Returns method and path, without the secrets.
   *
   * @return one line
   */
  @Override
  public String toString() {
    return "SignedRequest[" + method + " " + url.replaceFirst("\\?.*", "") + "]";
  }
}
