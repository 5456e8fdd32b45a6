package dev.throughline.mapping;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compiles what is in force for one scope. */
final class ScopeCompiler {
    private final List<MappingDocument> documents;
    private final List<Lookups.Table> tables;
    private final Scope scope;
    private final List<LoadProblem> problems;

    ScopeCompiler(
            List<MappingDocument> documents, List<Lookups.Table> tables, Scope scope, List<LoadProblem> problems) {
        this.documents = documents;
        this.tables = tables;
        this.scope = scope;
        this.problems = problems;
    }

    /**
     * As if no layer later than this one had been written: what a document's examples were written against. Only tables that have no earlier layer at all are taken from later ones,
     * such as those that a shipped mapping leaves to the firm.
     */
    static ScopeCompiler upTo(
            Layer layer,
            List<MappingDocument> documents,
            List<Lookups.Table> tables,
            Scope scope,
            List<LoadProblem> problems) {
        Set<String> early = new HashSet<>();
        tables.stream().filter(t -> t.layer().rank() <= layer.rank()).forEach(t -> early.add(t.name()));
        return new ScopeCompiler(
                documents.stream().filter(d -> d.layer().rank() <= layer.rank()).toList(),
                tables.stream()
                        .filter(t -> t.layer().rank() <= layer.rank() || !early.contains(t.name()))
                        .toList(),
                scope,
                problems);
    }

    MappingSet.Compiled compile() {
        Lookups lookups = Lookups.of(tables, scope);
        Map<String, List<InboundMapping>> inbound = new LinkedHashMap<>();
        Map<String, List<OutboundMapping>> outbound = new LinkedHashMap<>();
        for (MappingDocument base : documents) {
            if (base.extended().isPresent() || !scope.sees(base.layer())) {
                continue;
            }
            Layered layered = Layered.of(base, layersOver(base));
            var compiler = new MappingCompiler(layered, lookups, problems);
            switch (base.ends().orElseThrow()) {
                case MappingDocument.Inbound ends ->
                    compiler.inbound(ends)
                            .ifPresent(
                                    made -> MappingSet.add(inbound, MappingSet.key(base.kind(), ends.object()), made));
                case MappingDocument.Outbound ends ->
                    compiler.outbound(ends)
                            .ifPresent(made ->
                                    MappingSet.add(outbound, MappingSet.key(base.kind(), ends.command()), made));
            }
        }
        return new MappingSet.Compiled(lookups, inbound, outbound);
    }

    private List<MappingDocument> layersOver(MappingDocument base) {
        return documents.stream()
                .filter(d -> d.extended().filter(base.name()::equals).isPresent() && scope.sees(d.layer()))
                .sorted(Comparator.comparingInt((MappingDocument d) -> d.layer().rank())
                        .thenComparing(MappingDocument::name))
                .toList();
    }
}
