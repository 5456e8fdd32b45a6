package dev.throughline.server.console;

import dev.throughline.hub.exceptions.Exceptions;

/** One exception with what can be done about it. @param notice what became of the last action, or empty */
public record ExceptionView(
        DeskView.Row row,
        String owner,
        String remedy,
        String state,
        int times,
        long version,
        String closed,
        String notice,
        boolean mayAct,
        String csrf) {
    public boolean open() {
        return state.equals("open");
    }

    static ExceptionView of(Exceptions.Item item, String notice, boolean mayAct, String csrf) {
        String closed = item.closedBy()
                .map(by -> "Closed by %s: %s".formatted(by, item.closedWhy().orElse("")))
                .orElse("");
        return new ExceptionView(
                DeskView.row(item),
                item.owner(),
                item.remedy(),
                item.state(),
                item.times(),
                item.version(),
                closed,
                notice,
                mayAct,
                csrf);
    }
}
