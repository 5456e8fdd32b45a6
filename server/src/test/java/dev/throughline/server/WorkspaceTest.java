package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.workspace.Mistake;
import dev.throughline.hub.workspace.WorkspaceLoader;
import dev.throughline.hub.workspace.WorkspaceRules;
import dev.throughline.server.command.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceTest {
    private static final String SECRET = "tl_0123456789012345678901234567890123456789";
    private static final String GOOD = """
            tenant: meridian
            apiKeys:
              - {name: feed, key: env:FEED_KEY, scopes: [changes:write]}
            systems:
              files:
                kind: csv
                role: files
                settings: {folder: /tmp, files: "contract=*.csv"}
              hr:
                kind: bamboohr
                role: hcm
                settings: {company: acme, apiKey: "env:FEED_KEY"}
            ownership:
              onForeignChange: raise
              rules: {CustomerAccount: {"*": hcm}}
            policies:
              BillingPolicy: {linesPerInvoice: 50}
            workflows: {time-to-billing: shadow}
            """;

    @TempDir
    private Path folder;

    private WorkspaceRules rules() {
        WorkspaceRules installed = Installed.rules();
        return new WorkspaceRules(
                installed.factories(),
                installed.policies(),
                installed.scopes(),
                installed.roles(),
                Map.of("FEED_KEY", SECRET));
    }

    private List<Mistake> check(String text) throws IOException {
        Files.writeString(folder.resolve(WorkspaceLoader.FILE), text);
        return WorkspaceLoader.check(folder, folder.resolve("data"), rules());
    }

    @Test
    void a_good_workspace_is_read_and_never_prints_a_secret() throws IOException {
        assertThat(check(GOOD)).isEmpty();
        var file = WorkspaceLoader.load(folder, folder.resolve("data"), rules());
        assertThat(file.workspace().systems()).hasSize(2);
        assertThat(file.workspace().systems().get(1).settings()).containsEntry("apiKey", SECRET);
        assertThat(file.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tenant: meridian            | tennant: meridian            | UNKNOWN_KEY         | 1
            tenant: meridian            | tenant: Meridian!            | WRONG_VALUE         | 1
            kind: csv                   | kind: cvs                    | UNKNOWN_KIND        | 6
            role: files                 | role: fils                   | UNKNOWN_ROLE        | 7
            folder: /tmp,               | foldr: /tmp,                 | UNKNOWN_KEY         | 8
            folder: /tmp,               |                              | SETTING_MISSING     | 8
            "env:FEED_KEY"              | "aVeryRealLookingSecret"     | SECRET_IN_THE_CLEAR | 12
            "env:FEED_KEY"              | "env:NOT_SET"                | REFERENCE_EMPTY     | 12
            "env:FEED_KEY"              | "file:nowhere"               | REFERENCE_UNREADABLE | 12
            key: env:FEED_KEY           | key: tl_inTheClear           | SECRET_IN_THE_CLEAR | 3
            [changes:write]             | [change:write]               | UNKNOWN_SCOPE       | 3
            hr:                         | files:                       | DUPLICATE           | 9
            onForeignChange: raise      | onForeignChange: rise        | WRONG_VALUE         | 14
            CustomerAccount:            | CustomerAcount:              | UNKNOWN_TYPE        | 15
            "*": hcm                    | "*": hmc                     | UNKNOWN_OWNER       | 15
            "*": hcm                    | nmae: hcm                    | UNKNOWN_ATTRIBUTE   | 15
            BillingPolicy:              | BilingPolicy:                | UNKNOWN_POLICY      | 17
            linesPerInvoice: 50         | linesPerInvoices: 50         | UNKNOWN_KEY         | 17
            linesPerInvoice: 50         | linesPerInvoice: many        | WRONG_VALUE         | 17
            linesPerInvoice: 50         | linesPerInvoice: 0           | WRONG_VALUE         | 17
            {time-to-billing: shadow}   | {time-to-bill: shadow}       | UNKNOWN_WORKFLOW    | 18
            {time-to-billing: shadow}   | {time-to-billing: shadwo}    | WRONG_VALUE         | 18
            {time-to-billing: shadow}   | shadow                       | WRONG_TYPE          | 18
            tenant: meridian            | "tenant: [meridian"          | NOT_YAML            | 2
            """)
    void every_mistake_is_told_with_its_place_and_its_remedy(String right, String wrong, String code, int line)
            throws IOException {
        String text = GOOD.replaceFirst(
                java.util.regex.Pattern.quote(right),
                java.util.regex.Matcher.quoteReplacement(wrong == null ? "" : wrong));
        assertThat(text).isNotEqualTo(GOOD);
        List<Mistake> mistakes = check(text);
        assertThat(mistakes).as(mistakes.toString()).anySatisfy(mistake -> {
            assertThat(mistake.code()).isEqualTo(code);
            assertThat(mistake.line()).isEqualTo(line);
            assertThat(mistake.column()).isPositive();
            assertThat(mistake.remedy()).isNotBlank();
        });
        assertThat(mistakes.toString()).doesNotContain("aVeryRealLookingSecret").doesNotContain(SECRET);
    }

    @Test
    void all_mistakes_are_told_at_once() throws IOException {
        String text = GOOD.replace("kind: csv", "kind: cvs")
                .replace("role: hcm", "role: hmc")
                .replace("50", "[]");
        assertThat(check(text)).extracting(Mistake::code).contains("UNKNOWN_KIND", "UNKNOWN_ROLE", "WRONG_VALUE");
    }
}
