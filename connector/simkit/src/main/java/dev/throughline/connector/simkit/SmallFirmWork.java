package dev.throughline.connector.simkit;

import dev.throughline.connector.simkit.SmallFirm.Expense;
import dev.throughline.connector.simkit.SmallFirm.Invoice;
import dev.throughline.connector.simkit.SmallFirm.Item;
import dev.throughline.connector.simkit.SmallFirm.Line;
import dev.throughline.connector.simkit.SmallFirm.Milestone;
import dev.throughline.connector.simkit.SmallFirm.Opportunity;
import dev.throughline.connector.simkit.SmallFirm.Payment;
import dev.throughline.connector.simkit.SmallFirm.Project;
import dev.throughline.connector.simkit.SmallFirm.Sold;
import dev.throughline.connector.simkit.SmallFirm.Stage;
import dev.throughline.connector.simkit.SmallFirm.Task;
import dev.throughline.connector.simkit.SmallFirm.TimeEntry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the {@link SmallFirm} sells, delivers and bills. */
final class SmallFirmWork {
    static final List<Item> ITEMS = List.of(
            new Item("item-architecture", "ARCH", "Architecture", Sold.BY_THE_HOUR, new BigDecimal("240.00")),
            new Item("item-integration", "INTG", "Integration work", Sold.BY_THE_HOUR, new BigDecimal("195.00")),
            new Item("item-data", "DATA", "Data migration", Sold.BY_THE_HOUR, new BigDecimal("180.00")),
            new Item("item-management", "MGMT", "Project management", Sold.BY_THE_HOUR, new BigDecimal("210.00")),
            new Item("item-rollout", "ROLL", "Rollout, fixed price", Sold.FIXED_PRICE, new BigDecimal("48000.00")),
            new Item("item-support", "SUPP", "Support retainer", Sold.FIXED_PRICE, new BigDecimal("4500.00")));

    static final List<Opportunity> OPPORTUNITIES = List.of(
            deal(
                    "deal-harrow-erp",
                    "Harrowgate ERP integration",
                    "harrow",
                    Stage.WON,
                    "USD",
                    "2026-01-16",
                    line("item-architecture", "60", "240.00"),
                    line("item-integration", "320", "195.00")),
            deal(
                    "deal-lindenau-rollout",
                    "Lindenau Werkzeugbau rollout",
                    "lindenau",
                    Stage.WON,
                    "EUR",
                    "2026-01-28",
                    line("item-rollout", "1", "46500.00")),
            deal(
                    "deal-tidewick-data",
                    "Tidewick claims data migration",
                    "tidewick",
                    Stage.PROPOSAL,
                    "GBP",
                    "2026-04-30",
                    line("item-data", "210", "150.00"),
                    line("item-management", "40", "172.50")),
            deal(
                    "deal-pinemoor-support",
                    "Pinemoor support year",
                    "pinemoor",
                    Stage.PROSPECTING,
                    "USD",
                    "2026-06-30",
                    line("item-support", "12", "4500.00")),
            deal(
                    "deal-rosenfeld-check",
                    "Rosenfeld health check",
                    "rosenfeld",
                    Stage.LOST,
                    "EUR",
                    "2026-02-11",
                    line("item-architecture", "24", "220.00")));

    static final List<Project> PROJECTS = List.of(
            new Project(
                    "project-harrow-erp",
                    "Harrowgate ERP integration",
                    "deal-harrow-erp",
                    "customer-harrow",
                    "entity-us",
                    "USD",
                    "consultant-amara",
                    LocalDate.parse("2026-02-02"),
                    LocalDate.parse("2026-06-26"),
                    List.of(
                            new Task("task-harrow-design", "Design", "item-architecture", new BigDecimal("60"), true),
                            new Task("task-harrow-build", "Build", "item-integration", new BigDecimal("320"), true),
                            new Task(
                                    "task-harrow-internal",
                                    "Internal reviews",
                                    "item-management",
                                    new BigDecimal("16"),
                                    false)),
                    List.of()),
            new Project(
                    "project-lindenau-rollout",
                    "Lindenau Werkzeugbau rollout",
                    "deal-lindenau-rollout",
                    "customer-lindenau",
                    "entity-de",
                    "EUR",
                    "consultant-frieda",
                    LocalDate.parse("2026-02-09"),
                    LocalDate.parse("2026-05-29"),
                    List.of(
                            new Task("task-lindenau-plan", "Plan", "item-rollout", new BigDecimal("80"), true),
                            new Task("task-lindenau-golive", "Go live", "item-rollout", new BigDecimal("120"), true)),
                    List.of(
                            new Milestone(
                                    "milestone-lindenau-plan",
                                    "Plan accepted",
                                    LocalDate.parse("2026-03-13"),
                                    new BigDecimal("15500.00"),
                                    true),
                            new Milestone(
                                    "milestone-lindenau-golive",
                                    "Live",
                                    LocalDate.parse("2026-05-15"),
                                    new BigDecimal("31000.00"),
                                    false))));

