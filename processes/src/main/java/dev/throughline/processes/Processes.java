package dev.throughline.processes;

import dev.throughline.processes.quotetoproject.QuoteToProject;
import dev.throughline.processes.quotetoproject.QuoteToProjectPolicy;
import dev.throughline.processes.timetobilling.BillingPolicy;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.util.List;

/** The workflows that there are, and the policies that they go by. */
public final class Processes {
    private Processes() {}

    /** Every workflow; each concerned one decides over an event, in this order. */
    public static List<Process<?>> all() {
        return List.of(new QuoteToProject(), new TimeToBilling());
    }

    /** Every policy as it is where a workspace says nothing; the classes are those that {@link Facts#policy} is asked for. */
    public static List<Record> policies() {
        return List.of(QuoteToProjectPolicy.defaults(), BillingPolicy.defaults());
    }
}
