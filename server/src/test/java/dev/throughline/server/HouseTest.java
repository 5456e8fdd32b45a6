package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.throughline.checks.Seams;
import dev.throughline.checks.Walls;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The walls of the house, over every module: the server is the one that sees them all. */
class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.throughline");

    static Stream<ArchRule> rules() {
        return Stream.of(
                Walls.MODEL_STANDS_ALONE,
                Walls.PROCESSES_SEE_THE_MODEL_ONLY,
                Walls.THE_CORE_DOES_NOTHING,
                Walls.MAPPING_SEES_NO_HUB,
                Walls.HUB_SEES_NO_SERVER_AND_NO_VENDOR,
                Walls.CONNECTORS_SEE_THE_SPI_ONLY,
                Walls.ADAPTERS_DO_NOT_KNOW_SIMULATORS,
                Walls.SIMULATORS_DO_NOT_KNOW_ADAPTERS,
                Walls.VENDORS_DO_NOT_KNOW_EACH_OTHER,
                Walls.KITS_KNOW_NO_HUB,
                Walls.ONLY_THE_SERVER_HAS_BEANS,
                Seams.TIME_IS_HANDED_IN,
                Seams.IDS_ARE_DERIVED,
                Seams.CHANCE_HAS_A_SEED,
                Seams.NOBODY_SLEEPS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void every_wall_stands(ArchRule rule) {
        rule.check(HOUSE);
    }

    @Test
    void the_rules_look_at_every_room() {
        for (String room : new String[] {
            "model",
            "mapping",
            "processes",
            "connector.spi",
            "connector.kit",
            "connector.simkit",
            "hub",
            "server",
            "connectors.salesforce",
            "connectors.kantata",
            "connectors.netsuite",
            "connectors.bamboohr",
            "connectors.csv"
        }) {
            assertThat(HOUSE.stream().filter(type -> type.getPackageName().startsWith("dev.throughline." + room)))
                    .as(room)
                    .isNotEmpty();
        }
    }
}
