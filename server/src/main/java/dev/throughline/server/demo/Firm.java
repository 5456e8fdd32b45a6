package dev.throughline.server.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A made-up services firm: who works there, who buys, what is sold. Plain data; {@link FirmMaker} draws one from a seed. */
record Firm(
        List<Entity> entities,
        List<Product> products,
        List<Consultant> consultants,
        List<Customer> customers,
        List<Deal> deals) {

    /** A legal entity. @param code its country, by which the whole firm calls it; @param currency ISO 4217 */
    record Entity(String code, String title, String currency) {}

    /** @param rate price of an hour; @param inErp whether finance has set it up as an item too */
    record Product(String code, String title, BigDecimal rate, boolean inErp) {}

    record Name(String first, String last) {
        String email(String domain) {
            return (first + "." + last + "@" + domain).toLowerCase(Locale.ROOT);
        }

        String full() {
            return first + " " + last;
        }
    }

    /** @param cost of an hour, in the entity's currency */
    record Consultant(Name name, Entity entity, String jobTitle, String skill, BigDecimal cost, LocalDate hired) {
        String email() {
            return name.email("meridian.example");
        }
    }

    /** @param terms such as {@code net_30} */
    record Customer(
            String title,
            Entity entity,
            String street,
            String city,
            Optional<String> taxNumber,
            String terms,
            Name signatory) {
        String domain() {
            return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "") + ".example";
        }
    }

    /** How a deal is billed. */
    enum Model {
        TIME("Time and Materials"),
        FIXED("Fixed Fee"),
        MILESTONE("Milestone"),
        /** A fee for every month that buys hours; what goes beyond is billed when the month is over. */
        RETAINER("Retainer");

        private final String crm;

        Model(String crm) {
            this.crm = crm;
        }

        String crm() {
            return crm;
        }
    }

    /** What is odd about a deal. */
    enum Oddity {
        NONE,
        /** Its customer has no tax registration, which its entity needs. */
        NO_TAX_NUMBER,
        /** Its product is known to sales only. */
        UNMAPPED_PRODUCT,
        /** It is won before its statement of work is approved. */
        SOW_LATE
    }

    /** @param week in which it is won, from 0; @param quantity hours, months of a retainer, or 1 for a fixed price */
    record Deal(
            String title,
            Customer customer,
            Model model,
            String serviceLine,
            Product product,
            BigDecimal quantity,
            BigDecimal price,
            int week,
            LocalDate wonOn,
            LocalDate startsOn,
            LocalDate endsOn,
            Oddity oddity) {
        BigDecimal amount() {
            return quantity.multiply(price).setScale(2, java.math.RoundingMode.UNNECESSARY);
        }
    }
}
