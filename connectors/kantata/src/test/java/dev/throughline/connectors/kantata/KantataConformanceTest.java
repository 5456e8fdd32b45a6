package dev.throughline.connectors.kantata;

import dev.throughline.connector.testkit.FetchingConformance;
import dev.throughline.connector.testkit.InventoryConformance;
import dev.throughline.connector.testkit.OpeningConformance;
import dev.throughline.connector.testkit.ReadingConformance;
import dev.throughline.connector.testkit.ReadingFaultsConformance;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connector.testkit.WritingConformance;
import dev.throughline.connector.testkit.WritingFaultsConformance;
import org.junit.jupiter.api.Nested;

/** The whole conformance suite. */
class KantataConformanceTest {
    @Nested
    class Opening extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }

    @Nested
    class Reading extends ReadingConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }

    @Nested
    class ReadingFaults extends ReadingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }

    @Nested
    class Fetching extends FetchingConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }

    @Nested
    class Counting extends InventoryConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }

    @Nested
    class Writing extends WritingConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }

    @Nested
    class WritingFaults extends WritingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new Kantata();
        }
    }
}
