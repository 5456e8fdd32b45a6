package dev.throughline.processes.comparison;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * One line of an invoice, on either side.
 *
 * @param id         names it for ever: the invoice and the number of the line
 * @param invoice    what people call the invoice
 * @param project    absent where the side does not say
 * @param regime     by which it is taxed; absent where the side does not say
 * @param tax        what the tax on it is; absent where the side does not say
 * @param references any ids of the work behind it
 */
public record BilledLine(
        String id,
        String invoice,
        Party customer,
        Optional<Party> project,
        LocalDate invoicedOn,
        Optional<LocalDate> servedFrom,
        Optional<LocalDate> servedTo,
        String description,
        Optional<BigDecimal> quantity,
        Optional<BigDecimal> rate,
        Money amount,
        Optional<String> regime,
        Optional<Money> tax,
        Set<String> references) {
    public BilledLine {
        references = Set.copyOf(references);
    }

    /** A customer or a project. Two are the same when their ids are, or their names but for case: people may have made a record that nobody has linked yet. */
    public record Party(String id, String name) {
        public boolean same(Party other) {
            return id.equals(other.id) || !name.isBlank() && name.strip().equalsIgnoreCase(other.name.strip());
        }
    }

    /** The month that it bills: that of its last day of service, else that of the invoice. */
    public YearMonth period() {
        return YearMonth.from(day());
    }

    LocalDate day() {
        return servedTo.or(() -> servedFrom).orElse(invoicedOn);
    }

    CurrencyUnit currency() {
        return amount.getCurrencyUnit();
    }
}
