package dev.throughline.connectors.netsuite.simulator.sql;

import org.jspecify.annotations.Nullable;

/** A compiled expression. Conditions give TRUE, FALSE or null for unknown, as SQL has it. */
@FunctionalInterface
interface Eval {
    @Nullable
    Object of(Env env);

    default boolean holds(Env env) {
        return Boolean.TRUE.equals(of(env));
    }
}
