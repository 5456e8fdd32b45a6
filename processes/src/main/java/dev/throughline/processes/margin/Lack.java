package dev.throughline.processes.margin;

import dev.throughline.model.Ref;
import java.time.LocalDate;
import org.joda.money.CurrencyUnit;

/**
 * What is missing to say a figure. Nothing is ever guessed in its place.
 *
 * @param about id of what is to be mended, or the role
 */
public record Lack(String code, String about, String says) {
    static Lack noCost(Ref<?> person, LocalDate day) {
        return new Lack(
                "COST_RATE_MISSING", person.id(), "no cost of an hour of %s is known for %s".formatted(person, day));
    }

    static Lack costDisputed(Ref<?> person, LocalDate day) {
        return new Lack(
                "COST_RATE_AMBIGUOUS",
                person.id(),
                "two costs of an hour of %s are stated for %s".formatted(person, day));
    }

    static Lack noStandardCost(String role) {
        return new Lack(
                "STANDARD_COST_MISSING",
                role,
                "policy MarginPolicy states no standard cost of role '%s'".formatted(role));
    }

    static Lack noPrice(String role, String card, LocalDate day) {
        return new Lack("RATE_MISSING", role, "%s has no price for role '%s' on %s".formatted(card, role, day));
    }

    static Lack noExchangeRate(CurrencyUnit from, CurrencyUnit to, LocalDate day) {
        return new Lack(
                "EXCHANGE_RATE_MISSING",
                from + "/" + to,
                "no rate of %s in %s, or two that differ, is known for %s".formatted(from, to, day));
    }

    static Lack noValue(Ref<?> project) {
        return new Lack(
                "VALUE_MISSING", project.id(), "neither contract nor deal of %s states a value".formatted(project));
    }

    static Lack noPlan(Ref<?> project) {
        return new Lack("PLAN_MISSING", project.id(), "%s has no seats or assignments with hours".formatted(project));
    }

    static Lack tooFewPeople(Ref<?> project, int least) {
        return new Lack(
                "TOO_FEW_PEOPLE",
                project.id(),
                "fewer than %d people are behind the cost: it would tell what a person costs".formatted(least));
    }
}
