package dev.throughline.hub.translate;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Invoice;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Payment;
import dev.throughline.model.Project;
import dev.throughline.model.Resource;
import dev.throughline.model.ServiceItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people call things, for the search box. Work in bulk (time, expenses) has no names: it is found through its project. */
public final class Names {
    private Names() {}

    /** @param what which name it is */
    public record Named(String name, String what) {}

    public static List<Named> of(CanonicalObject object) {
        List<Named> names = new ArrayList<>();
        switch (object) {
            case CustomerAccount c -> {
                add(names, "customer name", Optional.of(c.name()));
                add(names, "customer number", c.number());
            }
            case Opportunity o -> add(names, "deal name", Optional.of(o.name()));
            case Contract c -> {
                add(names, "contract number", Optional.of(c.number()));
                add(names, "contract name", Optional.of(c.name()));
            }
            case Project p -> {
                add(names, "project name", Optional.of(p.name()));
                add(names, "project code", p.code());
            }
            case Invoice i -> add(names, "invoice number", i.number());
            case CreditMemo m -> add(names, "credit memo number", m.number());
            case Payment p -> add(names, "payment reference", p.reference());
            case Resource r -> {
                add(names, "person", Optional.of(r.name()));
                add(names, "e-mail", r.email());
            }
            case ServiceItem s -> add(names, "item code", Optional.of(s.code()));
            case CanonicalObject _ -> {}
        }
        return names;
    }

    private static void add(List<Named> names, String what, Optional<String> name) {
        name.filter(n -> !n.isBlank()).ifPresent(n -> names.add(new Named(n, what)));
    }
}
