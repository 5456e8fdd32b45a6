package dev.throughline.server.api;

import org.springframework.context.annotation.Configuration;

/** The controllers of the API. */
@Configuration(proxyBeanMethods = false)
public class ApiConfig {}
