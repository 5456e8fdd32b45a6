package dev.throughline.connectors.salesforce;

import dev.throughline.connector.testkit.FetchingConformance;
import dev.throughline.connector.testkit.InventoryConformance;
import dev.throughline.connector.testkit.OpeningConformance;
import dev.throughline.connector.testkit.ReadingConformance;
import dev.throughline.connector.testkit.ReadingFaultsConformance;
import dev.throughline.connector.testkit.StreamConformance;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connector.testkit.WritingConformance;
import dev.throughline.connector.testkit.WritingFaultsConformance;
import org.junit.jupiter.api.Nested;

class SalesforceConformanceTest {
    @Nested
    class Opening extends OpeningConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class Reading extends ReadingConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class ReadingFaults extends ReadingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class Fetching extends FetchingConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class Writing extends WritingConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class WritingFaults extends WritingFaultsConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class Inventory extends InventoryConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }

    @Nested
    class Stream extends StreamConformance {
        @Override
        protected Vendor vendor() {
            return new SalesforceVendor();
        }
    }
}
