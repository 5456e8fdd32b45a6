package dev.throughline.server.console;

import dev.throughline.hub.exceptions.Exceptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exception desk as a page. @param next where older ones begin, null on the last page */
public record DeskView(
        List<Group> groups,
        List<Row> rows,
        @Nullable Long next,
        String code,
        String search,
        boolean mayAct,
        String csrf) {
    /** Alike ones. */
    public record Group(String code, String owner, long count, String atStake, String remedy) {}

    /** One of them, short. */
    public record Row(
            long id, String subject, String says, String code, String atStake, String seen, String assignee) {}

    static Group group(Exceptions.Group group) {
        return new Group(
                group.code(), group.owner(), group.count(), Shown.money(group.atStakeByCurrency()), group.remedy());
    }

    static Row row(Exceptions.Item item) {
        return new Row(
                item.id(),
                item.subject(),
                item.says(),
                item.code(),
                item.atStake()
                        .map(a -> Shown.money(a, item.currency().orElse("")))
                        .orElse(""),
                Shown.moment(item.lastSeenAt()),
                item.assignee().orElse(""));
    }
}
