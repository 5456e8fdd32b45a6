package dev.throughline.server.demo;

import dev.throughline.server.demo.Firm.Consultant;
import dev.throughline.server.demo.Firm.Customer;
import dev.throughline.server.demo.Firm.Deal;
import dev.throughline.server.demo.Firm.Entity;
import dev.throughline.server.demo.Firm.Model;
import dev.throughline.server.demo.Firm.Name;
import dev.throughline.server.demo.Firm.Oddity;
import dev.throughline.server.demo.Firm.Product;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Draws the demo's firm: the same seed and the same number of weeks give the same firm. */
final class FirmMaker {
    /** A Monday: every day of the play lies in open accounting periods. */
    static final LocalDate BEGIN = LocalDate.of(2026, 1, 5);

    private static final BigDecimal RETAINER_MONTHS = BigDecimal.valueOf(6);
    private static final int CONSULTANTS = 40;
    private static final int CUSTOMERS = 25;
    private static final List<Entity> ENTITIES = List.of(
            new Entity("US", "Meridian Consulting Inc.", "USD"),
            new Entity("GB", "Meridian Consulting Ltd", "GBP"),
            new Entity("DE", "Meridian Beratung GmbH", "EUR"));
    private static final List<Product> PRODUCTS = List.of(
            new Product("ARCH", "Architecture", new BigDecimal("240.00"), true),
            new Product("INTG", "Integration", new BigDecimal("195.00"), true),
            new Product("DATA", "Data engineering", new BigDecimal("180.00"), true),
            new Product("MGMT", "Project management", new BigDecimal("165.00"), true),
            new Product("ROLL", "Rollout", new BigDecimal("150.00"), true),
            new Product("SUPP", "Support", new BigDecimal("120.00"), true));
    /** Sold before anybody gave it a code: no item can be found for it. */
    private static final Product UNMAPPED = new Product("", "Prompt tuning", new BigDecimal("210.00"), false);

    private static final List<String> FIRST = List.of(
            "Ada", "Bela", "Carla", "Dario", "Edda", "Farid", "Greta", "Hugo", "Iris", "Jonas", "Kaya", "Lena", "Milo",
            "Nora", "Otto", "Petra", "Quinn", "Rosa", "Sven", "Tilda");
    private static final List<String> LAST = List.of(
            "Abbot", "Birch", "Corley", "Dunn", "Eads", "Finch", "Gale", "Hart", "Imhof", "Jansen", "Kolb", "Lorne",
            "Marsh", "Nolde", "Orr", "Pell", "Quast", "Reed", "Stahl", "Thorn");
    private static final List<String> HOUSES = List.of(
            "Alder", "Bramble", "Cedar", "Dorn", "Elm", "Fennel", "Gorse", "Hazel", "Ivy", "Juniper", "Kelp", "Larch",
            "Maple", "Nettle", "Oak", "Poplar", "Quince", "Rowan", "Sorrel", "Thistle", "Umber", "Vetch", "Willow",
            "Yarrow", "Zinnia");
    private static final List<String> TRADES =
            List.of("Mills", "Logistics", "Insurance", "Foods", "Energy", "Instruments", "Press", "Shipping");
    private static final List<String> CITIES = List.of("Albany", "Bristol", "Leipzig");
    private static final List<String> TERMS = List.of("net_14", "net_30", "net_45");
    private static final List<String> LINES = List.of("integration", "data", "advisory");
    private static final List<String> WORK = List.of("Rollout", "Migration", "Assessment", "Platform", "Upgrade");

    private final RandomGenerator random;
    private final int weeks;

    private FirmMaker(long seed, int weeks) {
        this.random = new SplittableRandom(seed);
        this.weeks = weeks;
    }

    static Firm make(long seed, int weeks) {
        return new FirmMaker(seed, weeks).firm();
    }

    private Firm firm() {
        var customers = new ArrayList<Customer>();
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(customer(i));
        }
        var products = new ArrayList<>(PRODUCTS);
        products.add(UNMAPPED);
        return new Firm(ENTITIES, products, consultants(), customers, deals(customers));
    }

    private List<Consultant> consultants() {
        var people = new ArrayList<Consultant>();
        for (int i = 0; i < CONSULTANTS; i++) {
            var name = new Name(FIRST.get(i % FIRST.size()), LAST.get((i * 7 + i / FIRST.size()) % LAST.size()));
            var cost = new BigDecimal(45 + random.nextInt(50)).setScale(2);
            people.add(new Consultant(
                    name,
                    ENTITIES.get(i % ENTITIES.size()),
                    i % 5 == 0 ? "Principal Consultant" : "Consultant",
                    LINES.get(random.nextInt(LINES.size())),
                    cost,
                    BEGIN.minusDays(100 + random.nextInt(2000))));
        }
        return people;
    }

    private Customer customer(int i) {
        var entity = ENTITIES.get(i % ENTITIES.size());
        // One German customer has not told its VAT number yet.
        Optional<String> tax = i == 2 ? Optional.empty() : Optional.of(taxNumber(entity, i));
        return new Customer(
                HOUSES.get(i) + " " + TRADES.get(random.nextInt(TRADES.size())),
                entity,
                (1 + random.nextInt(90)) + " Station Road",
                CITIES.get(i % CITIES.size()),
                tax,
                TERMS.get(random.nextInt(TERMS.size())),
                new Name(FIRST.get((i * 3) % FIRST.size()), LAST.get((i * 11) % LAST.size())));
    }

    static String taxNumber(Entity entity, int number) {
        return entity.code().equals("US") ? "98-1%06d".formatted(number) : entity.code() + "1%08d".formatted(number);
    }

    /** One deal per customer, spread over all weeks but the last two, so that each has time to be billed. */
    private List<Deal> deals(List<Customer> customers) {
        var deals = new ArrayList<Deal>();
        int last = Math.max(1, weeks - 2);
        for (int i = 0; i < customers.size(); i++) {
            deals.add(deal(customers.get(i), i, i * last / customers.size()));
        }
        return deals;
    }

    private Model model(int i) {
        return switch (i % 8) {
            case 3 -> Model.MILESTONE;
            case 7 -> Model.FIXED;
            // Its contract is signed a week before it is won.
            default -> i == 1 && weeks > 1 ? Model.RETAINER : Model.TIME;
        };
    }

    private Deal deal(Customer customer, int i, int week) {
        var oddity = i == 2
                ? Oddity.NO_TAX_NUMBER
                : i == 4 ? Oddity.UNMAPPED_PRODUCT : i % 6 == 5 ? Oddity.SOW_LATE : Oddity.NONE;
        var model = model(i);
        var product = oddity == Oddity.UNMAPPED_PRODUCT ? UNMAPPED : PRODUCTS.get(random.nextInt(PRODUCTS.size()));
        var hours = new BigDecimal(200 + 20 * random.nextInt(20));
        var start = BEGIN.plusWeeks(week);
        var quantity = switch (model) {
            case TIME -> hours;
            case FIXED, MILESTONE -> BigDecimal.ONE;
            case RETAINER -> RETAINER_MONTHS;
        };
        var price = switch (model) {
            case TIME -> product.rate();
            case FIXED, MILESTONE -> product.rate().multiply(hours);
            case RETAINER -> product.rate().multiply(CrmDesk.RETAINED_HOURS);
        };
        return new Deal(
                customer.title() + " " + WORK.get(random.nextInt(WORK.size())),
                customer,
                model,
                LINES.get(i % LINES.size()),
                product,
                quantity,
                price,
                week,
                start,
                start,
                start.plusWeeks(26),
                oddity);
    }
}
