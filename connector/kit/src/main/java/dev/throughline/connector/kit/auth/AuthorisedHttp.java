package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.spi.Trouble;
import java.util.function.Predicate;

/** Sends with authorisation; after a refusal once more with a fresh token, and then no more. Thread-safe. */
public final class AuthorisedHttp {
    private final VendorHttp http;
    private final Authorisation authorisation;
    private final Predicate<Outcome.Answer> refuses;

    public AuthorisedHttp(VendorHttp http, Authorisation authorisation) {
        this(http, authorisation, answer -> answer.status() == 401);
    }

    /** @param refuses how this vendor says that a token is void; only answers to requests that surely had no effect */
    public AuthorisedHttp(VendorHttp http, Authorisation authorisation, Predicate<Outcome.Answer> refuses) {
        this.http = http;
        this.authorisation = authorisation;
        this.refuses = refuses;
    }

    public Sent send(VendorRequest request) {
        return switch (authorisation.authorise(request)) {
            case Authorisation.Ready.No(var trouble) -> new Sent.Barred(trouble);
            case Authorisation.Ready.Go(var authorised) -> {
                Outcome outcome = http.send(authorised);
                yield isRefused(outcome) && authorisation.renewable() ? again(request, authorised) : judged(outcome);
            }
        };
    }

    private Sent again(VendorRequest request, VendorRequest refused) {
        authorisation.renew(refused);
        return switch (authorisation.authorise(request)) {
            case Authorisation.Ready.No(var trouble) -> new Sent.Barred(trouble);
            case Authorisation.Ready.Go(var authorised) -> judged(http.send(authorised));
        };
    }

    private Sent judged(Outcome outcome) {
        return isRefused(outcome)
                ? new Sent.Barred(new Trouble.Unauthorised("the system refuses our credentials"
                        + (authorisation.renewable() ? ", and a fresh token too" : "")))
                : new Sent.Out(outcome);
    }

    private boolean isRefused(Outcome outcome) {
        return outcome instanceof Outcome.Answer answer && refuses.test(answer);
    }

    /** What became of it. */
    public sealed interface Sent {
        record Out(Outcome outcome) implements Sent {}

        /** Nothing had an effect: no token could be had, or the vendor refused it. */
        record Barred(Trouble trouble) implements Sent {}
    }
}
