package dev.throughline.processes.timetobilling;

/** Where the billing of a project stands. */
public sealed interface BillingState {
    Book book();

    /** Work comes in; no invoice is on its way. */
    record Collecting(Book book) implements BillingState {}

    /** Invoices are on their way to finance; work still comes in. */
    record Posting(Book book) implements BillingState {}

    /** A person stopped billing; work still comes in, and answers to what was sent are still taken. */
    record Stopped(Book book, String by, String reason) implements BillingState {}

    static BillingState of(Book book) {
        return book.inFlight().isEmpty() ? new Collecting(book) : new Posting(book);
    }

    /** The same state with another book. */
    default BillingState with(Book next) {
        return switch (this) {
            case Collecting _, Posting _ -> of(next);
            case Stopped(var _, var by, var reason) -> new Stopped(next, by, reason);
        };
    }
}
