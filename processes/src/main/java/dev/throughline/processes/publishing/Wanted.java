package dev.throughline.processes.publishing;

import dev.throughline.model.command.Command;
import dev.throughline.processes.Problem;
import java.util.Optional;

/**
 * Something that another system should show.
 *
 * @param topic   what it is about and for whom, the same whenever it is told anew
 * @param shown   what people see of it; told again only when this differs
 * @param command that tells it
 * @param silent  remember it as known without telling, since the system has it already
 * @param lacking why it cannot be told yet; open until it is told
 */
public record Wanted(String topic, String shown, Command command, boolean silent, Optional<Problem> lacking) {
    /** Told whenever any part of the command differs. */
    public static Wanted of(Command command) {
        return shown(command, command.toString());
    }

    /** Told only when what is shown differs. */
    public static Wanted shown(Command command, String shown) {
        return new Wanted(topic(command), shown, command, false, Optional.empty());
    }

    /** Two commands about one matter share a topic, so that the latter replaces the former. */
    public Wanted under(String matter) {
        return new Wanted(matter, shown, command, silent, lacking);
    }

    public Wanted silently(boolean when) {
        return new Wanted(topic, shown, command, when, lacking);
    }

    public Wanted lacking(Optional<Problem> problem) {
        return new Wanted(topic, shown, command, silent, problem);
    }

    private static String topic(Command command) {
        return "%s %s %s".formatted(command.getClass().getSimpleName(), command.target(), command.subject());
    }
}
