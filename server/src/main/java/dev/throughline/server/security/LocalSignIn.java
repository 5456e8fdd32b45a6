package dev.throughline.server.security;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Signs people in by name and password, slowed by the throttle. */
final class LocalSignIn implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSignIn.class);

    private final LocalUsers users;
    private final LoginThrottle throttle;

    LocalSignIn(LocalUsers users, LoginThrottle throttle) {
        this.users = users;
        this.throttle = throttle;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        String address = given.getDetails() instanceof WebAuthenticationDetails web ? web.getRemoteAddress() : "?";
        Duration wait = throttle.wait(name, address);
        if (wait.isPositive()) {
            throw new LockedException("too many tries; wait " + wait.toSeconds() + " s");
        }
        var caller = users.caller(name, String.valueOf(given.getCredentials()));
        if (caller.isEmpty()) {
            throttle.failed(name, address);
            LOG.warn("a sign-in failed from {}", address);
            throw new BadCredentialsException("name or password is wrong");
        }
        throttle.succeeded(name, address);
        LOG.info("{} signed in from {}", caller.get().name(), address);
        var authentication = (UsernamePasswordAuthenticationToken) KeyFilter.authenticated(caller.get());
        authentication.setDetails(given.getDetails());
        return authentication;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
