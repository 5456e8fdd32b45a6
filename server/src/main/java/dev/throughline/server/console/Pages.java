package dev.throughline.server.console;

import dev.throughline.server.security.Caller;
import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** Renders pages: with {@code HX-Request} the content alone, without it the whole page, at one address. */
@Component
final class Pages {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "dev.throughline.server.console.pages");

    ResponseEntity<String> page(HttpServletRequest request, String title, String template, Map<String, Object> values) {
        return page(request, 200, title, template, values);
    }

    ResponseEntity<String> page(
            HttpServletRequest request, int status, String title, String template, Map<String, Object> values) {
        var out = new StringOutput();
        if ("true".equals(request.getHeader("HX-Request"))) {
            engine.render(template, values, out);
        } else {
            var all = new HashMap<String, Object>();
            all.put("chrome", new Chrome(title, who(), csrf(request), Chrome.links(request.getRequestURI())));
            all.put("content", (Content) inner -> engine.render(template, values, inner));
            engine.render("page.jte", all, out);
        }
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header(HttpHeaders.VARY, "HX-Request")
                .body(out.toString());
    }

    static String csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : "";
    }

    private static String who() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? caller.name().replaceFirst("^user:", "")
                : "";
    }
}
