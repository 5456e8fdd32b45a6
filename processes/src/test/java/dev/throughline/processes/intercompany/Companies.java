package dev.throughline.processes.intercompany;

import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.CostRate;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.intercompany.IntercompanyPolicy.Agreement;
import dev.throughline.processes.intercompany.IntercompanyPolicy.Transfer;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** A German company whose Eva works on the British company's project, beside the British Ann. */
final class Companies {
    static final Ref<LegalEntity> DE = new Ref<>("ent_de");
    static final Ref<Resource> EVA = new Ref<>("res_eva");
    static final String KEY = new Pair(DE, UK).key();
    static final LocalDate MARCH = LocalDate.of(2026, 3, 1);
    static final LocalDate APRIL = LocalDate.of(2026, 4, 1);

    private Companies() {}

    static Money eur(String amount) {
        return Money.of(CurrencyUnit.EUR, new BigDecimal(amount));
    }

    static World world(Transfer transfer) {
        return delivering(BillingModel.TIME_AND_MATERIALS)
                .with(DE, german())
                .with(EVA, person(Optional.of(DE)))
                .with(new Ref<CostRate>("crt_eva1"), cost("2026-01-01", "60.00"))
                .with(policy(transfer, 0));
    }

    static LegalEntity german() {
        return new LegalEntity("DE", "Firm GmbH", "DE", CurrencyUnit.EUR, Optional.empty(), Optional.empty(), true);
    }

    static IntercompanyPolicy policy(Transfer transfer, int postsOnDay) {
        return new IntercompanyPolicy(
                List.of(new Agreement("DE", "*", LocalDate.of(2026, 2, 1), transfer)), true, postsOnDay);
    }

    static Transfer costPlus(String percent) {
        return new Transfer.CostPlus(new BigDecimal(percent));
    }

    static CostRate cost(String from, String perHour) {
        return new CostRate(EVA, LocalDate.parse(from), eur(perHour));
    }

    static Resource person(Optional<Ref<LegalEntity>> company) {
        var like = dev.throughline.processes.testing.Firm.person("Eva Kern", "consultant");
        return new Resource(
                like.name(),
                like.kind(),
                like.status(),
                like.number(),
                like.email(),
                like.role(),
                like.department(),
                like.practice(),
                Optional.of("Berlin"),
                company,
                like.manager(),
                like.weeklyHours(),
                like.hiredOn(),
                like.leftOn(),
                like.skills());
    }

    static Ref<TimeEntry> entry(String id) {
        return new Ref<>(id);
    }

    static TimeEntry eva(String day, String hours) {
        return hours(EVA, day, hours);
    }

    static TimeEntry eva(String day, String hours, Approval approval, boolean billable) {
        return hours(EVA, day, hours, approval, billable);
    }

    static List<IntercompanyCharge> charges(World world) {
        return world.all(IntercompanyCharge.class);
    }
}
