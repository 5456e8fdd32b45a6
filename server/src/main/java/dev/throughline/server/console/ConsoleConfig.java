package dev.throughline.server.console;

import org.springframework.context.annotation.Configuration;

/** The controllers of the console. */
@Configuration(proxyBeanMethods = false)
public class ConsoleConfig {}
