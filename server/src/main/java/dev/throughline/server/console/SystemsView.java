package dev.throughline.server.console;

import dev.throughline.hub.observe.Observer.SystemHealth;
import java.util.List;

/** The connected systems, each with what people ask first. */
public record SystemsView(List<Row> rows, boolean mayAct, String csrf) {
    /** @param color Tabler's class of the badge */
    public record Row(
            String system,
            String kind,
            String role,
            String health,
            String color,
            String says,
            boolean paused,
            String lastRead,
            String waiting,
            List<Cursor> cursors) {}

    /** How far a source was read. */
    public record Cursor(String object, String at) {}

    static SystemsView of(List<SystemHealth> systems, boolean mayAct, String csrf) {
        return new SystemsView(systems.stream().map(SystemsView::row).toList(), mayAct, csrf);
    }

    private static Row row(SystemHealth health) {
        String waiting = health.openCommands() == 0
                ? "none"
                : "%d, the oldest for %d s".formatted(health.openCommands(), health.oldestOpenSeconds());
        return new Row(
                health.system(),
                health.kind(),
                health.role(),
                health.paused() ? "paused" : health.health(),
                color(health),
                health.says(),
                health.paused(),
                health.lastRead().map(Shown::moment).orElse("never"),
                waiting,
                health.cursors().entrySet().stream()
                        .map(e -> new Cursor(e.getKey(), e.getValue()))
                        .toList());
    }

    private static String color(SystemHealth health) {
        if (health.paused()) {
            return "bg-yellow-lt";
        }
        return switch (health.health()) {
            case "healthy", "up", "ok" -> "bg-green-lt";
            case "unknown" -> "bg-secondary-lt";
            default -> "bg-red-lt";
        };
    }
}
