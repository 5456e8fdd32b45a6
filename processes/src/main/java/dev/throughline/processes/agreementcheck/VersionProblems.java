package dev.throughline.processes.agreementcheck;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.contractterms.TermsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;

/** What is wrong with the approved versions of a contract, alone and beside each other. */
final class VersionProblems {
    private final Ref<Contract> ref;
    private final Contract contract;
    private final List<ContractVersion> versions;
    private final List<Problem> problems = new ArrayList<>();

    private VersionProblems(Ref<Contract> ref, Contract contract, List<ContractVersion> versions) {
        this.ref = ref;
        this.contract = contract;
        this.versions = versions;
    }

    /** None where versions are terms that add up: such a term may take back what another gave, and begin on its day. */
    static List<Problem> of(Ref<Contract> ref, Facts facts) {
        if (facts.policy(TermsPolicy.class).termsAddUp()) {
            return List.of();
        }
        return facts.get(ref)
                .map(contract -> new VersionProblems(ref, contract, approved(ref, facts)).all())
                .orElse(List.of());
    }

    private static List<ContractVersion> approved(Ref<Contract> ref, Facts facts) {
        return facts.find(ContractVersion.class, "ContractVersion.contract", ref.id()).stream()
                .map(Stored::body)
                .filter(version -> version.status() == ContractVersion.Status.APPROVED)
                .toList();
    }

    private List<Problem> all() {
        twice(ContractVersion::number)
                .ifPresent(number -> add(
                        "VERSION_NUMBER_TWICE",
                        "two approved versions bear number " + number,
                        "Withdraw one of the two, or give it the next number"));
        twice(ContractVersion::effectiveFrom)
                .ifPresent(day -> add(
                        "VERSION_DAY_TWICE",
                        "two approved versions take effect on %s, and work from that day on is billed by the one with the higher number"
                                .formatted(day),
                        "Mark the other as superseded, or correct its day"));
        negative()
                .ifPresent(version -> add(
                        "VERSION_AMOUNT_NEGATIVE",
                        "version %d states an amount below zero".formatted(version.number()),
                        "Correct the amount in sales"));
        versions.stream()
                .filter(VersionProblems::overbooked)
                .findFirst()
                .ifPresent(version -> add(
                        "SCHEDULE_ABOVE_VALUE",
                        "the payments of version %d come to more than its value".formatted(version.number()),
                        "Correct the payments or the value in sales"));
        return problems;
    }

    private <T extends Comparable<?>> Optional<T> twice(Function<ContractVersion, T> of) {
        Map<T, Long> counts = versions.stream().collect(Collectors.groupingBy(of, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<ContractVersion> negative() {
        return versions.stream()
                .filter(version -> Stream.of(
                                Stream.of(version.value()),
                                version.notToExceed().stream(),
                                version.schedule().stream().map(ContractVersion.Instalment::amount))
                        .flatMap(amounts -> amounts)
                        .anyMatch(Money::isNegative))
                .findFirst();
    }

    private static boolean overbooked(ContractVersion version) {
        var currency = version.value().getCurrencyUnit();
        var payments = version.schedule().stream()
                .map(ContractVersion.Instalment::amount)
                .toList();
        return payments.stream().allMatch(payment -> payment.getCurrencyUnit().equals(currency))
                && payments.stream().reduce(Money.zero(currency), Money::plus).isGreaterThan(version.value());
    }

    private void add(String code, String says, String remedy) {
        problems.add(Problem.of(
                code, Problem.Owner.SALES_OPS, ref, "Contract %s: %s".formatted(contract.number(), says), remedy));
    }
}
