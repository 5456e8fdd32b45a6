package dev.throughline.connectors.netsuite;

import dev.throughline.connector.testkit.FetchingConformance;
import dev.throughline.connector.testkit.InventoryConformance;
import dev.throughline.connector.testkit.OpeningConformance;
import dev.throughline.connector.testkit.ReadingConformance;
import dev.throughline.connector.testkit.ReadingFaultsConformance;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connector.testkit.WritingConformance;
import dev.throughline.connector.testkit.WritingFaultsConformance;
import org.junit.jupiter.api.Nested;

/** The suite that every connector passes, on customers for reading and invoices for writing. NetSuite has no webhooks and no streams. */
class NetSuiteConformanceTest {
    @Nested
    class Opening extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return new NetSuiteVendor();
        }
    }

    @Nested
    class OpeningWithTokens extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return NetSuiteVendor.withTokens();
        }
    }

    @Nested
    class Reading extends ReadingConformance {
        @Override
        protected Vendor vendor() {
            return new NetSuiteVendor();
        }
    }

    @Nested
    class ReadingFaults extends ReadingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new NetSuiteVendor();
        }
    }

    @Nested
    class Fetching extends FetchingConformance {
        @Override
        protected Vendor vendor() {
            return NetSuiteVendor.withTokens();
        }
    }

    @Nested
    class Counting extends InventoryConformance {
        @Override
        protected Vendor vendor() {
            return new NetSuiteVendor();
        }
    }

    @Nested
    class Writing extends WritingConformance {
        @Override
        protected Vendor vendor() {
            return new NetSuiteVendor();
        }
    }

    @Nested
    class WritingFaults extends WritingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new NetSuiteVendor();
        }
    }
}
