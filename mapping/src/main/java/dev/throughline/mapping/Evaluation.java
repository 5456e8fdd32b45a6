package dev.throughline.mapping;

import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/**
 * What functions may know while one record is mapped. Travels as a scoped value, since compiled expressions are shared by threads.
 *
 * @param asOf     the day for lookups that name none
 * @param external the id of a canonical object at the target system
 * @param key      the idempotency key; empty inbound
 */
record Evaluation(Lookups lookups, LocalDate asOf, Function<String, Optional<String>> external, String key) {
    static final ScopedValue<Evaluation> CURRENT = ScopedValue.newInstance();
}
