package dev.throughline.hub.exceptions;

import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exception desk. Every action names who and why, is audited, and fails with {@link Stale} when somebody else acted in between. */
public interface Exceptions {
    Page list(TenantId tenant, Filter filter, Optional<Long> before, int limit);

    Optional<Item> get(TenantId tenant, long id);

    /** Alike ones by code, with count and money. */
    List<Group> groups(TenantId tenant, Filter filter);

    /** Goes on from where it stopped, in the belief that the cause is mended; closes by itself once it succeeds. */
    void retry(TenantId tenant, long id, long version, String by);

    /** Retries every open one of the filter. @return how many */
    int retryAll(TenantId tenant, Filter filter, String by);

    /**
     * Corrects the record that was captured: attributes of the raw payload by JSON pointer, then translates it again. The original stays.
     *
     * @param corrections JSON pointer to new value, as text, number, boolean or null
     */
    void correct(TenantId tenant, long id, long version, Map<String, Object> corrections, String by, String reason);

    void skip(TenantId tenant, long id, long version, String by, String reason);

    void assign(TenantId tenant, long id, long version, String to, String by);

    /** @param state open, resolved, skipped; empty for open */
    record Filter(
            Optional<String> domain,
            Optional<String> owner,
            Optional<String> code,
            Optional<String> state,
            Optional<String> search) {
        public static final Filter OPEN =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    record Page(List<Item> items, Optional<Long> next) {}

    /** @param version to be given back with an action */
    record Item(
            long id,
            String code,
            String domain,
            String owner,
            String severity,
            String subject,
            String says,
            String remedy,
            Optional<BigDecimal> atStake,
            Optional<String> currency,
            Instant openedAt,
            Instant lastSeenAt,
            int times,
            Optional<String> assignee,
            String state,
            Optional<String> closedBy,
            Optional<String> closedWhy,
            String origin,
            String originKey,
            String correlationId,
            long version) {}

    record Group(
            String code,
            String domain,
            String owner,
            long count,
            Map<String, BigDecimal> atStakeByCurrency,
            Instant oldest,
            String remedy) {}

    /** Somebody else acted on it first; read it again. */
    final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Stale(String message) {
            super(message);
        }
    }
}
