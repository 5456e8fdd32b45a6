package dev.throughline.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A document with its layers laid over it.
 *
 * @param version the base's, and each layer's after a plus sign
 * @param files   which file a top-level field comes from, so that a mistake is looked for where it was made
 */
record Layered(
        MappingDocument base,
        String version,
        String owner,
        Map<String, Template.Leaf> settings,
        Optional<String> match,
        Template.Branch fields,
        List<String> required,
        Map<String, String> files) {
    private static final String NOBODY_ELSE = "INTEGRATION";

    static Layered of(MappingDocument base, List<MappingDocument> layers) {
        Layered layered = new Layered(
                base,
                Integer.toString(base.version()),
                base.owner().orElse(NOBODY_ELSE),
                base.settings(),
                base.match(),
                base.fields(),
                base.required(),
                Map.of());
        for (MappingDocument layer : layers) {
            layered = layered.under(layer);
        }
        return layered;
    }

    private Layered under(MappingDocument layer) {
        Map<String, Template.Leaf> allSettings = new LinkedHashMap<>(settings);
        allSettings.putAll(layer.settings());
        Map<String, String> allFiles = new LinkedHashMap<>(files);
        layer.settings().keySet().forEach(name -> allFiles.put(name, layer.file()));
        layer.fields().fields().keySet().forEach(name -> allFiles.put("fields." + name, layer.file()));
        return new Layered(
                base,
                version + "+" + layer.version(),
                layer.owner().orElse(owner),
                allSettings,
                layer.match().or(() -> match),
                (Template.Branch) Template.overlay(fields, layer.fields()),
                layer.required().isEmpty() ? required : layer.required(),
                allFiles);
    }

    String file(String place) {
        return files.getOrDefault(place, base.file());
    }
}
