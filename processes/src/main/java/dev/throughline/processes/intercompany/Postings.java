package dev.throughline.processes.intercompany;

import dev.throughline.model.IntercompanyPosting;
import dev.throughline.model.IntercompanyPosting.Status;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.Flow;
import dev.throughline.model.command.Command.IntercompanyLine;
import dev.throughline.model.command.Command.PostIntercompany;
import dev.throughline.processes.Decision;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.intercompany.Book.Batch;
import dev.throughline.processes.intercompany.Book.ProjectSum;
import dev.throughline.processes.intercompany.Book.Stage;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Months on their way to finance: one posting for each month and currency of two companies, with a line for each project. */
record Postings(Pair pair, Facts facts, LocalDate today) {
    private static final Comparator<Batch> IN_TURN = Comparator.comparing(Batch::month)
            .thenComparing(batch -> batch.currency().getCode());

    /** @param month the last that is sent */
    List<Batch> ready(Book book, LocalDate month) {
        return book.batches().stream()
                .filter(batch -> batch.stage() == Stage.OPEN && !batch.month().isAfter(month))
                .sorted(IN_TURN)
                .toList();
    }

    List<Batch> refused(Book book) {
        return book.batches().stream()
                .filter(batch -> batch.stage() == Stage.REFUSED)
                .sorted(IN_TURN)
                .toList();
    }

    /** Whether no project owes anything. */
    boolean isEmpty(Batch batch) {
        return batch.sums().stream().allMatch(sum -> sum.amount().isZero());
    }

    Decision<IntercompanyState> send(Decision<IntercompanyState> decision, Batch batch) {
        if (isEmpty(batch)) {
            return store(decision, batch, Status.NOTHING_DUE, Optional.empty());
        }
        return store(decision, batch, Status.SENT, Optional.empty()).send(batch.step(), command(batch));
    }

    Decision<IntercompanyState> posted(Decision<IntercompanyState> decision, Batch batch, Optional<String> number) {
        return store(decision, batch, Status.POSTED, number);
    }

    Decision<IntercompanyState> abandoned(Decision<IntercompanyState> decision, Batch batch) {
        return store(decision, batch, Status.ABANDONED, Optional.empty());
    }

    Decision<IntercompanyState> refused(
            Decision<IntercompanyState> decision, Batch batch, String system, String code, String says) {
        return store(decision, batch, Status.REFUSED, Optional.empty())
                .raise(IntercompanyProblems.refused(code, ref(batch), batch.label(), system, says, batch.total()));
    }

    /** The refusal no longer stands on the desk. */
    Decision<IntercompanyState> mended(Decision<IntercompanyState> decision, Batch batch) {
        return batch.refusal()
                .map(code -> decision.resolve(new Problem.Key(code, ref(batch).id())))
                .orElse(decision);
    }

    private Decision<IntercompanyState> store(
            Decision<IntercompanyState> decision, Batch batch, Status status, Optional<String> number) {
        return decision.store(
                ref(batch),
                new IntercompanyPosting(
                        pair.provider(), pair.receiver(), batch.month(), batch.hours(), batch.total(), status, number));
    }

    private Ref<IntercompanyPosting> ref(Batch batch) {
        return DerivedRef.of(
                IntercompanyPosting.class,
                pair.provider().id(),
                pair.receiver().id(),
                batch.month().toString(),
                batch.currency().getCode());
    }

    /** In the month's own books where they are open, else in those of the day. */
    private PostIntercompany command(Batch batch) {
        return new PostIntercompany(
                ref(batch),
                pair.provider(),
                pair.receiver(),
                batch.month(),
                batch.late() ? today : batch.month().plusMonths(1).minusDays(1),
                batch.hours(),
                batch.total(),
                "Work of %s for %s in %s".formatted(code(pair.provider()), code(pair.receiver()), batch.label()),
                batch.sums().stream()
                        .filter(sum -> !sum.amount().isZero())
                        .sorted(Comparator.comparing(sum -> sum.project().id()))
                        .map(this::line)
                        .toList());
    }

    private IntercompanyLine line(ProjectSum sum) {
        return new IntercompanyLine(
                sum.project(),
                facts.get(sum.project()).map(Project::name).orElse(sum.project().id()),
                sum.amount().isNegative() ? Flow.REDUCTION : Flow.CHARGE,
                sum.hours().abs(),
                sum.amount().abs());
    }

    private String code(Ref<LegalEntity> entity) {
        return facts.get(entity).map(LegalEntity::code).orElse(entity.id());
    }
}
