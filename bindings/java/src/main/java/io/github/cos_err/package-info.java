/**
 * One error model for Tencent Cloud COS: a client, and the exceptions of its calls.
 *
 * <p>A {@link io.github.cos_err.CosClient} sends requests; a failure is a {@link
 * io.github.cos_err.CosException}. Programs that keep another HTTP stack parse its responses by {@link
 * io.github.cos_err.Exchange}.
 */
package io.github.cos_err;
