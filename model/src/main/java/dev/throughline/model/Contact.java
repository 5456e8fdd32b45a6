package dev.throughline.model;

import java.util.Optional;

/**
 * A person at a customer.
 */
public record Contact(
        Ref<CustomerAccount> account,
        String lastName,
        Optional<String> firstName,
        Optional<String> email,
        Optional<String> phone,
        Optional<String> title)
        implements CanonicalObject {}
