package dev.throughline.hub.outlook;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.processes.financialfeedback.RevenueSums;
import dev.throughline.processes.forecast.Forecast;
import dev.throughline.processes.margin.ProjectMargin;
import java.util.List;
import java.util.Optional;

/** What projects bring, and what is ahead, as the hub knows it now. Nothing is stored; each call reads facts in a few statements, however many records there are. */
public interface Outlook {
    /**
     * Margins by name of the project.
     *
     * @param project only this one, whatever its status; all that run where empty
     */
    List<ProjectMargin> margins(TenantId tenant, Optional<Ref<Project>> project);

    /**
     * Has delivery and sales told the margins that are known. What they know already is not told again.
     *
     * @return how many projects have anything to tell
     */
    int report(TenantId tenant, Optional<Ref<Project>> project, String by, String correlationId);

    /** What finance has recognised and defers, by project; projects that nothing is known of are left out. */
    List<Earned> revenue(TenantId tenant, Optional<Ref<Project>> project);

    /** @param months from 1 to 60, this one first */
    Forecast forecast(TenantId tenant, int months);

    /** @param sums one for each currency */
    record Earned(Ref<Project> project, String name, List<RevenueSums> sums) {
        public Earned {
            sums = List.copyOf(sums);
        }
    }
}
