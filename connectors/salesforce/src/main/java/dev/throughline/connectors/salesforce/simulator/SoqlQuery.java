package dev.throughline.connectors.salesforce.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A parsed SOQL query: the stated part of the language, as the room's README lists it. */
record SoqlQuery(
        List<Item> select,
        String from,
        Optional<Condition> where,
        List<Path> groupBy,
        List<Order> orderBy,
        int limit,
        int offset) {

    /** @param steps relationship names and at last a field, as written; @param at where it stands in the query */
    record Path(List<String> steps, int at) {
        String text() {
            return String.join(".", steps);
        }
    }

    /** What is selected. */
    sealed interface Item {
        record Field(Path path, Optional<String> alias) implements Item {}

        /** @param path empty for {@code COUNT()} */
        record Aggregate(String function, Optional<Path> path, Optional<String> alias, int at) implements Item {}

        record Children(SoqlQuery query, int at) implements Item {}

        /** {@code FIELDS(ALL)}, {@code FIELDS(STANDARD)}, {@code FIELDS(CUSTOM)}. */
        record Fields(String which, int at) implements Item {}
    }

    /** A WHERE clause. */
    sealed interface Condition {
        record All(List<Condition> of) implements Condition {}

        record Any(List<Condition> of) implements Condition {}

        record Not(Condition of) implements Condition {}

        record Compare(Path path, String operator, Literal value) implements Condition {}

        record In(Path path, boolean not, List<Literal> values) implements Condition {}

        record InQuery(Path path, boolean not, SoqlQuery query) implements Condition {}
    }

    /** A value in a condition. */
    sealed interface Literal {
        record Text(String value) implements Literal {}

        record Number(BigDecimal value) implements Literal {}

        record Truth(boolean value) implements Literal {}

        record Null() implements Literal {}

        record Day(LocalDate value) implements Literal {}

        record Moment(Instant value) implements Literal {}

        /** {@code TODAY}, {@code LAST_N_DAYS:7}: a stretch of days. @param n 0 where the word takes no number */
        record Stretch(String word, int n) implements Literal {}
    }

    record Order(Path path, boolean descending, boolean nullsLast) {}

    boolean aggregated() {
        return !groupBy.isEmpty() || select.stream().anyMatch(i -> i instanceof Item.Aggregate);
    }
}
