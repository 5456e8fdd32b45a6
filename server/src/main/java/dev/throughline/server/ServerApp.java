package dev.throughline.server;

import dev.throughline.hub.workspace.Workspace;
import dev.throughline.server.database.ServerSchema;
import dev.throughline.server.security.ApiKeys;
import dev.throughline.server.security.LocalUsers;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The HTTP side of a hub: API, webhooks, console, metrics, health. Answers requests from {@link #start} to {@link #close}. */
public final class ServerApp implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private ServerApp(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * @param db    already migrated by the hub; the server adds its own few tables
     * @param rooms of a hub that was started; the server neither starts nor stops it
     * @throws org.springframework.boot.web.server.PortInUseException when somebody else listens there
     */
    public static ServerApp start(
            ServerOptions options, List<Workspace> workspaces, DataSource db, Rooms rooms, InstantSource clock) {
        ServerSchema.migrate(db);
        var spring = new SpringApplication(ServerConfig.class);
        spring.setWebApplicationType(WebApplicationType.SERVLET);
        spring.setRegisterShutdownHook(false);
        spring.setDefaultProperties(properties(options));
        spring.addInitializers(
                context -> give((GenericApplicationContext) context, options, workspaces, db, rooms, clock));
        return new ServerApp(spring.run());
    }

    public int port() {
        return ((ServletWebServerApplicationContext) context).getWebServer().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public ApiKeys keys() {
        return context.getBean(ApiKeys.class);
    }

    public LocalUsers users() {
        return context.getBean(LocalUsers.class);
    }

    ApplicationContext context() {
        return context;
    }

    /** Takes no new requests, lets those under way end (20 s at most), then returns. */
    @Override
    public void close() {
        context.close();
    }

    private static void give(
            GenericApplicationContext context,
            ServerOptions options,
            List<Workspace> workspaces,
            DataSource db,
            Rooms rooms,
            InstantSource clock) {
        context.registerBean(ServerOptions.class, () -> options);
        context.registerBean(Tenants.class, () -> new Tenants(workspaces));
        context.registerBean(InstantSource.class, () -> clock);
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(db));
        context.registerBean(ApiKeys.class, () -> new ApiKeys(JdbcClient.create(db), clock));
        context.registerBean(LocalUsers.class, () -> new LocalUsers(JdbcClient.create(db), clock));
        context.registerBean(Rooms.class, () -> rooms);
    }

    private static Map<String, Object> properties(ServerOptions options) {
        var set = new HashMap<String, Object>();
        set.put("server.address", options.host());
        set.put("server.port", options.port());
        set.put("server.shutdown", "graceful");
        set.put("spring.lifecycle.timeout-per-shutdown-phase", "20s");
        set.put("server.tomcat.max-swallow-size", "64MB");
        set.put("server.tomcat.connection-timeout", "20s");
        set.put("server.max-http-request-header-size", "16KB");
        set.put("server.server-header", "");
        set.put("server.error.whitelabel.enabled", "false");
        set.put("server.servlet.session.cookie.name", "throughline");
        set.put("server.servlet.session.cookie.http-only", "true");
        set.put("server.servlet.session.cookie.same-site", "strict");
        set.put("server.servlet.session.timeout", "8h");
        set.put("server.compression.enabled", "true");
        set.put("server.forward-headers-strategy", "none");
        set.put("spring.threads.virtual.enabled", "true");
        set.put("spring.main.banner-mode", "off");
        set.put("spring.main.log-startup-info", "false");
        set.put("spring.jmx.enabled", "false");
        set.put(
                "spring.autoconfigure.exclude",
                "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration");
        set.put("spring.mvc.servlet.load-on-startup", "1");
        set.put("spring.web.resources.add-mappings", "false");
        set.put("spring.mvc.formcontent.filter.enabled", "false");
        set.put("management.endpoints.access.default", "none");
        set.put("management.endpoint.health.access", "read-only");
        set.put("management.endpoint.prometheus.access", "read-only");
        set.put("management.endpoints.web.base-path", "/");
        set.put("management.endpoints.web.discovery.enabled", "false");
        set.put("management.endpoints.web.exposure.include", "health,prometheus");
        set.put("management.endpoints.web.path-mapping.prometheus", "metrics");
        set.put("management.endpoint.health.probes.enabled", "true");
        // Of ours only, each a plain sentence without names or addresses: whoever finds the hub down should learn why.
        set.put("management.endpoint.health.show-details", "always");
        set.put("management.endpoint.health.show-components", "always");
        set.put("management.endpoint.health.group.readiness.include", "readinessState,storage");
        set.put("management.health.diskspace.enabled", "false");
        set.put("management.health.ssl.enabled", "false");
        set.put("logging.level.root", "WARN");
        set.put("logging.level.org.springframework.web", "ERROR");
        set.put("logging.level.dev.throughline", "INFO");
        set.put("logging.pattern.console", "%d{HH:mm:ss.SSS} %-5level %logger{1} [%X{correlationId:-}] %msg%n%ex{6}");
        if (options.ecsLogs()) {
            set.put("logging.structured.format.console", "ecs");
        }
        return set;
    }
}
