package dev.throughline.processes.intercompany;

import dev.throughline.processes.intercompany.Book.Stage;

/** Where the charges between two companies stand. */
public sealed interface IntercompanyState {
    Book book();

    /** Charges come in; nothing is on its way to finance. */
    record Collecting(Book book) implements IntercompanyState {}

    /** A month is on its way to finance; charges still come in. */
    record Posting(Book book) implements IntercompanyState {}

    /** Finance refused a month, which waits for a retry; charges still come in. */
    record Refused(Book book) implements IntercompanyState {}

    static IntercompanyState of(Book book) {
        if (book.holds(Stage.REFUSED)) {
            return new Refused(book);
        }
        return book.holds(Stage.SENT) ? new Posting(book) : new Collecting(book);
    }
}
