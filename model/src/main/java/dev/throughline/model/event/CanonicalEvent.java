package dev.throughline.model.event;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.command.Command;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Something that happened and that workflows may care about. */
public sealed interface CanonicalEvent {
    Header header();

    /**
     * @param id            position-derived and stable over replays
     * @param at            when the hub learned it: the only clock that a process sees
     * @param correlationId follows one deal over all systems
     */
    record Header(String id, Instant at, String correlationId) {}

    /**
     * A canonical object came to be, changed or went.
     *
     * @param before  empty when it is new
     * @param after   empty when it was deleted
     * @param changed names of the attributes whose values differ
     */
    record ObjectChanged(
            Header header,
            CanonicalType type,
            Ref<?> ref,
            Optional<CanonicalObject> before,
            Optional<CanonicalObject> after,
            Set<String> changed,
            SystemId source)
            implements CanonicalEvent {
        public ObjectChanged {
            changed = Set.copyOf(changed);
        }
    }

    /**
     * A command came to its end at the other system.
     *
     * @param processType the workflow that sent it, which alone hears of it
     * @param processKey  the instance that sent it
     * @param step        the name under which it was sent, so that a late answer to an earlier attempt is told from the one awaited
     */
    record CommandSettled(
            Header header,
            IdempotencyKey key,
            String processType,
            String processKey,
            String step,
            Command command,
            Outcome outcome)
            implements CanonicalEvent {}

    /** A moment that a process asked to be woken at has come. */
    record TimerFired(Header header, String processType, String processKey, String timer) implements CanonicalEvent {}

    /** Somebody asked for something through the API, the console or the command line. */
    record Asked(Header header, Request request, String by) implements CanonicalEvent {}

    /** How a command ended. */
    sealed interface Outcome {
        /**
         * @param externalId the record's id at the system
         * @param reference  what people call it there, such as an invoice number; empty where there is none
         */
        record Done(SystemId system, String externalId, Optional<String> reference) implements Outcome {}

        /** The system said no for a reason of business, or the hub could not even address it. */
        record Refused(SystemId system, String code, String says, java.util.List<LineError> lines) implements Outcome {}

        /** A person decided that this will not be done. */
        record Abandoned(String by, String reason) implements Outcome {}
    }

    /** @param line index of the invoice line that was refused, from 0; -1 when it is not about a line */
    record LineError(int line, String code, String says) {}

    /** What people and programs may ask of processes. A process takes what is asked of it by the group, and passes the rest over. */
    sealed interface Request {
        /** Id of what it is asked about: of an object, or of an instance. */
        String about();

        /** Asked of one instance, whichever workflow it is of. */
        sealed interface OfInstance extends Request {
            String processType();

            String processKey();

            default boolean isOf(String type) {
                return type.equals(processType());
            }

            @Override
            default String about() {
                return processKey();
            }
        }

        /** Asked of the lifecycle of one project. */
        sealed interface OfLifecycle extends Request {
            Ref<dev.throughline.model.Project> project();

            @Override
            default String about() {
                return project().id();
            }
        }

        /** Asked of the billing of projects. */
        sealed interface OfBilling extends Request {}

        /** Asked of the billing of one project. */
        sealed interface OfProjectBilling extends OfBilling {
            Ref<dev.throughline.model.Project> project();

            @Override
            default String about() {
                return project().id();
            }
        }

        /** Asked of the billing of those projects whose work is on an invoice. */
        sealed interface OfInvoiceBilling extends OfBilling {
            Ref<dev.throughline.model.Invoice> invoice();

            @Override
            default String about() {
                return invoice().id();
            }
        }

        /** Start or take up again the project of a won deal. */
        record CreateProjectFromWonOpportunity(Ref<dev.throughline.model.Opportunity> opportunity) implements Request {
            @Override
            public String about() {
                return opportunity.id();
            }
        }

        /** Bill what is ready on a project, up to and including a day. */
        record PublishApprovedTimeForBilling(Ref<dev.throughline.model.Project> project, java.time.LocalDate through)
                implements OfProjectBilling {}

        record ActivateContract(Ref<dev.throughline.model.Contract> contract) implements Request {
            @Override
            public String about() {
                return contract.id();
            }
        }

        /**
         * Finance decides what becomes of work that was changed, or priced anew, after it was billed.
         *
         * @param source one piece of work, all that waits on the project when empty
         * @param adjust whether the difference is billed; otherwise what was billed is kept
         */
        record DecideCorrections(
                Ref<dev.throughline.model.Project> project, Optional<Ref<?>> source, boolean adjust, String reason)
                implements OfProjectBilling {}

        /** Take an invoice back by a credit memo. @param rebill whether its work is to be billed again */
        record CreditInvoice(Ref<dev.throughline.model.Invoice> invoice, boolean rebill, String reason)
                implements OfInvoiceBilling {}

        /** Bill work again that a credit took off this invoice. */
        record BillAgain(Ref<dev.throughline.model.Invoice> invoice, String reason) implements OfInvoiceBilling {}

        /** Ask that open work be written off. @param source one piece of work, all that is open on the project when empty */
        record WriteOff(Ref<dev.throughline.model.Project> project, Optional<Ref<?>> source, String reason)
                implements OfProjectBilling {}

        /** A second person's word on what somebody asked to write off. @param number of the proposal */
        record DecideWriteOff(Ref<dev.throughline.model.Project> project, int number, boolean approve)
                implements OfProjectBilling {}

        /** What was written off is open again. @param source one piece of work, all that was written off on the project when empty */
        record TakeBackWriteOff(Ref<dev.throughline.model.Project> project, Optional<Ref<?>> source, String reason)
                implements OfProjectBilling {}

        /** Hold, release, cancel, close or reopen a project. @param reason in the words of who asks */
        record MoveProject(
                Ref<dev.throughline.model.Project> project, dev.throughline.model.ProjectMove move, String reason)
                implements OfLifecycle {}

        /** Tell delivery and sales again where an invoice stands. */
        record SyncInvoiceStatus(Ref<dev.throughline.model.Invoice> invoice) implements Request {
            @Override
            public String about() {
                return invoice.id();
            }
        }

        /** Post what one company of the firm owes another for work up to and including a month. @param month its first day */
        record PostIntercompany(
                Ref<dev.throughline.model.LegalEntity> provider,
                Ref<dev.throughline.model.LegalEntity> receiver,
                java.time.LocalDate month)
                implements Request {
            @Override
            public String about() {
                return provider.id() + ">" + receiver.id();
            }
        }

        /**
         * Tell delivery and sales the margin of a project, as it was computed on a day.
         *
         * @param sold    empty where it cannot be said, as {@code planned} and {@code realised}
         */
        record ReportMargin(
                Ref<dev.throughline.model.Project> project,
                java.time.LocalDate asOf,
                Optional<dev.throughline.model.command.MarginSums> sold,
                Optional<dev.throughline.model.command.MarginSums> planned,
                Optional<dev.throughline.model.command.MarginSums> realised)
                implements Request {
            @Override
            public String about() {
                return project.id();
            }
        }

        /** Go on with an instance that is held, from where it stopped; the cause is believed mended. */
        record Retry(String processType, String processKey) implements OfInstance {}

        /**
         * Let an instance go on that waits for a second person.
         *
         * @param what was looked at, in the words of the exception that asks for it: {@code version 2}, {@code EUR 120000.00}. An approval of anything else lets nothing go on
         */
        record Approve(String processType, String processKey, String what) implements OfInstance {}

        /** Give up an instance; nothing more is sent for it. */
        record Skip(String processType, String processKey, String reason) implements OfInstance {}
    }
}
