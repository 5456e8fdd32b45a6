package dev.throughline.connector.kit.xml;

import dev.throughline.connector.kit.Json;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * XML as JSON and back. An element becomes a member under its local name, an attribute one under {@code @name}; an element with text only is that text, and with
 * attributes too its text is under {@code #text}; {@code xsi:nil} is null; siblings of one name are an array. All values are texts, since XML has no others.
 * No document type and no entity but the five of XML is read; depth, elements and size are bounded.
 */
public final class XmlJson {
    /** This is no XML that we read. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    private static final int DEPTH_MAX = 100;
    private static final int ELEMENTS_MAX = 2_000_000;
    private static final String NIL_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance";

    private final int bytesMax;
    private final Set<String> lists;

    /** @param lists elements that are arrays even when there is only one, by local name */
    public XmlJson(int bytesMax, Set<String> lists) {
        this.bytesMax = bytesMax;
        this.lists = Set.copyOf(lists);
    }

    /** @return an object with the root element as its one member */
    public ObjectNode toJson(byte[] xml) throws Unreadable {
        if (xml.length > bytesMax) {
            throw new Unreadable("XML of %d bytes is above the limit of %d".formatted(xml.length, bytesMax));
        }
        try {
            XMLStreamReader reader = input().createXMLStreamReader(new ByteArrayInputStream(xml));
            return new Reading(reader).document();
        } catch (XMLStreamException e) {
            throw new Unreadable("no well-formed XML: " + e.getMessage());
        }
    }

    private static XMLInputFactory input() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private final class Reading {
        private final XMLStreamReader reader;
        private int elements;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        ObjectNode document() throws XMLStreamException, Unreadable {
            ObjectNode document = Json.MAPPER.createObjectNode();
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> document.set(reader.getLocalName(), element(1));
                    case XMLStreamConstants.DTD -> throw new Unreadable("a document type is not read");
                    default -> {
                        // Comments, blanks and processing instructions around the root say nothing.
                    }
                }
            }
            return document;
        }

        private JsonNode element(int depth) throws XMLStreamException, Unreadable {
            if (depth > DEPTH_MAX || ++elements > ELEMENTS_MAX) {
                throw new Unreadable(
                        "XML deeper than %d or with more than %d elements".formatted(DEPTH_MAX, ELEMENTS_MAX));
            }
            boolean nil = Boolean.parseBoolean(reader.getAttributeValue(NIL_NAMESPACE, "nil"));
            ObjectNode members = attributes();
            StringBuilder text = new StringBuilder();
            boolean children = false;
            while (reader.next() != XMLStreamConstants.END_ELEMENT) {
                switch (reader.getEventType()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        children = true;
                        add(members, reader.getLocalName(), element(depth + 1));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new Unreadable("the entity &" + reader.getLocalName() + "; is not read");
                    default -> {
                        // Comments and processing instructions say nothing.
                    }
                }
            }
            return finished(members, children, text.toString(), nil);
        }

        private JsonNode finished(ObjectNode members, boolean children, String text, boolean nil) {
            if (nil && members.isEmpty()) {
                return Json.MAPPER.nullNode();
            }
            if (members.isEmpty() && !children) {
                return Json.MAPPER.getNodeFactory().stringNode(text);
            }
            if (!text.isBlank()) {
                members.put("#text", text);
            }
            return members;
        }

        private ObjectNode attributes() {
            ObjectNode members = Json.MAPPER.createObjectNode();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (!NIL_NAMESPACE.equals(reader.getAttributeNamespace(i))) {
                    members.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                }
            }
            return members;
        }

        private void add(ObjectNode members, String name, JsonNode value) {
            JsonNode before = members.get(name);
            if (before instanceof ArrayNode many) {
                many.add(value);
            } else if (before != null) {
                members.set(name, Json.MAPPER.createArrayNode().add(before).add(value));
            } else if (lists.contains(name)) {
                members.set(name, Json.MAPPER.createArrayNode().add(value));
            } else {
                members.set(name, value);
            }
        }
    }

    /**
     * The other way round.
     *
     * @param document an object with one member, the root element
     * @throws Unreadable when a text or name cannot stand in XML, such as one with a control character
     */
    public static String toXml(ObjectNode document) throws Unreadable {
        if (document.size() != 1) {
            throw new Unreadable("XML has one root element, this has " + document.size());
        }
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            Map.Entry<String, JsonNode> root = document.properties().iterator().next();
            write(writer, root.getKey(), root.getValue(), 1);
            writer.writeEndDocument();
            writer.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new Unreadable("cannot be written as XML: " + e.getMessage());
        }
    }

    private static void write(XMLStreamWriter writer, String name, JsonNode value, int depth)
            throws XMLStreamException, Unreadable {
        if (depth > DEPTH_MAX) {
            throw new Unreadable("deeper than " + DEPTH_MAX);
        }
        if (value instanceof ArrayNode many) {
            for (JsonNode one : many) {
                write(writer, name, one, depth + 1);
            }
            return;
        }
        writer.writeStartElement(XmlText.name(name));
        if (value instanceof ObjectNode members) {
            for (Map.Entry<String, JsonNode> member : members.properties()) {
                if (member.getKey().startsWith("@")) {
                    writer.writeAttribute(
                            XmlText.name(member.getKey().substring(1)), XmlText.characters(member.getValue()));
                }
            }
            for (Map.Entry<String, JsonNode> member : members.properties()) {
                if (member.getKey().equals("#text")) {
                    writer.writeCharacters(XmlText.characters(member.getValue()));
                } else if (!member.getKey().startsWith("@")) {
                    write(writer, member.getKey(), member.getValue(), depth + 1);
                }
            }
        } else if (value.isNull()) {
            writer.writeAttribute("xmlns:xsi", NIL_NAMESPACE);
            writer.writeAttribute("xsi:nil", "true");
        } else {
            writer.writeCharacters(XmlText.characters(value));
        }
        writer.writeEndElement();
    }
}
