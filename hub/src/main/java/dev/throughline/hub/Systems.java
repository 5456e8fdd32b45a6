package dev.throughline.hub;

import dev.throughline.connector.spi.Connector;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.util.List;
import java.util.Optional;

/** The connected systems of each tenant. */
public interface Systems {
    Optional<Connector> connector(TenantId tenant, SystemId system);

    List<SystemConfig> of(TenantId tenant);
}
