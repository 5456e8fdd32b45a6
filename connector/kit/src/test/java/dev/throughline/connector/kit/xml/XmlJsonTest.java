package dev.throughline.connector.kit.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.connector.kit.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class XmlJsonTest {
    private final XmlJson xml = new XmlJson(1_000_000, Set.of("line"));

    @Test
    void elements_attributes_lists_nil_and_mixed_text_become_json() throws Exception {
        assertThat(json("""
                <?xml version="1.0"?><!-- a comment -->
                <soap:order xmlns:soap="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="7">
                  <line>one</line><note lang="en">hi &amp; <![CDATA[<b>]]></note>
                  <gone xsi:nil="true"/><empty/><tag>a</tag><tag>b</tag>
                </soap:order>"""))
                .isEqualTo(
                        "{\"order\":{\"@id\":\"7\",\"line\":[\"one\"],\"note\":{\"@lang\":\"en\",\"#text\":\"hi & <b>\"},"
                                + "\"gone\":null,\"empty\":\"\",\"tag\":[\"a\",\"b\"]}}");
    }

    @Test
    void out_and_back_is_the_same() throws Exception {
        ObjectNode document = (ObjectNode)
                Json.MAPPER.readTree(
                        "{\"order\":{\"@id\":\"a\\\"<b\",\"text\":\"<script> & 'x' 😀\\n\",\"line\":[{\"n\":\"1\"},{\"n\":\"2\"}],\"none\":null}}");
        assertThat(xml.toJson(XmlJson.toXml(document).getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(document);
    }

    @Test
    void numbers_are_written_exactly() throws Exception {
        ObjectNode document = (ObjectNode) Json.MAPPER.readTree("{\"amount\":1000000000000.10}");
        assertThat(XmlJson.toXml(document)).contains(">1000000000000.10<");
    }

    @Test
    void document_types_entities_depth_and_size_are_refused() {
        refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");
        refused("<!DOCTYPE a [<!ENTITY x \"xxxx\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>");
        refused("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>");
        refused("<a>&unknown;</a>");
        refused("<a>".repeat(200) + "</a>".repeat(200));
        refused("<a>" + "x".repeat(1_000_001) + "</a>");
        refused("<a><b></a>");
        refused("{}");
        refused("");
    }

    @Test
    void what_cannot_stand_in_xml_is_refused_on_the_way_out() {
        for (String json : new String[] {
            "{\"a\":\"\\u0000\"}", "{\"a b\":\"\"}", "{\"a\":{\"<x\":\"\"}}", "{\"a\":1,\"b\":2}", "{\"a\":\"\\ud800\"}"
        }) {
            assertThatThrownBy(() -> XmlJson.toXml((ObjectNode) Json.MAPPER.readTree(json)))
                    .as(json)
                    .isInstanceOf(XmlJson.Unreadable.class);
        }
    }

    private String json(String text) throws XmlJson.Unreadable {
        return xml.toJson(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void refused(String text) {
        assertThatThrownBy(() -> json(text))
                .as(text.substring(0, Math.min(60, text.length())))
                .isInstanceOf(XmlJson.Unreadable.class);
    }
}
