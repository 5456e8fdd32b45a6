package dev.throughline.server.security;

import dev.throughline.server.api.Route;
import dev.throughline.server.api.Routes;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Problems;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Three chains: the API and the metrics (keys, no session, no cookie, hence no CSRF), webhooks (authenticated by the connector's own verification), and the console
 * (session, form, CSRF). Open are only health, the sign-in page and the style sheets and scripts that it needs.
 */
@Configuration(proxyBeanMethods = false)
public class SecurityConfig {
    static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** The filters of a request are not worth a span each; requests themselves are observed by the server. */
    @Bean
    SecurityObservationSettings requestsOnly() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    LoginThrottle loginThrottle(InstantSource clock) {
        return new LoginThrottle(clock);
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http, ApiKeys keys, Problems problems) throws Exception {
        http.securityMatcher("/api/**", "/metrics", "/metrics/**")
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(new KeyFilter(keys, problems), UsernamePasswordAuthenticationFilter.class)
                .exceptionHandling(e -> e.authenticationEntryPoint(
                                (request, response, _) -> KeyFilter.refuse(request, response, problems))
                        .accessDeniedHandler((request, response, _) -> problems.write(
                                request, response, notAllowed(request.getMethod(), request.getRequestURI()))))
                .authorizeHttpRequests(allow -> {
                    for (Route route : Routes.ALL) {
                        var matched = allow.requestMatchers(HttpMethod.valueOf(route.method()), route.matcher());
                        route.scope()
                                .ifPresentOrElse(
                                        scope -> matched.hasAuthority(scope.authority()), matched::authenticated);
                    }
                    allow.requestMatchers("/metrics", "/metrics/**").hasAuthority(Scope.METRICS_READ.authority());
                    allow.anyRequest().authenticated();
                });
        headers(http);
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain hooks(HttpSecurity http) throws Exception {
        http.securityMatcher("/hooks/**")
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(allow -> allow.anyRequest().permitAll());
        headers(http);
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain console(HttpSecurity http, LocalUsers users, LoginThrottle throttle) throws Exception {
        http.authenticationManager(new ProviderManager(new LocalSignIn(users, throttle)))
                .authorizeHttpRequests(allow -> {
                    allow.requestMatchers("/health", "/health/**", "/error", "/sign-in", "/assets/**", "/webjars/**")
                            .permitAll();
                    allow.requestMatchers(HttpMethod.GET, "/console/exceptions/**")
                            .hasAuthority(Scope.EXCEPTIONS_READ.authority());
                    allow.requestMatchers(HttpMethod.POST, "/console/exceptions/**")
                            .hasAuthority(Scope.EXCEPTIONS_ACT.authority());
                    allow.requestMatchers(HttpMethod.POST, "/console/systems/**")
                            .hasAuthority(Scope.SYSTEMS_ACT.authority());
                    allow.requestMatchers("/", "/console", "/console/**").authenticated();
                    allow.anyRequest().authenticated();
                })
                .formLogin(form -> form.loginPage("/sign-in")
                        .loginProcessingUrl("/sign-in")
                        .defaultSuccessUrl("/console")
                        .failureHandler((request, response, why) -> response.sendRedirect(
                                why instanceof org.springframework.security.authentication.LockedException
                                        ? "/sign-in?wait"
                                        : "/sign-in?wrong")))
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?bye"))
                .sessionManagement(s -> s.sessionFixation(f -> f.changeSessionId()));
        headers(http);
        return http.build();
    }

    private static void headers(HttpSecurity http) throws Exception {
        http.headers(h -> h.contentSecurityPolicy(p -> p.policyDirectives(CONTENT_SECURITY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(p -> p.policy("camera=(), microphone=(), geolocation=()")));
    }

    private static ApiProblem notAllowed(String method, String path) {
        String needed = Routes.ALL.stream()
                .filter(route -> route.method().equals(method) && route.matches(path))
                .flatMap(route -> route.scope().stream())
                .map(Scope::text)
                .findFirst()
                .orElse(path.startsWith("/metrics") ? Scope.METRICS_READ.text() : "another one");
        return new ApiProblem(
                403,
                "SCOPE_MISSING",
                "The key is valid, but it lacks the scope " + needed,
                "Use a key with the scope " + needed + ", or add it to the key in the workspace");
    }
}
