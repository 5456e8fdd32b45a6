package dev.throughline.server.portfolio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds up the files without the connector and the mappings: of each item the amount in its latest readable row.
 *
 * @param contracts those that finance has an order of; the others are exceptions
 */
record TermTotals(Set<String> contracts) {
    private static final String AMOUNT = "-?\\d+(\\.\\d{0,2}0*)?";
    private static final String DATE = "\\d{1,2}/\\d{1,2}/(\\d{4}|\\d{2})|\\d{4}-\\d{2}-\\d{2}.*";

    Map<String, BigDecimal> of(List<Path> files) {
        var amounts = new HashMap<String, BigDecimal>();
        files.forEach(file -> read(file, amounts));
        BigDecimal sum = amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return Map.of("USD", sum.setScale(2));
    }

    private void read(Path file, Map<String, BigDecimal> amounts) {
        try (Table table = Table.open(file)) {
            table.forEach(row -> {
                boolean known = contracts.contains(text(row, "original_contract_id"));
                boolean dated = text(row, "start_dt").matches(DATE)
                        && text(row, "end_dt").matches(DATE);
                if (known && dated) {
                    amount(row).ifPresent(amount -> amounts.put(text(row, "current_item_id"), amount));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the file %s cannot be read again".formatted(file), e);
        }
    }

    private static Optional<BigDecimal> amount(Map<String, String> row) {
        String said =
                text(row, row.containsKey("amt") ? "amt" : "contract_amount").replace(",", "");
        String plain = said.equals("-") ? "0" : said.replaceFirst("^\\(([0-9.]+)\\)$", "-$1");
        return plain.matches(AMOUNT) ? Optional.of(new BigDecimal(plain).setScale(2)) : Optional.empty();
    }

    private static String text(Map<String, String> row, String column) {
        return row.getOrDefault(column, "").strip();
    }
}
