package dev.throughline.connectors.csv;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.testkit.InventoryConformance;
import dev.throughline.connector.testkit.OpeningConformance;
import dev.throughline.connector.testkit.ReadingConformance;
import dev.throughline.connector.testkit.ReadingFaultsConformance;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connectors.csv.simulator.CsvSimulator;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class CsvConformanceTest {
    @Nested
    class Opening extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return new Csv();
        }
    }

    @Nested
    class Reading extends ReadingConformance {
        @Override
        protected Vendor vendor() {
            return new Csv();
        }
    }

    @Nested
    class ReadingFaults extends ReadingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new Csv();
        }
    }

    @Nested
    class Counting extends InventoryConformance {
        @Override
        protected Vendor vendor() {
            return new Csv();
        }
    }

    private static final class Csv implements Vendor {
        @Override
        public Simulator simulator() {
            return new CsvSimulator();
        }

        @Override
        public ConnectorFactory factory() {
            return new CsvConnectorFactory();
        }

        @Override
        public ReadTarget reading() {
            return new Customers();
        }
    }

    private static final class Customers implements Vendor.ReadTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("customers");
        }

        @Override
        public String operation() {
            return "customers";
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, int n) {
            return Map.of("title", "Customer " + n, "limit", new BigDecimal("1000.00"));
        }

        @Override
        public String textField() {
            return "title";
        }

        @Override
        public Optional<String> amountField() {
            return Optional.of("limit");
        }

        @Override
        public Optional<Vendor.ChildTarget> child() {
            return Optional.of(new Orders());
        }
    }

    private static final class Orders implements Vendor.ChildTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("orders");
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, String parentId, int n) {
            return Map.of("title", "Order " + n, "customer", parentId, "amount", new BigDecimal("10.50"));
        }

        @Override
        public String parentPointer() {
            return "/customer";
        }
    }
}
