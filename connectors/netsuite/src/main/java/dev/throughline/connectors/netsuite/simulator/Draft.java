package dev.throughline.connectors.netsuite.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request body says about a record, read against its type; nothing is stored yet. A null value clears. */
final class Draft {
    final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
    Optional<String> externalId = Optional.empty();
}
