package dev.throughline.processes.masterdata;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;

import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.EnsureCustomer;
import dev.throughline.processes.masterdata.MasterDataPolicy.Spread;
import dev.throughline.processes.publishing.Published;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MasterDataTest {
    private static Scenario<Published> alder(World world) {
        return given(new MasterData(), ALDER.id(), world);
    }

    @Test
    void a_customer_that_finance_has_is_kept_alike_there() {
        alder(sold().existing(Role.ERP, ALDER))
                .whenStored(ALDER, customer(Optional.of("GB111"), false))
                .thenSends("tell-1")
                .whenStored(ALDER, customer(Optional.of("GB111"), false))
                .thenSends();
    }

    @Test
    void a_customer_that_finance_does_not_have_stays_with_sales() {
        alder(sold()).whenStored(ALDER, customer(Optional.of("GB111"), false)).thenSends();
    }

    @Test
    void a_first_load_writes_nothing_back() {
        alder(sold().without(ALDER).existing(Role.ERP, ALDER))
                .whenStored(ALDER, customer(false))
                .thenSends()
                .whenStored(ALDER, customer(Optional.of("GB111"), false))
                .thenSends("tell-1");
    }

    @Test
    void a_hold_that_finance_set_does_not_come_round_to_it() {
        alder(sold().without(ALDER).existing(Role.ERP, ALDER))
                .whenStored(ALDER, customer(false))
                .whenStored(ALDER, customer(true))
                .thenSends();
    }

    @Test
    void items_go_where_policy_says() {
        var policy = new MasterDataPolicy(Spread.NEVER, Spread.NEVER, Spread.ALWAYS, Spread.IF_THERE);
        given(new MasterData(), ADVICE.id(), sold().with(policy))
                .whenStored(ADVICE, item(true))
                .thenSends("tell-1");
    }

    @Test
    void a_subsidiary_follows_its_parent() {
        var parent = new Ref<CustomerAccount>("cus_parent");
        var policy = new MasterDataPolicy(Spread.ALWAYS, Spread.NEVER, Spread.NEVER, Spread.NEVER);
        var world = sold().with(policy).with(parent, customer(false));
        var run = alder(world)
                .whenStored(ALDER, subsidiaryOf(parent))
                .thenSends()
                .thenOpenProblems(MasterData.PARENT_MISSING);
        world.existing(Role.ERP, parent);
        run.when(Events.done(
                        MasterData.TYPE,
                        parent.id(),
                        new EnsureCustomer(Role.ERP, parent, customer(false), Optional.empty())))
                .thenSends("tell-1")
                .thenOpenProblems();
    }

    private static CustomerAccount subsidiaryOf(Ref<CustomerAccount> parent) {
        var alone = customer(false);
        return new CustomerAccount(
                alone.name(),
                alone.status(),
                alone.number(),
                Optional.of(parent),
                alone.legalEntity(),
                alone.country(),
                alone.currency(),
                alone.taxRegistration(),
                alone.paymentTerms(),
                alone.address(),
                alone.email(),
                alone.creditHold());
    }
}
