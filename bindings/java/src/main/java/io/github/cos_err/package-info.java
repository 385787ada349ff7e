/**
 * One error model for Tencent Cloud COS: calls, and the errors that they end with.
 *
 * <p>A {@link io.github.cos_err.CosClient} sends requests; what fails is a
 * {@link io.github.cos_err.CosException}. Whoever keeps another HTTP stack reads its answers by
 * {@link io.github.cos_err.Exchange}.
 */
package io.github.cos_err;
