package dev.throughline.server.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The controllers of the API. */
@Configuration(proxyBeanMethods = false)
@Import({
    ChangesController.class,
    ProcessController.class,
    DealsController.class,
    BillingController.class,
    CorrectionsController.class,
    ShadowController.class,
    WhatIfController.class,
    OutlookController.class,
    ThreadController.class,
    ExplainController.class,
    ExceptionsController.class,
    ReconciliationController.class,
    OperationsController.class,
    ReplayController.class,
    AuditController.class,
    HooksController.class,
    OpenApiController.class
})
public class ApiConfig {}
