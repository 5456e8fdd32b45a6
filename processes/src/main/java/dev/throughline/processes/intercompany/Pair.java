package dev.throughline.processes.intercompany;

import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;

/** Two companies of the firm, of which one works for the other. Its text is the key of an instance. */
record Pair(Ref<LegalEntity> provider, Ref<LegalEntity> receiver) {
    private static final String WORKS_FOR = ">";

    static Pair of(IntercompanyCharge charge) {
        return new Pair(charge.provider(), charge.receiver());
    }

    static boolean isKey(String key) {
        return key.contains(WORKS_FOR);
    }

    static Pair ofKey(String key) {
        int at = key.indexOf(WORKS_FOR);
        return new Pair(new Ref<>(key.substring(0, at)), new Ref<>(key.substring(at + 1)));
    }

    String key() {
        return provider.id() + WORKS_FOR + receiver.id();
    }

    boolean isOf(IntercompanyCharge charge) {
        return equals(of(charge));
    }
}
