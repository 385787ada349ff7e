package io.github.cos_err;

import java.io.Serializable;

/**
 * One failed item of a partial failure, as delete-multiple reports it; "" for values that it does not
 * contain.
 *
 * @param key key of the object
 * @param versionId version of the object
 * @param code error code of this item
 * @param message message of the service for this item
 * @param retry whether a retry for this item alone may succeed
 */
public record Part(String key, String versionId, String code, String message, Retry retry)
    implements Serializable {}
