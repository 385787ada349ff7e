package io.github.cos_err;

import java.io.Serializable;

/**
 * One attempt of a call.
 *
 * @param host the host to which the request was sent
 * @param status HTTP status, or 0 if none arrived
 * @param reason why the attempt failed on the client's side, possibly after a status arrived; otherwise
 *     {@link Reason#NONE}
 * @param requestId the request id; "" if there is none
 * @param elapsedMs the duration in milliseconds
 * @param note why the call went on or stopped after this attempt; "" if nothing special happened
 */
public record Attempt(String host, int status, Reason reason, String requestId, long elapsedMs, String note) implements Serializable {}
