package dev.throughline.hub.capture;

import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;

/** What is read forward by one cursor: the records of one type of one system, or its stream. */
record Source(TenantId tenant, SystemId system, ObjectType type) {
    private static final ObjectType STREAM = new ObjectType("*");

    static Source streamOf(TenantId tenant, SystemId system) {
        return new Source(tenant, system, STREAM);
    }

    @Override
    public String toString() {
        return system + " " + type;
    }
}
