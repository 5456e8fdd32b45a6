package dev.throughline.model.command;

import dev.throughline.model.Address;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.IntercompanyPosting;
import dev.throughline.model.Invoice;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Lifecycle;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RevenueSchedule;
import dev.throughline.model.Role;
import dev.throughline.model.ServiceItem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** One effect wanted in one other system. The simple name of the record is the command's name in mappings. */
public sealed interface Command {
    /** Which kind of system; routing picks the one. */
    Role target();

    /** The canonical object whose counterpart there is created or changed; a record created for it becomes its cross-reference. */
    Ref<?> subject();

    /** Commands of one stream reach a system in the order in which they were decided. */
    String stream();

    /** Whose books or tenancy it belongs to, for routing; empty where only one system can be meant. */
    Optional<Ref<LegalEntity>> legalEntity();

    /** The object whose counterpart there is changed in place and stands for the subject from then on; empty where the subject has its own. */
    default Optional<? extends Ref<?>> replaces() {
        return Optional.empty();
    }

    /** The customer exists there as described. */
    record EnsureCustomer(
            Role target, Ref<CustomerAccount> subject, CustomerAccount customer, Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public String stream() {
            return subject.id();
        }
    }

    /** The service item exists there as described. */
    record EnsureItem(Role target, Ref<ServiceItem> subject, ServiceItem item) implements Command {
        @Override
        public String stream() {
            return subject.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.empty();
        }
    }

    /** The project exists in delivery, built from its template with phases, milestones, budget and placeholders. */
    record CreateProject(
            Ref<Project> subject,
            Project project,
            String customerName,
            List<PlannedPhase> phases,
            List<PlannedMilestone> milestones,
            List<PlannedRole> roles)
            implements Command {
        public CreateProject {
            phases = List.copyOf(phases);
            milestones = List.copyOf(milestones);
            roles = List.copyOf(roles);
        }

        @Override
        public Role target() {
            return Role.PSA;
        }

        @Override
        public String stream() {
            return subject.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return project.legalEntity();
        }
    }

    /** @param estimate hours */
    record PlannedPhase(String name, List<String> tasks, Optional<BigDecimal> estimate) {}

    record PlannedMilestone(String name, Money amount, Optional<LocalDate> dueOn) {}

    /** @param hours planned for the seat */
    record PlannedRole(String role, Optional<BigDecimal> hours) {}

    /** Sales sees the project and customer of its deal. */
    record ReportProject(
            Ref<Opportunity> subject,
            Ref<Project> project,
            String projectStatus,
            Ref<CustomerAccount> customer,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.CRM;
        }

