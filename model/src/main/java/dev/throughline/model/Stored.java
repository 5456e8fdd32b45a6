package dev.throughline.model;

/**
 * An object with its identity.
 *
 * @param version counts the states that the hub has kept of it, from 1
 */
public record Stored<T extends CanonicalObject>(Ref<T> ref, long version, T body) {}
