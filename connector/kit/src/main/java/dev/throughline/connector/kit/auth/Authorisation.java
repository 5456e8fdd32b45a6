package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.spi.Trouble;

/** One way of being let in. Thread-safe; never prints a secret. */
public interface Authorisation {
    /** Adds what the vendor wants to see. */
    Ready authorise(VendorRequest request);

    /** A request that was refused as unauthorised had no effect. @return whether authorising it again may help: a fresh token can be had */
    boolean renewable();

    /** Called once for each refused request, before it is authorised again. @param refused as it was sent */
    default void renew(VendorRequest refused) {}

    /** A request that can be sent, or why it cannot. */
    sealed interface Ready {
        record Go(VendorRequest request) implements Ready {}

        record No(Trouble trouble) implements Ready {}
    }
}
