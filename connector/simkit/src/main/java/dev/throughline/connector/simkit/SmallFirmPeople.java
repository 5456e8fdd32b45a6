package dev.throughline.connector.simkit;

import dev.throughline.connector.simkit.SmallFirm.Address;
import dev.throughline.connector.simkit.SmallFirm.Consultant;
import dev.throughline.connector.simkit.SmallFirm.Contact;
import dev.throughline.connector.simkit.SmallFirm.Customer;
import dev.throughline.connector.simkit.SmallFirm.Entity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Entities, customers, contacts and consultants of the {@link SmallFirm}. */
final class SmallFirmPeople {
    static final List<Entity> ENTITIES = List.of(
            new Entity("entity-us", "Fernhill Consulting Inc.", "US", "USD"),
            new Entity("entity-uk", "Fernhill Consulting Ltd", "GB", "GBP"),
            new Entity("entity-de", "Fernhill Beratung GmbH", "DE", "EUR"));

    static final List<Customer> CUSTOMERS = List.of(
            customer(
                    "customer-harrow",
                    "Harrowgate Mills",
                    "entity-us",
                    "USD",
                    null,
                    "98-1000001",
                    30,
                    new Address("14 Canal Street", "Albany", "NY", "12207", "US")),
            customer(
                    "customer-harrow-west",
                    "Harrowgate Mills West",
                    "entity-us",
                    "USD",
                    "customer-harrow",
                    "98-1000002",
                    30,
                    new Address("200 Orchard Road", "Fresno", "CA", "93721", "US")),
            customer(
                    "customer-pinemoor",
                    "Pinemoor Logistics",
                    "entity-us",
                    "USD",
                    null,
                    null,
                    45,
                    new Address("5 Depot Lane", "Columbus", "OH", "43215", "US")),
            customer(
                    "customer-tidewick",
                    "Tidewick Insurance plc",
                    "entity-uk",
                    "GBP",
                    null,
                    "GB100000001",
                    30,
                    new Address("3 Harbour Row", "Bristol", "", "BS1 4QA", "GB")),
            customer(
                    "customer-lindenau",
                    "Lindenau Werkzeugbau GmbH",
                    "entity-de",
                    "EUR",
                    null,
                    "DE100000001",
                    14,
                    new Address("Am Mühlgraben 7", "Leipzig", "", "04177", "DE")),
            customer(
                    "customer-rosenfeld",
                    "Rosenfeld & Söhne KG",
                    "entity-de",
                    "EUR",
                    null,
                    "DE100000002",
                    30,
                    new Address("Obere Gasse 21", "Würzburg", "", "97070", "DE")));

    static final List<Consultant> CONSULTANTS = List.of(
            consultant(
                    "consultant-amara",
                    "Amara",
                    "Okonjo",
                    "entity-us",
                    "Principal Consultant",
                    "95.00",
                    "40",
                    "2019-03-04",
                    "architecture",
                    "integration"),
            consultant(
                    "consultant-ben",
                    "Ben",
                    "Castellan",
                    "entity-us",
                    "Senior Consultant",
                    "78.50",
                    "40",
                    "2020-06-15",
                    "integration",
                    "java"),
            consultant(
                    "consultant-chloe",
                    "Chloe",
                    "Winterbourne",
                    "entity-us",
                    "Consultant",
                    "61.25",
                    "32",
                    "2023-01-09",
                    "data"),
            consultant(
                    "consultant-dev",
                    "Dev",
                    "Rathore",
                    "entity-uk",
                    "Senior Consultant",
                    "58.00",
                    "37.5",
                    "2021-09-01",
                    "integration",
                    "testing"),
            consultant(
                    "consultant-elspeth",
                    "Elspeth",
                    "McCrae",
                    "entity-uk",
                    "Project Manager",
                    "64.00",
                    "37.5",
                    "2018-11-19",
                    "project management"),
            consultant(
                    "consultant-frieda",
                    "Frieda",
                    "Althoff",
                    "entity-de",
                    "Principal Consultant",
                    "82.00",
                    "38.5",
                    "2017-02-01",
                    "finance",
                    "architecture"),
            consultant(
                    "consultant-gustav",
                    "Gustav",
                    "Brühl",
                    "entity-de",
                    "Consultant",
                    "52.75",
                    "38.5",
                    "2024-04-02",
                    "finance",
                    "data"),
            consultant(
                    "consultant-hana",
                    "Hana",
                    "Novotná",
                    "entity-de",
                    "Consultant",
                    "49.90",
                    "20",
                    "2022-08-22",
                    "testing"));

    private SmallFirmPeople() {}

    /** Two of each customer: the one who signs and the one who pays. */
    static List<Contact> contacts() {
        String[][] names = {
            {"Ines", "Marlowe", "Tobias", "Quill"},
            {"Rafael", "Dunmore", "Sunniva", "Beck"},
            {"Odette", "Farrow", "Kwame", "Ashdown"},
            {"Rosalind", "Pryce", "Imran", "Sadler"},
            {"Katrin", "Vollmer", "Jürgen", "Strauß"},
            {"Matthias", "Rosenfeld", "Liesel", "Hartung"}
        };
        return java.util.stream.IntStream.range(0, CUSTOMERS.size())
                .boxed()
                .flatMap(i -> Stream.of(
                        contact(i, "signs", names[i][0], names[i][1]), contact(i, "pays", names[i][2], names[i][3])))
                .toList();
    }

    private static Contact contact(int customer, String role, String first, String last) {
        String name = CUSTOMERS.get(customer).name();
        String mail = "%s@%s.example".formatted(role, name.substring("customer-".length()));
        return new Contact(
                "contact-" + name.substring("customer-".length()) + "-" + role,
                name,
                first,
                last,
                mail,
                "+1 555 01%02d".formatted(customer * 2 + (role.equals("signs") ? 0 : 1)));
    }

    private static Customer customer(
            String name,
            String title,
            String entity,
            String currency,
            @org.jspecify.annotations.Nullable String parent,
            @org.jspecify.annotations.Nullable String taxNumber,
            int termsDays,
            Address address) {
        return new Customer(
                name,
                title,
                entity,
                currency,
                Optional.ofNullable(parent),
                Optional.ofNullable(taxNumber),
                termsDays,
                address);
    }

    private static Consultant consultant(
            String name,
            String first,
            String last,
            String entity,
            String jobTitle,
            String cost,
            String hours,
            String hired,
            String... skills) {
        String mail = name.substring("consultant-".length()) + "@fernhill.example";
        return new Consultant(
                name,
                first,
                last,
                mail,
                entity,
                jobTitle,
                List.of(skills),
                new BigDecimal(cost),
                new BigDecimal(hours),
                LocalDate.parse(hired));
    }
}
