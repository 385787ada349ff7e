package io.github.cos_err;

import java.io.Serializable;

/**
 * One try of a call.
 *
 * @param host the host that was asked
 * @param status HTTP status; 0 if none arrived
 * @param reason why the try failed on our side, perhaps after a status; else {@link Reason#NONE}
 * @param requestId the request id; "" if there was none
 * @param elapsedMs milliseconds that it took
 * @param note what followed, and why; "" for the usual end
 */
public record Attempt(String host, int status, Reason reason, String requestId, long elapsedMs, String note) implements Serializable {}
