package dev.throughline.server.console;

import java.util.List;

/** What stands around every page. @param who empty when nobody has signed in */
public record Chrome(String title, String who, String csrf, List<Link> links) {
    /** One entry of the navigation. */
    public record Link(String text, String href, boolean active) {}

    public boolean signedIn() {
        return !who.isEmpty();
    }

    static List<Link> links(String path) {
        return List.of(
                new Link("Overview", "/console", path.equals("/console")),
                new Link("Thread", "/console/threads", path.startsWith("/console/threads")),
                new Link("Exceptions", "/console/exceptions", path.startsWith("/console/exceptions")),
                new Link("Systems", "/console/systems", path.startsWith("/console/systems")));
    }
}
