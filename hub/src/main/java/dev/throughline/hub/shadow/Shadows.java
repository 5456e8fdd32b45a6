package dev.throughline.hub.shadow;

import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Workflows that compute everything and send nothing, beside what people do by hand meanwhile. */
public interface Shadows {
    /** How far each workflow may go, and how much it did without sending it. */
    List<Workflow> workflows(TenantId tenant);

    /** What the hub would have invoiced of a month's work, line by line beside the invoices that people made in the ERP. */
    Report compare(TenantId tenant, YearMonth period);

    /** @param mode off, shadow or live; @param shadowed commands that ended here */
    record Workflow(String workflow, String mode, long shadowed) {}

    /**
     * @param alike         lines, or sums of lines, that are the same on both sides
     * @param otherInvoices invoices of the time that people made for customers without any project here; they are not compared
     */
    record Report(
            String period,
            String mode,
            int alike,
            int otherInvoices,
            List<Total> totals,
            List<Difference> differences) {}

    /** Money of one currency. @param difference by hand less hub */
    record Total(String currency, BigDecimal hub, BigDecimal byHand, BigDecimal difference, List<KindTotal> kinds) {}

    /** @param difference by hand less hub; @param stake money of all lines that differ so */
    record KindTotal(String kind, int lines, BigDecimal difference, BigDecimal stake) {}

    /**
     * @param kind       missing, extra, customer, rate, amount, tax or date: the weightiest of what differs
     * @param also       what else differs
     * @param difference by hand less hub; zero where the money is right and something else is not
     * @param stake      money that it is about
     */
    record Difference(
            String kind,
            List<String> also,
            String customer,
            String project,
            String currency,
            BigDecimal difference,
            BigDecimal stake,
            String says,
            List<Line> hub,
            List<Line> byHand) {}

    record Line(
            String invoice,
            LocalDate day,
            String description,
            Optional<BigDecimal> quantity,
            Optional<BigDecimal> rate,
            BigDecimal amount) {}
}
