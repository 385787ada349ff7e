package io.github.cos_err;

/**
 * The progress of a transfer in bytes; -1 if a number is not known.
 *
 * @param sent bytes of the request's body that were sent
 * @param toSend all bytes of the request's body
 * @param received bytes of the response's body that were received
 * @param toReceive all bytes of the response's body
 */
public record Progress(long sent, long toSend, long received, long toReceive) {}
