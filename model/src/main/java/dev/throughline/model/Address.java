package dev.throughline.model;

import java.util.Optional;

/** A postal address. @param country ISO 3166 alpha-2 */
public record Address(
        Optional<String> street,
        Optional<String> city,
        Optional<String> region,
        Optional<String> postalCode,
        Optional<String> country) {}
