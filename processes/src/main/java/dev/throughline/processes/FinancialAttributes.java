package dev.throughline.processes;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Which attributes of delivery's plans finance hears of. All others are operational: however often they are edited, no workflow of finance looks at the project, no line of the
 * ledger moves and no call goes to the ERP. Work itself (time, expenses, use) is financial as soon as it is approved, and not before.
 */
public final class FinancialAttributes {
    public static final Map<CanonicalType, Set<String>> OF = Map.of(
            CanonicalType.PROJECT,
            Set.of(
                    "status",
                    "lifecycle",
                    "contract",
                    "opportunity",
                    "customer",
                    "legalEntity",
                    "billingModel",
                    "currency",
                    "budget",
                    "startsOn",
                    "endsOn",
                    "serviceLine",
                    // Terms of a contract name the project that they hold for by one of these.
                    "name",
                    "code"),
            CanonicalType.MILESTONE,
            Set.of("project", "name", "amount", "status", "dueOn", "completedOn"),
            CanonicalType.ASSIGNMENT,
            Set.of("project", "firm"),
            CanonicalType.WBS_ELEMENT,
            Set.of(),
            CanonicalType.ROLE_PLACEHOLDER,
            Set.of());

    private FinancialAttributes() {}

    /** Whether finance hears of the change. What came or went counts, whatever its attributes. */
    public static boolean touchedBy(ObjectChanged changed) {
        var financial = OF.get(changed.type());
        return financial == null
                || changed.before().isEmpty()
                || changed.after().isEmpty()
                || !Collections.disjoint(financial, changed.changed());
    }
}
