package dev.throughline.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.throughline.server.testing.Browsing;
import dev.throughline.server.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The console as a person sees it. With {@code -Dscreenshots=DIR} a picture of every page is kept there. */
class BrowserTest {
    private static final List<String> PAGES = List.of(
            "/console",
            "/console/systems",
            "/console/threads?q=alder",
            "/console/threads/opp_1",
            "/console/exceptions",
            "/console/exceptions/1",
            "/console/threads/nothing");
    private static Optional<Browsing> browsing = Optional.empty();

    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void a_browser() {
        browsing = Optional.of(Browsing.open());
    }

    @AfterAll
    static void no_browser() {
        browsing.ifPresent(Browsing::close);
    }

    @Test
    void a_person_signs_in_finds_a_thread_and_deals_with_an_exception() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1280)) {
            Page page = signedIn(context);
            assertThat(page.getByRole(AriaRole.HEADING, named("Overview"))).isVisible();

            page.getByRole(AriaRole.LINK, named("Thread")).click();
            page.getByLabel("Search").fill("alder");
            page.getByRole(AriaRole.LINK, named("Alder rollout")).click();
            assertThat(page.getByRole(AriaRole.IMG, named("Steps by system"))).isVisible();

            page.navigate(TestServer.APP.url() + "/console/exceptions/20");
            page.getByLabel("Reason for skipping").fill("entered twice at the customer");
            page.getByRole(AriaRole.BUTTON, exactly("Skip for good")).click();
            assertThat(page.locator("#content")).containsText("entered twice at the customer");
            assertThat(page.getByRole(AriaRole.BUTTON, exactly("Skip for good")))
                    .hasCount(0);

            page.getByRole(AriaRole.BUTTON, exactly("Sign out")).click();
            assertThat(page.getByLabel("Password")).isVisible();
            assertThat(complaints).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}, {1} pixels")
    @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 390", "DARK, 390"})
    void every_page_fits_its_window_and_the_browser_complains_of_nothing(ColorScheme scheme, int width) {
        try (BrowserContext context = context(scheme, width)) {
            Page page = page(context);
            page.navigate(TestServer.APP.url() + "/sign-in");
            look(page, "/sign-in", scheme, width);
            signIn(page);
            for (String path : PAGES) {
                page.navigate(TestServer.APP.url() + path);
                look(page, path, scheme, width);
            }
            complaints.removeIf(says -> says.contains("404"));
            assertThat(complaints).isEmpty();
        }
    }

    private void look(Page page, String path, ColorScheme scheme, int width) {
        keep(page, path, scheme, width);
        Object wide = page.evaluate("document.documentElement.scrollWidth");
        assertThat(((Number) wide).intValue())
                .as("%s scrolls sideways at %d pixels", path, width)
                .isLessThanOrEqualTo(width);
        assertThat(page.locator("html")).hasAttribute("data-bs-theme", scheme == ColorScheme.DARK ? "dark" : "light");
    }

    private static void keep(Page page, String path, ColorScheme scheme, int width) {
        String folder = System.getProperty("screenshots");
        if (folder != null) {
            String name = "%s-%s-%d.png".formatted(path.substring(1).replaceAll("[^a-z0-9]+", "-"), scheme, width);
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name)));
        }
    }

    private BrowserContext context(ColorScheme scheme, int width) {
        return browsing.orElseThrow()
                .browser()
                .newContext(
                        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900));
    }

    private Page page(BrowserContext context) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }

    private Page signedIn(BrowserContext context) {
        Page page = page(context);
        page.navigate(TestServer.APP.url() + "/");
        signIn(page);
        return page;
    }

    private static void signIn(Page page) {
        page.getByLabel("Name").fill("admin");
        page.getByLabel("Password").fill(TestServer.ADMIN_PASSWORD);
        page.getByRole(AriaRole.BUTTON, exactly("Sign in")).click();
        assertThat(page.getByRole(AriaRole.BUTTON, exactly("Sign out"))).isVisible();
    }

    private static Page.GetByRoleOptions named(String name) {
        return new Page.GetByRoleOptions().setName(name);
    }

    private static Page.GetByRoleOptions exactly(String name) {
        return new Page.GetByRoleOptions().setName(name).setExact(true);
    }
}
