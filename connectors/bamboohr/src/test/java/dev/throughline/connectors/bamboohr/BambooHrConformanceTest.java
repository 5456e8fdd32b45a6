package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.testkit.FetchingConformance;
import dev.throughline.connector.testkit.InventoryConformance;
import dev.throughline.connector.testkit.OpeningConformance;
import dev.throughline.connector.testkit.ReadingConformance;
import dev.throughline.connector.testkit.ReadingFaultsConformance;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connector.testkit.WebhookConformance;
import org.junit.jupiter.api.Nested;

/** The whole conformance suite. */
class BambooHrConformanceTest {
    @Nested
    class Opening extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return new BambooHr();
        }
    }

    @Nested
    class Reading extends ReadingConformance {
        @Override
        protected Vendor vendor() {
            return new BambooHr();
        }
    }

    @Nested
    class ReadingFaults extends ReadingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new BambooHr();
        }
    }

    @Nested
    class Fetching extends FetchingConformance {
        @Override
        protected Vendor vendor() {
            return new BambooHr();
        }
    }

    @Nested
    class Counting extends InventoryConformance {
        @Override
        protected Vendor vendor() {
            return new BambooHr();
        }
    }

    @Nested
    class Hooks extends WebhookConformance {
        @Override
        protected Vendor vendor() {
            return new BambooHr();
        }
    }
}
