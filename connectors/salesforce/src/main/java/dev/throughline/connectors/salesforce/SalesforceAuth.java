package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.auth.Authorisation;
import dev.throughline.connector.kit.auth.TokenSource;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.spi.Trouble;
import java.net.URI;
import java.util.Optional;

/**
 * Adds the token, and sends each request to the instance that the token answer names: an org can move, and the address in the settings is only where tokens are
 * given. There is no {@code expires_in}; a token is used until it is refused.
 */
final class SalesforceAuth implements Authorisation {
    private static final String PREFIX = "Bearer ";

    private final TokenSource tokens;
    private final URI login;

    SalesforceAuth(TokenSource tokens, URI login) {
        this.tokens = tokens;
        this.login = login;
    }

    /** @param instance scheme, host and port of the org's API */
    record Session(String token, URI instance, String organisation) {
        @Override
        public String toString() {
            return "Session[" + instance + "]";
        }
    }

    /** What the stream needs of a session, or why there is none. */
    sealed interface SignedIn {
        record Yes(Session session) implements SignedIn {}

        record No(Trouble trouble) implements SignedIn {}
    }

    SignedIn session() {
        return switch (tokens.current()) {
            case TokenSource.Failed(var trouble) -> new SignedIn.No(trouble);
            case TokenSource.Token token ->
                instance(token)
                        .<SignedIn>map(i -> new SignedIn.Yes(new Session(token.value(), i, organisation(token))))
                        .orElseGet(() -> new SignedIn.No(new Trouble.Malformed(
                                "the token answer names no instance_url that we would send a token to")));
        };
    }

    void refused(String token) {
        tokens.refused(token);
    }

    @Override
    public Ready authorise(VendorRequest request) {
        return switch (session()) {
            case SignedIn.No(var trouble) -> new Ready.No(trouble);
            case SignedIn.Yes(var session) -> {
                String query = request.uri().getRawQuery();
                URI target = URI.create(
                        session.instance() + request.uri().getRawPath() + (query == null ? "" : "?" + query));
                VendorRequest there = new VendorRequest(request.method(), target, request.headers(), request.body());
                yield new Ready.Go(there.header("Authorization", PREFIX + session.token()));
            }
        };
    }

    @Override
    public boolean renewable() {
        return true;
    }

    @Override
    public void renew(VendorRequest refused) {
        String header = refused.headers().getOrDefault("Authorization", PREFIX);
        tokens.refused(header.substring(PREFIX.length()));
    }

    // A token never goes from https to plain http.
    private Optional<URI> instance(TokenSource.Token token) {
        try {
            URI uri =
                    URI.create(token.answer().path("instance_url").asString("").replaceAll("/+$", ""));
            boolean safe = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && "http".equals(login.getScheme());
            return safe && uri.getHost() != null && uri.getUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The identity address ends in organisation and user: {@code …/id/00D…/005…}. */
    private static String organisation(TokenSource.Token token) {
        String[] parts = token.answer().path("id").asString("").split("/");
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }
}
