package io.github.cos_err;

import java.io.Serializable;

/**
 * A header, or another named value of an error.
 *
 * @param name its name, as it arrived
 * @param value its value
 */
public record Header(String name, String value) implements Serializable {}
