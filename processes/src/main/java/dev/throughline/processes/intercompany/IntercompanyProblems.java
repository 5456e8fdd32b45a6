package dev.throughline.processes.intercompany;

import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.PEOPLE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.processes.Problem;
import java.time.LocalDate;
import org.joda.money.Money;

/** Why hours are not charged between companies, in words. One problem for each cause: the hours behind it go on by themselves when it is mended. */
final class IntercompanyProblems {
    private IntercompanyProblems() {}

    static Problem personWithoutCompany(Ref<Resource> person) {
        return Problem.of(
                "PERSON_WITHOUT_COMPANY",
                PEOPLE_OPS,
                person,
                "It is not known which company of the firm %s works for, so nobody can say whether hours are to be charged between companies"
                        .formatted(person),
                "State the person's legal entity in the people system");
    }

    static Problem projectWithoutCompany(Ref<Project> project) {
        return Problem.of(
                "PROJECT_WITHOUT_COMPANY",
                SALES_OPS,
                project,
                "It is not known which company of the firm has the contract of project %s, so nobody can say whether hours are to be charged between companies"
                        .formatted(project),
                "Link the project to its contract, or state its legal entity");
    }

    static Problem noAgreement(Ref<LegalEntity> about, LegalEntity provider, LegalEntity receiver) {
        return Problem.of(
                "TRANSFER_PRICE_MISSING",
                FINANCE_OPS,
                about,
                "People of %s work for contracts of %s, but no transfer price is agreed between the two"
                        .formatted(provider.code(), receiver.code()),
                "Add the agreement to policy IntercompanyPolicy, then retry");
    }

    static Problem companyUnknown(Ref<LegalEntity> about) {
        return Problem.of(
                "COMPANY_UNKNOWN",
                FINANCE_OPS,
                about,
                "Hours are to be charged with company %s, which finance has not told of yet".formatted(about),
                "Have the company come in from finance; the hours go on by themselves");
    }

    static Problem noCost(Ref<Resource> person, LocalDate day) {
        return Problem.of(
                "COST_RATE_MISSING",
                PEOPLE_OPS,
                person,
                "Hours of %s cannot be charged between companies: no cost of an hour is known for %s"
                        .formatted(person, day),
                "State the cost rate with its first day in the people system");
    }

    static Problem costDisputed(Ref<Resource> person, LocalDate day) {
        return Problem.of(
                "COST_RATE_AMBIGUOUS",
                PEOPLE_OPS,
                person,
                "Hours of %s cannot be charged between companies: two costs of an hour are stated for %s"
                        .formatted(person, day),
                "Take back one of the two cost rates in the people system");
    }

    static Problem noPrice(Ref<?> about, String card, String role, LocalDate day) {
        return Problem.of(
                "TRANSFER_RATE_MISSING",
                FINANCE_OPS,
                about,
                "Hours cannot be charged between companies: %s has no rate for role '%s' on %s"
                        .formatted(card, role, day),
                "Add the rate to the card, or correct the role of the person or of the entry, then retry");
    }

    static Problem priceDisputed(Ref<RateCard> card, String code, String role, LocalDate day) {
        return Problem.of(
                "RATE_AMBIGUOUS",
                FINANCE_OPS,
                card,
                "Rate card %s has two rates of equal right for role '%s' on %s".formatted(code, role, day),
                "End one of the two rates, or state more of its conditions");
    }

    static Problem refused(String code, Ref<?> posting, String month, String system, String says, Money amount) {
        return Problem.of(
                        code,
                        FINANCE_OPS,
                        posting,
                        "%s refused the intercompany posting of %s for %s: %s".formatted(system, amount, month, says),
                        "Mend what it names, then retry; what changes meanwhile goes into the next month")
                .atStake(amount);
    }
}
