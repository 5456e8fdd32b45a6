package dev.throughline.server;

import dev.throughline.server.api.ApiConfig;
import dev.throughline.server.console.ConsoleConfig;
import dev.throughline.server.security.SecurityConfig;
import dev.throughline.server.web.WebConfig;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Everything that Spring puts together, named one by one: nothing is found by scanning. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebConfig.class, SecurityConfig.class, ApiConfig.class, ConsoleConfig.class})
class ServerConfig {}
