package dev.throughline.connector.simkit;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The invented services firm that every sandbox begins with, so that the same deal can be followed from one simulator to the next. Plain data under speaking
 * names: each simulator gives its own ids and its own fields. References between records are by {@code name}.
 */
public record SmallFirm(
        List<Entity> entities,
        List<Customer> customers,
        List<Contact> contacts,
        List<Item> items,
        List<Consultant> consultants,
        List<Opportunity> opportunities,
        List<Project> projects,
        List<TimeEntry> timeEntries,
        List<Expense> expenses,
        List<Invoice> invoices,
        List<Payment> payments) {

    /** A legal entity. @param country ISO 3166 code; @param currency ISO 4217 code */
    public record Entity(String name, String title, String country, String currency) {}

    /** @param termsDays days until an invoice is due */
    public record Customer(
            String name,
            String title,
            String entity,
            String currency,
            Optional<String> parent,
            Optional<String> taxNumber,
            int termsDays,
            Address address) {}

    /** @param region state, county or land; empty where the country has none in addresses */
    public record Address(String street, String city, String region, String postcode, String country) {}

    public record Contact(
            String name, String customer, String firstName, String lastName, String email, String phone) {}

    /** Something sold. @param rate price of one unit (an hour, or the whole) in US dollars */
    public record Item(String name, String code, String title, Sold sold, BigDecimal rate) {}

    /** How an item is billed. */
    public enum Sold {
        BY_THE_HOUR,
        FIXED_PRICE
    }

    /** @param costPerHour in the currency of the entity; @param hoursPerWeek what is agreed with them */
    public record Consultant(
            String name,
            String firstName,
            String lastName,
            String email,
            String entity,
            String jobTitle,
            List<String> skills,
            BigDecimal costPerHour,
            BigDecimal hoursPerWeek,
            LocalDate hired) {}

    /** @param closesOn the day it was or is expected to be decided */
    public record Opportunity(
            String name,
            String title,
            String customer,
            String contact,
            Stage stage,
            String currency,
            LocalDate closesOn,
            List<Line> lines) {
        public BigDecimal amount() {
            return lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** How far a deal has come. */
    public enum Stage {
        PROSPECTING,
        PROPOSAL,
        WON,
        LOST
    }

    /** Quantity times price. @param price in the currency of the document */
    public record Line(String item, BigDecimal quantity, BigDecimal price) {
        public BigDecimal amount() {
            return quantity.multiply(price);
        }
    }

    public record Project(
            String name,
            String title,
            String opportunity,
            String customer,
            String entity,
            String currency,
            String manager,
            LocalDate starts,
            LocalDate ends,
            List<Task> tasks,
            List<Milestone> milestones) {}

    public record Task(String name, String title, String item, BigDecimal plannedHours, boolean billable) {}

    /** @param amount billed when it is reached, in the currency of the project */
    public record Milestone(String name, String title, LocalDate due, BigDecimal amount, boolean reached) {}

    public record TimeEntry(
            String name,
            String consultant,
            String project,
            String task,
            LocalDate day,
            int minutes,
            boolean billable,
            boolean approved,
            String note) {}

    public record Expense(
            String name,
            String consultant,
            String project,
            LocalDate day,
            String category,
            BigDecimal amount,
            String currency,
            boolean billable,
            boolean approved,
            String note) {}

    public record Invoice(
            String name,
            String number,
            String customer,
            String entity,
            Optional<String> project,
            LocalDate day,
            LocalDate due,
            String currency,
            List<Line> lines) {
        public BigDecimal total() {
            return lines.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    public record Payment(
            String name, String customer, String invoice, LocalDate day, BigDecimal amount, String currency) {}

    /** Always the same firm. */
    public static SmallFirm firm() {
        return new SmallFirm(
                SmallFirmPeople.ENTITIES,
                SmallFirmPeople.CUSTOMERS,
                SmallFirmPeople.contacts(),
                SmallFirmWork.ITEMS,
                SmallFirmPeople.CONSULTANTS,
                SmallFirmWork.OPPORTUNITIES,
                SmallFirmWork.PROJECTS,
                SmallFirmWork.timeEntries(),
                SmallFirmWork.EXPENSES,
                SmallFirmWork.INVOICES,
                SmallFirmWork.PAYMENTS);
    }
}
