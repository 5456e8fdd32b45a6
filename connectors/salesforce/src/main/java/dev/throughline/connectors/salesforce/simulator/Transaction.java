package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What one request does: taken back as a whole or up to a savepoint, and told to the event bus only when it is committed. */
final class Transaction {
    /** @param before the row as it was, for taking back */
    record Touch(Row row, String type, Set<String> changed) {}

    private final Session session;
    private final List<Touch> touches = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final Deque<Integer> touchCounts = new ArrayDeque<>();

    Transaction(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    void touched(Row row, String type, Set<String> changed, Runnable takeBack) {
        touches.add(new Touch(row, type, Set.copyOf(changed)));
        undo.push(takeBack);
        touchCounts.push(touches.size());
    }

    /** A silent change that follows from another, such as an opportunity's amount; no event of its own beyond the touch given. */
    void onRollback(Runnable takeBack) {
        undo.push(takeBack);
        touchCounts.push(touches.size());
    }

    int savepoint() {
        return undo.size();
    }

    void rollbackTo(int savepoint) {
        while (undo.size() > savepoint) {
            undo.pop().run();
            touchCounts.pop();
        }
        int keep = touchCounts.isEmpty() ? 0 : touchCounts.peek();
        while (touches.size() > keep) {
            touches.removeLast();
        }
    }

    List<Touch> touches() {
        return List.copyOf(touches);
    }
}
