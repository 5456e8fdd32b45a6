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

    /** What people and programs may ask of processes. */
    sealed interface Request {
        /** Start or take up again the project of a won deal. */
        record CreateProjectFromWonOpportunity(Ref<dev.throughline.model.Opportunity> opportunity) implements Request {}

        /** Bill what is ready on a project, up to and including a day. */
        record PublishApprovedTimeForBilling(Ref<dev.throughline.model.Project> project, java.time.LocalDate through)
                implements Request {}

        record ActivateContract(Ref<dev.throughline.model.Contract> contract) implements Request {}

        /** Let a change of a contract go on that waits for approval. @param version number of the contract version */
        record ApproveChange(Ref<dev.throughline.model.Contract> contract, int version) implements Request {}

        /** Hold, release, cancel, close or reopen a project. @param reason in the words of who asks */
        record MoveProject(
                Ref<dev.throughline.model.Project> project, dev.throughline.model.ProjectMove move, String reason)
                implements Request {}

        /** Let a move of a project go on that waits for approval. */
        record ApproveProjectMove(Ref<dev.throughline.model.Project> project, dev.throughline.model.ProjectMove move)
                implements Request {}

        /** Tell delivery and sales again where an invoice stands. */
        record SyncInvoiceStatus(Ref<dev.throughline.model.Invoice> invoice) implements Request {}

        /** Go on with an instance that is held, from where it stopped; the cause is believed mended. */
        record Retry(String processType, String processKey) implements Request {}

        /** Give up an instance; nothing more is sent for it. */
        record Skip(String processType, String processKey, String reason) implements Request {}
    }
}
