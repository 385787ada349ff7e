package io.github.cos_err;

import java.io.Serializable;

/**
 * One item of a partial failure, as delete-multiple reports it; "" for what it does not tell.
 *
 * @param key the object that failed
 * @param versionId its version
 * @param code why it failed
 * @param message the same, for people
 * @param retry whether a request for this item alone may be retried
 */
public record Part(String key, String versionId, String code, String message, Retry retry)
    implements Serializable {}
