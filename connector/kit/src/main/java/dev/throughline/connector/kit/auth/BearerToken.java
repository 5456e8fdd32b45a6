package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.http.VendorRequest;

/** An OAuth 2 token in the header {@code Authorization: Bearer} (RFC 6750). */
public final class BearerToken implements Authorisation {
    private static final String PREFIX = "Bearer ";

    private final TokenSource tokens;

    public BearerToken(TokenSource tokens) {
        this.tokens = tokens;
    }

    @Override
    public Ready authorise(VendorRequest request) {
        return switch (tokens.current()) {
            case TokenSource.Token token -> new Ready.Go(request.header("Authorization", PREFIX + token.value()));
            case TokenSource.Failed(var trouble) -> new Ready.No(trouble);
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

    @Override
    public String toString() {
        return "BearerToken[" + tokens + "]";
    }
}
