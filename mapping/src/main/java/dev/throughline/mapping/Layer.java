package dev.throughline.mapping;

/** Whose word a document or lookup is. Later ones go before earlier ones: what a connector ships, the firm, a region, a legal entity, and last what people put into the running hub. */
public sealed interface Layer {
    /** 0 for what is shipped, then up. */
    int rank();

    /** Shipped with a connector. */
    record Default() implements Layer {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public String toString() {
            return "default";
        }
    }

    /** The firm's. */
    record Tenant() implements Layer {
        @Override
        public int rank() {
            return 1;
        }

        @Override
        public String toString() {
            return "tenant";
        }
    }

    /** For systems of one region. */
    record Region(String name) implements Layer {
        @Override
        public int rank() {
            return 2;
        }

        @Override
        public String toString() {
            return "region " + name;
        }
    }

    /** For systems of one legal entity, by its code. */
    record Entity(String code) implements Layer {
        @Override
        public int rank() {
            return 3;
        }

        @Override
        public String toString() {
            return "legal entity " + code;
        }
    }

    /** Lookup rows that people put into the running hub; they hold everywhere. */
    record Edited() implements Layer {
        @Override
        public int rank() {
            return 4;
        }

        @Override
        public String toString() {
            return "edited in the hub";
        }
    }
}
