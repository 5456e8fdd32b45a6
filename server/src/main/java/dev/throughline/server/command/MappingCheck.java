package dev.throughline.server.command;

import dev.throughline.hub.translate.EditedRelease;
import dev.throughline.hub.translate.Mappings;
import dev.throughline.hub.workspace.Mistake;
import dev.throughline.hub.workspace.WorkspaceFile;
import dev.throughline.mapping.ExampleRunner;
import dev.throughline.mapping.LoadProblem;
import dev.throughline.mapping.MappingSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loads a workspace's mapping documents over those that its connectors bring along, and runs their examples. */
final class MappingCheck {
    private final Path workspace;
    private final Optional<Path> own;

    private MappingCheck(Path workspace, Optional<Path> own) {
        this.workspace = workspace;
        this.own = own;
    }

    /** @return what is wrong, in the order of files; empty when all can be used and every example comes out as it says */
    static List<Mistake> of(Path folder, WorkspaceFile file) {
        var check = new MappingCheck(folder, file.workspace().mappings());
        return switch (MappingSet.load(Mappings.sources(file.workspace()))) {
            case MappingSet.Loaded.Refused(var problems) ->
                problems.stream().map(check::refused).sorted().toList();
            case MappingSet.Loaded.Ready(var set) ->
                ExampleRunner.run(set).stream()
                        .filter(result -> !result.passed())
                        .map(check::failed)
                        .sorted()
                        .toList();
        };
    }

    /** What only the database knows: versions that were in force with another content. */
    static List<Mistake> edited(Path folder, WorkspaceFile file, EditedRelease edited) {
        var check = new MappingCheck(folder, file.workspace().mappings());
        return edited.edits().stream()
                .map(edit ->
                        check.mistake(edit.file(), 0, "RELEASED_MAPPING_EDITED", edit.says(), sentence(edit.remedy())))
                .sorted()
                .toList();
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private Mistake refused(LoadProblem problem) {
        String what = problem.field().isEmpty() ? problem.says() : problem.field() + ": " + problem.says();
        return mistake(problem.file(), problem.line(), "MAPPING_REFUSED", what, "Correct the document");
    }

    private Mistake failed(ExampleRunner.Result result) {
        return mistake(
                result.file(),
                result.line(),
                "EXAMPLE_FAILS",
                "%s, example '%s': %s"
                        .formatted(result.mapping(), result.example(), String.join("; ", result.differences())),
                "Correct the mapping, or the example if it is the example that is wrong");
    }

    private Mistake mistake(String file, int line, String code, String what, String remedy) {
        return new Mistake(place(file), line, line > 0 ? 1 : 0, code, what, remedy);
    }

    /** A document of the firm's own from the workspace's folder on; a shipped one as its connector names it. */
    private String place(String file) {
        return own.map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .map(path -> workspace.relativize(path).toString())
                .orElse(file);
    }
}