    static final List<Expense> EXPENSES = List.of(
            new Expense(
                    "expense-harrow-train",
                    "consultant-ben",
                    "project-harrow-erp",
                    LocalDate.parse("2026-02-10"),
                    "Travel",
                    new BigDecimal("184.60"),
                    "USD",
                    true,
                    true,
                    "Train to Albany"),
            new Expense(
                    "expense-harrow-hotel",
                    "consultant-ben",
                    "project-harrow-erp",
                    LocalDate.parse("2026-02-11"),
                    "Lodging",
                    new BigDecimal("412.00"),
                    "USD",
                    true,
                    true,
                    "Two nights"),
            new Expense(
                    "expense-lindenau-lunch",
                    "consultant-gustav",
                    "project-lindenau-rollout",
                    LocalDate.parse("2026-02-19"),
                    "Meals",
                    new BigDecimal("37.45"),
                    "EUR",
                    false,
                    false,
                    "Lunch with the works council"));

    static final List<Invoice> INVOICES = List.of(
            new Invoice(
                    "invoice-harrow-february",
                    "INV-1001",
                    "customer-harrow",
                    "entity-us",
                    Optional.of("project-harrow-erp"),
                    LocalDate.parse("2026-02-28"),
                    LocalDate.parse("2026-03-30"),
                    "USD",
                    List.of(line("item-architecture", "22.5", "240.00"), line("item-integration", "41", "195.00"))),
            new Invoice(
                    "invoice-lindenau-plan",
                    "INV-3001",
                    "customer-lindenau",
                    "entity-de",
                    Optional.of("project-lindenau-rollout"),
                    LocalDate.parse("2026-03-16"),
                    LocalDate.parse("2026-03-30"),
                    "EUR",
                    List.of(line("item-rollout", "1", "15500.00"))),
            new Invoice(
                    "invoice-tidewick-support",
                    "INV-2001",
                    "customer-tidewick",
                    "entity-uk",
                    Optional.empty(),
                    LocalDate.parse("2026-03-02"),
                    LocalDate.parse("2026-04-01"),
                    "GBP",
                    List.of(line("item-support", "1", "3600.00"))));

    static final List<Payment> PAYMENTS = List.of(new Payment(
            "payment-harrow-february",
            "customer-harrow",
            "invoice-harrow-february",
            LocalDate.parse("2026-03-24"),
            new BigDecimal("13395.00"),
            "USD"));

    private SmallFirmWork() {}

    /** One working week of four consultants; odd minutes on purpose, the last day still awaits approval. */
    static List<TimeEntry> timeEntries() {
        List<TimeEntry> entries = new ArrayList<>();
        LocalDate monday = LocalDate.parse("2026-02-16");
        int[] minutes = {480, 450, 465, 510, 375};
        for (int day = 0; day < minutes.length; day++) {
            boolean approved = day < minutes.length - 1;
            LocalDate on = monday.plusDays(day);
            entries.add(time("amara", "harrow-erp", "task-harrow-design", on, minutes[day], true, approved));
            entries.add(time("ben", "harrow-erp", "task-harrow-build", on, minutes[day] + 15, true, approved));
            entries.add(
                    time("frieda", "lindenau-rollout", "task-lindenau-plan", on, minutes[day] - 30, true, approved));
            entries.add(time("chloe", "harrow-erp", "task-harrow-internal", on, 60, false, approved));
        }
        return List.copyOf(entries);
    }

    private static TimeEntry time(
            String consultant,
            String project,
            String task,
            LocalDate day,
            int minutes,
            boolean billable,
            boolean approved) {
        return new TimeEntry(
                "time-%s-%s".formatted(consultant, day),
                "consultant-" + consultant,
                "project-" + project,
                task,
                day,
                minutes,
                billable,
                approved,
                "Work on " + task.substring("task-".length()));
    }

    private static Opportunity deal(
            String name, String title, String customer, Stage stage, String currency, String closesOn, Line... lines) {
        return new Opportunity(
                name,
                title,
                "customer-" + customer,
                "contact-" + customer + "-signs",
                stage,
                currency,
                LocalDate.parse(closesOn),
                List.of(lines));
    }

    private static Line line(String item, String quantity, String price) {
        return new Line(item, new BigDecimal(quantity), new BigDecimal(price));
    }
}