        @Override
        public String stream() {
            return subject.id();
        }
    }

    /** The project exists in the ERP under its customer, with its financial dimensions. */
    record EnsureErpProject(
            Ref<Project> subject,
            Project project,
            Ref<CustomerAccount> customer,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return subject.id();
        }
    }

    /** The contract's order stands in the ERP: value, billing schedule and revenue treatment of one version. */
    record ActivateContract(
            Ref<ContractVersion> subject,
            Ref<Contract> contractRef,
            Contract contract,
            ContractVersion version,
            Ref<Project> project,
            String revenueTreatment)
            implements Command {
        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return contractRef.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.of(contract.legalEntity());
        }
    }

    /**
     * The project in delivery has the budget and the dates of a contract version; what is empty stays as it is.
     *
     * @param version number of the contract version
     */
    record ChangeProject(
            Ref<Project> subject,
            String contractNumber,
            int version,
            Optional<Money> budget,
            Optional<LocalDate> startsOn,
            Optional<LocalDate> endsOn,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.PSA;
        }

        @Override
        public String stream() {
            return subject.id();
        }
    }

    /**
     * The contract's order in the ERP, made for an earlier version, has value, billing schedule and revenue treatment of this one.
     *
     * @param replaces the version that the order stood for; it stands for the subject from then on
     */
    record ChangeContract(
            Ref<ContractVersion> subject,
            Optional<Ref<ContractVersion>> replaces,
            Ref<Contract> contractRef,
            Contract contract,
            ContractVersion version,
            Ref<Project> project,
            String revenueTreatment)
            implements Command {
        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return contractRef.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.of(contract.legalEntity());
        }
    }

    /**
     * Finance expects the revenue of a contract version from the project.
     *
     * @param version   number of the contract version
     * @param total     all that the contract will bring
     * @param remaining what of it is not billed yet, at the moment of the decision
     */
    record ReviseForecast(
            Ref<Project> subject,
            String contractNumber,
            int version,
            Money total,
            Money remaining,
            Optional<LocalDate> startsOn,
            Optional<LocalDate> endsOn,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return subject.id();
        }
    }

    /**
     * Sales sees what became of an approved change of the contract.
     *
     * @param asked     number of the version that was to be carried
     * @param carried   number of the version that delivery and finance have
     * @param value     of the contract by the version carried
     * @param remaining what of it is not billed yet, at the moment of the decision
     */
    record ReportChange(
            Ref<Contract> subject,
            int asked,
            int carried,
            ChangeOutcome outcome,
            Money value,
            Money remaining,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.CRM;
        }

        @Override
        public String stream() {
            return subject.id();
        }
    }

    /** How a change order ended. */
    enum ChangeOutcome {
        CARRIED,
        UNDONE
    }

    /**
     * The project stands so in delivery or in finance.
     *
     * @param target PSA or ERP
     * @param since  first day
     */
    record SetProjectStage(
            Role target,
            Ref<Project> subject,
            Lifecycle.Stage stage,
            LocalDate since,
            String reason,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public String stream() {
            return subject.id();
        }
    }

    /**
     * The contract's order in the ERP bills nothing from a day on, or bills again.
     *
     * @param subject the version that the order stands for
     * @param since   first day
     */
    record SetOrderStage(
            Ref<ContractVersion> subject,
            Ref<Contract> contractRef,
            Contract contract,
            ContractVersion version,
            Lifecycle.Stage stage,
            LocalDate since,
            String reason)
            implements Command {
        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return contractRef.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.of(contract.legalEntity());
        }
    }

    /** The person exists in delivery, with role and skills. */
    record EnsureResource(Ref<Resource> subject, Resource resource) implements Command {
        @Override
        public Role target() {
            return Role.PSA;
        }

        @Override
        public String stream() {
            return subject.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return resource.legalEntity();
        }
    }

    /** Delivery knows what an hour of the person costs from a day on. */
    record PublishCostRate(Ref<CostRate> subject, CostRate costRate, Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.PSA;
        }

        @Override
        public String stream() {
            return costRate.resource().id();
        }
    }

    /** Delivery knows when the person is away. */
    record PublishAbsence(
            Ref<dev.throughline.model.Absence> subject,
            dev.throughline.model.Absence absence,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public Role target() {
            return Role.PSA;
        }

        @Override
        public String stream() {
            return absence.resource().id();
        }
    }

    /** An invoice stands in the ERP. */
    record PostInvoice(
            Ref<Invoice> subject,
            Ref<CustomerAccount> customer,
            Optional<Address> billTo,
            Ref<LegalEntity> entity,
            Ref<Project> project,
            Optional<Ref<Contract>> contract,
            CurrencyUnit currency,
            LocalDate invoicedOn,
            Optional<String> paymentTerms,
            String memo,
            List<InvoiceLine> lines)
            implements Command {
        public PostInvoice {
            lines = List.copyOf(lines);
        }

        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return project.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.of(entity);
        }
    }

    /**
     * A credit memo stands in the ERP.
     *
     * @param invoice  the one that it is applied to; empty where it lowers what the customer owes in all
     * @param lines    amounts above zero are what the customer need not pay
     */
    record IssueCreditMemo(
            Ref<CreditMemo> subject,
            Optional<Ref<Invoice>> invoice,
            Ref<CustomerAccount> customer,
            Ref<LegalEntity> entity,
            Ref<Project> project,
            Optional<Ref<Contract>> contract,
            CurrencyUnit currency,
            LocalDate creditedOn,
            String memo,
            List<InvoiceLine> lines)
            implements Command {
        public IssueCreditMemo {
            lines = List.copyOf(lines);
        }

        @Override
        public Role target() {
            return Role.ERP;
        }

        @Override
        public String stream() {
            return project.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.of(entity);
        }
    }

    /**
     * A line that a customer reads, and the source lines behind it.
     *
     * @param quantity hours, or 1
     * @param rate     price of one, unrounded parts never billed: {@code amount} is what counts
     * @param amount   exact to the currency's minor unit; the amounts of the sources sum to it
     */
    record InvoiceLine(
            String itemCode,
            String description,
            BigDecimal quantity,
            Money rate,
            Money amount,
            Optional<String> serviceLine,
            Optional<String> department,
            Optional<String> taxRegime,
            Optional<LocalDate> servedFrom,
            Optional<LocalDate> servedTo,
            List<BilledSource> sources) {
        public InvoiceLine {
            sources = List.copyOf(sources);
        }
    }

    /** @param ref the time entry, expense or milestone billed */
    record BilledSource(Ref<?> ref, BigDecimal quantity, Money amount) {}

    /** Sales or delivery sees where an invoice stands. @param target CRM or PSA; the subject is the deal or the project there */
    record ReportInvoice(
            Role target,
            Ref<?> subject,
            Ref<Invoice> invoice,
            String number,
            String status,
            LocalDate invoicedOn,
            Money total,
            Money outstanding,
            Money invoicedToDate,
            Money paidToDate,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public String stream() {
            return subject.id();
        }
    }

    /** Sales or delivery sees that finance stopped a customer, or let it go again. */
    record ReportCreditHold(
            Role target,
            Ref<?> subject,
            Ref<CustomerAccount> customer,
            boolean hold,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public String stream() {
            return subject.id();
        }
    }

    /**
     * What one company of the firm owes another for a month stands in the books of both.
     *
     * @param provider whose people worked
     * @param receiver whose contracts they worked for
     * @param month    its first day
     * @param total    of the lines, charges less reductions; less than zero when reductions outweigh
     */
    record PostIntercompany(
            Ref<IntercompanyPosting> subject,
            Ref<LegalEntity> provider,
            Ref<LegalEntity> receiver,
            LocalDate month,
            LocalDate postedOn,
            BigDecimal hours,
            Money total,
            String memo,
            List<IntercompanyLine> lines)
            implements Command {
        public PostIntercompany {
            lines = List.copyOf(lines);
        }

        @Override
        public Role target() {
            return Role.ERP;
        }

        /** Both directions between two companies are of one stream. */
        @Override
        public String stream() {
            return provider.id().compareTo(receiver.id()) < 0
                    ? provider.id() + "|" + receiver.id()
                    : receiver.id() + "|" + provider.id();
        }

        @Override
        public Optional<Ref<LegalEntity>> legalEntity() {
            return Optional.of(provider);
        }
    }

    /** All that is charged for one project, or taken back. @param amount above zero, whichever it is; @param hours of the same */
    record IntercompanyLine(Ref<Project> project, String description, Flow flow, BigDecimal hours, Money amount) {}

    /** Which way an intercompany line goes. */
    enum Flow {
        /** The receiver owes it to the provider. */
        CHARGE,
        /** The provider gives it back. */
        REDUCTION
    }

    /**
     * Sales or delivery sees how much of what was billed finance has recognised. All without tax.
     *
     * @param target CRM or PSA; the subject is the deal or the project there
     * @param billed recognised and deferred together
     */
    record ReportRevenue(
            Role target,
            Ref<?> subject,
            RevenueSchedule.Status status,
            Money billed,
            Money recognised,
            Money deferred,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public String stream() {
            return subject.id();
        }
    }

    /**
     * Sales or delivery sees the margin that was sold, is planned, and came true. Sums of a whole project: no rate of a person can be read from them by name.
     *
     * @param target CRM or PSA; the subject is the deal or the project there
     * @param sold   empty where it cannot be said, as {@code planned} and {@code realised}
     */
    record ReportMargin(
            Role target,
            Ref<?> subject,
            LocalDate asOf,
            Optional<MarginSums> sold,
            Optional<MarginSums> planned,
            Optional<MarginSums> realised,
            Optional<Ref<LegalEntity>> legalEntity)
            implements Command {
        @Override
        public String stream() {
            return subject.id();
        }
    }
}
