package dev.throughline.server.web;

import dev.throughline.server.ServerOptions;
import java.math.BigDecimal;
import java.time.InstantSource;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** The order of the filters: correlation, security, size, rate, idempotency, then a controller. */
@Configuration(proxyBeanMethods = false)
@Import({Problems.class, ProblemHandler.class, Body.class, ErrorPage.class})
public class WebConfig {
    /** Where Spring Security stands. */
    private static final int SECURITY = -100;

    @Bean
    FilterRegistrationBean<Correlation> correlation() {
        return ordered(new Correlation(), Ordered.HIGHEST_PRECEDENCE);
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(ServerOptions options, Problems problems) {
        var filter = ordered(new BodyLimit(options.bodyBytesMax(), problems), SECURITY + 10);
        filter.addUrlPatterns("/api/*", "/hooks/*");
        return filter;
    }

    @Bean
    FilterRegistrationBean<RateLimit> rateLimit(ServerOptions options, Problems problems) {
        var filter = ordered(new RateLimit(options.requestsPerSecond(), problems), SECURITY + 20);
        filter.addUrlPatterns("/api/*", "/hooks/*");
        return filter;
    }

    @Bean
    FilterRegistrationBean<Idempotency> idempotency(JdbcClient db, InstantSource clock, Problems problems) {
        var filter = ordered(new Idempotency(new StoredAnswers(db, clock), problems), SECURITY + 30);
        filter.addUrlPatterns("/api/*");
        return filter;
    }

    /** Amounts leave as text, so that no client's floating point can touch them; what is absent is left out. */
    @Bean
    JsonMapperBuilderCustomizer exactJson() {
        var exact = new SimpleModule("exact");
        exact.addSerializer(BigDecimal.class, new PlainText());
        return builder -> builder.addModule(exact)
                .changeDefaultPropertyInclusion(include ->
                        include.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT));
    }

    @Bean
    HealthIndicator storage(JdbcClient db) {
        return () -> StorageHealth.answers(db);
    }

    @Bean
    HealthIndicator space() {
        return StorageHealth::hasRoom;
    }

    /** What Tomcat refuses before any filter sees it is told like everything else. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> plainRefusals() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(TomcatProblems.class.getName());
            }
        });
    }

    private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> ordered(F filter, int order) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }

    private static final class PlainText extends StdSerializer<BigDecimal> {
        PlainText() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.toPlainString());
        }
    }
}
