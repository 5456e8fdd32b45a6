package dev.throughline.model;

/** What a system is to the firm. Processes address roles; routing picks the system. */
public enum Role {
    CRM,
    PSA,
    ERP,
    HCM,
    FILES
}
