package io.github.cos_err;

/**
 * How far a transfer is, in bytes; -1: not known.
 *
 * @param sent bytes of the request's body that were sent
 * @param toSend bytes of the request's body, in all
 * @param received bytes of the answer's body that were received
 * @param toReceive bytes of the answer's body, in all
 */
public record Progress(long sent, long toSend, long received, long toReceive) {}
