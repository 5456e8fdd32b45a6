package dev.throughline.connector.simkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SmallFirmTest {
    private final SmallFirm firm = SmallFirm.firm();

    @Test
    void every_reference_leads_to_a_record() {
        List<String> customers =
                firm.customers().stream().map(SmallFirm.Customer::name).toList();
        List<String> items = firm.items().stream().map(SmallFirm.Item::name).toList();
        List<String> entities =
                firm.entities().stream().map(SmallFirm.Entity::name).toList();
        List<String> tasks = firm.projects().stream()
                .flatMap(p -> p.tasks().stream())
                .map(SmallFirm.Task::name)
                .toList();

        assertThat(customers)
                .containsAll(firm.customers().stream()
                        .flatMap(c -> c.parent().stream())
                        .toList());
        assertThat(entities)
                .containsAll(firm.customers().stream()
                        .map(SmallFirm.Customer::entity)
                        .toList());
        assertThat(entities)
                .containsAll(firm.consultants().stream()
                        .map(SmallFirm.Consultant::entity)
                        .toList());
        assertThat(customers)
                .containsAll(firm.opportunities().stream()
                        .map(SmallFirm.Opportunity::customer)
                        .toList());
        assertThat(firm.contacts().stream().map(SmallFirm.Contact::name))
                .containsAll(firm.opportunities().stream()
                        .map(SmallFirm.Opportunity::contact)
                        .toList());
        assertThat(items)
                .containsAll(Stream.concat(
                                firm.opportunities().stream().flatMap(o -> o.lines().stream()),
                                firm.invoices().stream().flatMap(i -> i.lines().stream()))
                        .map(SmallFirm.Line::item)
                        .toList());
        assertThat(tasks)
                .containsAll(firm.timeEntries().stream()
                        .map(SmallFirm.TimeEntry::task)
                        .toList());
    }

    @Test
    void names_are_unique() {
        assertThat(Stream.of(
                                firm.customers().stream().map(SmallFirm.Customer::name),
                                firm.contacts().stream().map(SmallFirm.Contact::name),
                                firm.consultants().stream().map(SmallFirm.Consultant::name),
                                firm.timeEntries().stream().map(SmallFirm.TimeEntry::name))
                        .flatMap(s -> s))
                .doesNotHaveDuplicates();
    }

    @Test
    void the_payment_settles_its_invoice_to_the_cent() {
        SmallFirm.Payment payment = firm.payments().getFirst();
        SmallFirm.Invoice invoice = firm.invoices().stream()
                .filter(i -> i.name().equals(payment.invoice()))
                .findFirst()
                .orElseThrow();

        assertThat(payment.amount()).isEqualByComparingTo(invoice.total());
        assertThat(payment.currency()).isEqualTo(invoice.currency());
    }

    @Test
    void the_firm_has_the_promised_size() {
        assertThat(firm.entities()).hasSize(3);
        assertThat(firm.customers())
                .hasSize(6)
                .filteredOn(c -> c.parent().isPresent())
                .hasSize(1);
        assertThat(firm.contacts()).hasSize(12);
        assertThat(firm.items()).hasSize(6);
        assertThat(firm.consultants()).hasSize(8);
        assertThat(firm.opportunities())
                .hasSize(5)
                .filteredOn(o -> o.stage() == SmallFirm.Stage.WON)
                .hasSize(2);
        assertThat(firm.invoices()).hasSize(3);
    }
}
