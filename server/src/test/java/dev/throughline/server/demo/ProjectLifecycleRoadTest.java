package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.storage.Json;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Project;
import dev.throughline.model.ProjectMove;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.testing.Waiting;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project over the four simulated vendors with the mappings that ship: edited ten thousand times, put on hold in delivery, released, cancelled and taken up again. */
class ProjectLifecycleRoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int EDITS = 10_000;
    /** After all versions that the vendor gave its records. */
    private static final long LATER = Long.MAX_VALUE / 2;

    @TempDir
    Path folder;

    @Test
    void edits_of_plans_reach_nobody_in_finance_and_what_becomes_of_the_project_reaches_everybody() {
        Firm firm = FirmMaker.make(1, 8);
        try (var database = EmbeddedDatabase.open(folder.resolve("data"));
                var town = Town.open(firm, InstantSource.system());
                var world = World.open(
                        town.vendors().settings(),
                        firm,
                        database.source(),
                        folder.resolve("mappings"),
                        Duration.ofHours(1),
                        InstantSource.system())) {
            world.start();
            var deal = firm.deals().getFirst();
            String project = sell(world, town, deal);
            holdAndRelease(world, town, deal, project);
            cancelAndReopen(world, town, deal, project);
            bill(world, town, deal, project);
            storm(world, town, project);
        }
    }

    private static String sell(World world, Town town, Firm.Deal deal) {
        town.crm().furnish(town.firm());
        town.hcm().hire(town.firm().consultants().getFirst());
        settle(world);
        town.crm().open(deal);
        town.crm().approveSow(deal);
        town.crm().sign(deal, 6);
        settle(world);
        town.crm().win(deal);
        settle(world);
        String project =
                String.valueOf(town.psa().project(deal.title()).orElseThrow().get("id"));
        town.psa().begin(project);
        String person =
                town.psa().person(town.firm().consultants().getFirst().email()).orElseThrow();
        var entry = town.psa().enter(project, person, new PsaDesk.Work(deal.startsOn(), 60, true, 19_500, "Design"));
        town.psa().approveTime(project, List.of(entry));
        reject(town, project, person, deal);
        settle(world);
        return project;
    }

    /** The second day of the week's sheet. */
    private static void reject(Town town, String project, String person, Firm.Deal deal) {
        var work = new PsaDesk.Work(deal.startsOn().plusDays(1), 120, true, 19_500, "Build");
        String entry = town.psa().enter(project, person, work);
        town.vendors()
                .of(Vendors.PSA)
                .screen()
                .insert(
                        "timesheet_submissions",
                        Map.of(
                                "workspace_id",
                                project,
                                "line_item_ids",
                                List.of(entry),
                                "title",
                                "Week",
                                "status",
                                "rejected"));
    }

    /** Of the sheet the approved hour alone. */
    private static void bill(World world, Town town, Firm.Deal deal, String project) {
        world.invoice(project, deal.startsOn().plusDays(30));
        settle(world);
        assertThat(town.erp().invoices())
                .singleElement()
                .satisfies(invoice -> assertThat(new BigDecimal(String.valueOf(invoice.get("total"))))
                        .isEqualByComparingTo("195.00"));
    }

    private static void holdAndRelease(World world, Town town, Firm.Deal deal, String project) {
        town.vendors().of(Vendors.PSA).screen().update("workspaces", project, Map.of("status_key", 520));
        town.vendors().of(Vendors.ERP).faults().next(Fault.LOSE_ANSWER, 1, "PATCH /services/rest/record/v1/job");
        world.settle(PATIENCE);
        assertThat(open(world)).containsExactly("PROJECT_ON_HOLD");
        assertThat(stage(town, deal)).isEqualTo("4");
        assertThat(town.crm().deal(deal)).containsEntry("PSA_Project_Status__c", "ON_HOLD");
        world.invoice(project, deal.startsOn().plusDays(30));
        world.settle(PATIENCE);
        assertThat(town.erp().invoices()).isEmpty();
        ask(world, project, ProjectMove.RELEASE);
        settle(world);
        assertThat(status(town, deal)).isEqualTo("300");
        assertThat(stage(town, deal)).isEqualTo("2");
        assertThat(town.crm().deal(deal)).containsEntry("PSA_Project_Status__c", "ACTIVE");
    }

    private static void cancelAndReopen(World world, Town town, Firm.Deal deal, String project) {
        String end = String.valueOf(order(town).get("endDate"));
        ask(world, project, ProjectMove.CANCEL);
        world.settle(PATIENCE);
        assertThat(open(world)).containsExactly("PROJECT_CANCELLED");
        assertThat(status(town, deal)).isEqualTo("660");
        assertThat(stage(town, deal)).isEqualTo("1");
        assertThat(String.valueOf(order(town).get("memo"))).contains("cancelled since", "asked for");
        assertThat(town.crm().deal(deal)).containsEntry("PSA_Project_Status__c", "CANCELLED");
        ask(world, project, ProjectMove.REOPEN);
        settle(world);
        assertThat(order(town))
                .satisfies(o -> assertThat(String.valueOf(o.get("endDate"))).isEqualTo(end));
        assertThat(status(town, deal)).isEqualTo("300");
    }

    private static void ask(World world, String project, ProjectMove move) {
        var ref = new Ref<Project>(world.canonical(CanonicalType.PROJECT, Vendors.PSA, project));
        world.hub().asks().ask(world.tenant(), new Request.MoveProject(ref, move, "asked for"), "ann", "x");
    }

    /** The status of the project in finance. */
    private static String stage(Town town, Firm.Deal deal) {
        var job = town.vendors().of(Vendors.ERP).screen().records("job").stream()
                .filter(one -> deal.title().equals(one.get("companyName")))
                .findFirst()
                .orElseThrow();
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(job.get("entityStatus"))).get("id"));
    }

    private static Map<String, Object> order(Town town) {
        return town.vendors().of(Vendors.ERP).screen().records("salesOrder").getFirst();
    }

    private static String status(Town town, Firm.Deal deal) {
        var status = (Map<?, ?>) town.psa().project(deal.title()).orElseThrow().get("status");
        return String.valueOf(status.get("key"));
    }

    /** Ten thousand edits of the project's text, of its tasks and of the plans of its people, faster than any poll would read them. */
    private static void storm(World world, Town town, String project) {
        var before = requests(town);
        var places = world.hub().reconciliation().conservation(world.tenant());
        var commands = world.hub().observer().overview(world.tenant()).commands();
        long captured = world.hub().observer().overview(world.tenant()).captured();
        var workspace = town.psa().projects().stream()
                .filter(one -> project.equals(String.valueOf(one.get("id"))))
                .findFirst()
                .orElseThrow();
        String person =
                town.psa().person(town.firm().consultants().getFirst().email()).orElseThrow();
        for (int from = 0; from < EDITS; from += 1_000) {
            var batch = IntStream.range(from, from + 1_000)
                    .mapToObj(edit -> edit(workspace, person, edit))
                    .toList();
            world.hub().capture().accept(world.tenant(), Vendors.PSA, Capture.Via.API, batch);
        }
        Waiting.until("the edits are read and decided", PATIENCE, () -> {
            var now = world.hub().observer().overview(world.tenant());
            return now.captured() == captured + EDITS && now.waitingToTranslate() + now.waitingToDecide() == 0;
        });
        assertThat(requests(town)).as("calls that finance saw").isEqualTo(before);
        assertThat(world.hub().reconciliation().conservation(world.tenant()))
                .as("the ledger")
                .isEqualTo(places);
        assertThat(world.hub().observer().overview(world.tenant()).commands()).isEqualTo(commands);
        assertThat(open(world)).isEmpty();
    }

    /** Every tenth edit is of the project, of the others a half of tasks and a half of assignments. */
    private static Change edit(Map<String, Object> workspace, String person, int edit) {
        String project = String.valueOf(workspace.get("id"));
        if (edit % 10 == 0) {
            var text = new HashMap<>(workspace);
            text.put("description", "Week " + edit);
            text.put("status", Map.of("key", edit % 20 == 0 ? 305 : 400));
            return change("workspaces", project, edit, text);
        }
        return edit % 2 == 0
                ? change(
                        "stories",
                        "99" + edit % 500,
                        edit,
                        Map.of(
                                "id",
                                "99" + edit % 500,
                                "workspace_id",
                                project,
                                "title",
                                "Task " + edit,
                                "story_type",
                                "task",
                                "sub_story_count",
                                0,
                                "time_estimate_in_minutes",
                                60 + edit,
                                "billable",
                                true))
                : change(
                        "workspace_allocations",
                        "98" + edit % 300,
                        edit,
                        Map.of(
                                "id",
                                "98" + edit % 300,
                                "workspace_id",
                                project,
                                "start_date",
                                "2026-12-01",
                                "end_date",
                                "2026-12-31",
                                "minutes",
                                60 + edit,
                                "hard",
                                true,
                                "workspace_resource",
                                Map.of("id", "7", "user_id", person)));
    }

    private static Change change(String type, String id, int edit, Map<String, Object> record) {
        return new Change(
                new ObjectType(type),
                new ExternalId(id),
                new Change.Version(LATER + edit, "edit " + edit),
                Change.Operation.UPSERTED,
                Instant.now(),
                Json.MAPPER.valueToTree(record));
    }

    private static Map<String, Integer> requests(Town town) {
        return town.vendors().of(Vendors.ERP).counters().orElseThrow().requests();
    }

    private static List<String> open(World world) {
        return world
                .hub()
                .exceptions()
                .list(world.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 50)
                .items()
                .stream()
                .map(Exceptions.Item::code)
                .toList();
    }

    private static void settle(World world) {
        assertThat(world.settle(PATIENCE)).isTrue();
        assertThat(open(world)).isEmpty();
    }
}
