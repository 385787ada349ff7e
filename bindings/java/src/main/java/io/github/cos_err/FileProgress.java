package io.github.cos_err;

/**
 * The progress of a file's transfer in bytes.
 *
 * @param moved bytes of the file that were moved; they become fewer when a part begins again
 * @param size all bytes of the file
 */
public record FileProgress(long moved, long size) {}
