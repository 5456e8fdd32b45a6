package dev.throughline.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Optional;

/**
 * Who may see whom. To be run over all classes of all modules, without their tests. Maven keeps most of these walls already by what a module has on its class path; the rules
 * keep them where two rooms share a module, and say what to do instead.
 */
public final class Walls {
    private static final String ROOT = "dev.throughline.";
    private static final String MODEL = ROOT + "model..";
    private static final String MAPPING = ROOT + "mapping..";
    private static final String PROCESSES = ROOT + "processes..";
    private static final String SPI = ROOT + "connector.spi..";
    private static final String KIT = ROOT + "connector.kit..";
    private static final String SIMKIT = ROOT + "connector.simkit..";
    private static final String VENDORS = ROOT + "connectors..";
    private static final String SIMULATORS = ROOT + "connectors.*.simulator..";
    private static final String HUB = ROOT + "hub..";
    private static final String SERVER = ROOT + "server..";

    /** Packages that hold nothing written by hand: what adapter and simulator may share. */
    private static final Map<String, String> GENERATED = Map.of(
            "dev.throughline.connectors.salesforce.pubsub",
            "generated from the vendor's message definitions, names and numbers as documented: the wire itself, which its clients and servers share too");

    private Walls() {}

    public static final ArchRule MODEL_STANDS_ALONE = classes()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.joda.money..", "org.jspecify..", MODEL)
            .because("everybody speaks in the model's words, so whatever it needed everybody would need:"
                    + " move what reads, writes or calls to the room that does so, and leave the meaning here");

    public static final ArchRule PROCESSES_SEE_THE_MODEL_ONLY = classes()
            .that()
            .resideInAPackage(PROCESSES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.joda.money..", "org.jspecify..", MODEL, PROCESSES)
            .because("a process is a pure function that any test and any replay can call:"
                    + " let the hub fetch what it needs to know and hand it in as Facts or as an event");

    public static final ArchRule THE_CORE_DOES_NOTHING = noClasses()
            .that()
            .resideInAnyPackage(MODEL, PROCESSES, MAPPING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net.http..",
                    "java.sql..",
                    "javax.sql..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "org.springframework..")
            .because("model, mapping and processes know no network, no database, no file and no framework:"
                    + " take text, records and days as parameters and return what is to be done");

    public static final ArchRule MAPPING_SEES_NO_HUB = noClasses()
            .that()
            .resideInAPackage(MAPPING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HUB, SERVER, PROCESSES, ROOT + "connector..", VENDORS)
            .because("a mapping turns one shape into another and calls nobody: pass in what it has to look up");

    public static final ArchRule HUB_SEES_NO_SERVER_AND_NO_VENDOR = noClasses()
            .that()
            .resideInAPackage(HUB)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVER, VENDORS)
            .because("the hub runs without a server and with any vendor: offer an interface for the server to call,"
                    + " and reach vendors through the connector SPI and its ServiceLoader");

    public static final ArchRule CONNECTORS_SEE_THE_SPI_ONLY = noClasses()
            .that()
            .resideInAPackage(VENDORS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HUB, SERVER, MAPPING, PROCESSES, ROOT + "connector.testkit..", "org.springframework..")
            .because("an outsider must be able to write a connector from the SPI, the kit and one folder to copy:"
                    + " what is missing there belongs into connector/spi or connector/kit, never behind them");

    public static final ArchRule ADAPTERS_DO_NOT_KNOW_SIMULATORS = noClasses()
            .that()
            .resideInAPackage(VENDORS)
            .and()
            .resideOutsideOfPackage(SIMULATORS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SIMULATORS, SIMKIT)
            .because("what adapter and simulator share they misread together, and then no test shows it:"
                    + " write it twice, each from the vendor's documentation");

    public static final ArchRule SIMULATORS_DO_NOT_KNOW_ADAPTERS = noClasses()
            .that()
            .resideInAPackage(SIMULATORS)
            .should()
            .dependOnClassesThat(describe(
                    "belong to an adapter, the kit or the SPI",
                    type -> in(type, ROOT + "connectors.") && !simulator(type) && !generated(type)
                            || in(type, ROOT + "connector.kit")
                            || in(type, ROOT + "connector.spi")))
            .because(
                    "a simulator is the vendor, which knows neither our SPI nor our adapter:"
                            + " write it twice, each from the vendor's documentation; only classes generated from the vendor's own definitions are shared");

    public static final ArchRule VENDORS_DO_NOT_KNOW_EACH_OTHER = classes()
            .that()
            .resideInAPackage(VENDORS)
            .should(onlySeeTheirOwnVendor())
            .because("a vendor's room can be copied, replaced or left out by itself:"
                    + " what two of them need is a protocol, and belongs into connector/kit or connector/simkit");

    public static final ArchRule KITS_KNOW_NO_HUB = noClasses()
            .that()
            .resideInAnyPackage(SPI, KIT, SIMKIT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HUB, SERVER, MAPPING, PROCESSES, VENDORS, "org.springframework..")
            .because("the SPI and the kits are published by themselves: speak in words of the model, or of a protocol");

    public static final ArchRule ONLY_THE_SERVER_HAS_BEANS = noClasses()
            .that()
            .resideOutsideOfPackage(SERVER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.boot..",
                    "org.springframework.context..",
                    "org.springframework.stereotype..",
                    "org.springframework.web..",
                    "org.springframework.security..",
                    "jakarta.servlet..")
            .because(
                    "outside the server, objects are made by their constructors: take what you need as parameters and let the server wire them");

    private static ArchCondition<JavaClass> onlySeeTheirOwnVendor() {
        return new ArchCondition<>("see no other vendor's room") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    Optional<String> theirs = vendor(dependency.getTargetClass());
                    if (theirs.isPresent() && !theirs.equals(vendor(type))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static Optional<String> vendor(JavaClass type) {
        String rooms = ROOT + "connectors.";
        String name = type.getPackageName();
        return name.startsWith(rooms)
                ? Optional.of(name.substring(rooms.length()).split("\\.", 2)[0])
                : Optional.empty();
    }

    private static boolean generated(JavaClass type) {
        return GENERATED.containsKey(type.getPackageName());
    }

    private static boolean simulator(JavaClass type) {
        return in(type, ROOT + "connectors.") && (type.getPackageName() + ".").contains(".simulator.");
    }

    private static boolean in(JavaClass type, String prefix) {
        return (type.getPackageName() + ".").startsWith(prefix.endsWith(".") ? prefix : prefix + ".");
    }

    private static DescribedPredicate<JavaClass> describe(
            String says, java.util.function.Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(says, predicate);
    }
}
