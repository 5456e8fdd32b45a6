package dev.throughline.server.demo;

import java.time.InstantSource;

/** The firm's people before the screens of its four vendors. There is no hub in it: whatever arrives elsewhere, the hub has carried. */
final class Town implements AutoCloseable {
    private final Firm firm;
    private final InstantSource clock;
    private final Vendors vendors;
    private final CrmDesk crm;
    private final PsaDesk psa;
    private final ErpDesk erp;
    private final HcmDesk hcm;

    private Town(Firm firm, InstantSource clock) {
        this.firm = firm;
        this.clock = clock;
        vendors = Vendors.start(clock);
        crm = new CrmDesk(vendors.of(Vendors.CRM).screen());
        psa = new PsaDesk(vendors.of(Vendors.PSA).screen());
        erp = new ErpDesk(vendors.of(Vendors.ERP).screen());
        hcm = new HcmDesk(vendors.of(Vendors.HCM).screen());
        erp.furnish(firm);
        psa.furnish();
    }

    /** Vendors furnished with the firm's set-up, listening on free ports. */
    static Town open(Firm firm, InstantSource clock) {
        return new Town(firm, clock);
    }

    Firm firm() {
        return firm;
    }

    InstantSource clock() {
        return clock;
    }

    Vendors vendors() {
        return vendors;
    }

    CrmDesk crm() {
        return crm;
    }

    PsaDesk psa() {
        return psa;
    }

    ErpDesk erp() {
        return erp;
    }

    HcmDesk hcm() {
        return hcm;
    }

    @Override
    public void close() {
        vendors.close();
    }
}
