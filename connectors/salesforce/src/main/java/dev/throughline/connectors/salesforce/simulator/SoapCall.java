package dev.throughline.connectors.salesforce.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * One SOAP 1.1 request: the operation in the body and the session in the header. Document types and entities are refused before anything is read of them.
 *
 * @param namespace the API's own, of the partner or the enterprise WSDL: answers are written in it
 */
record SoapCall(String namespace, String operation, Element arguments, String session) {
    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

    /** @throws Refusal with code {@code soapenv:Client} and the parser's reason */
    static SoapCall parse(byte[] body) {
        Element envelope = document(body).getDocumentElement();
        if (!ENVELOPE.equals(envelope.getNamespaceURI()) || !"Envelope".equals(envelope.getLocalName())) {
            throw unreadable("the root element must be Envelope of " + ENVELOPE);
        }
        Element operation = child(envelope, "Body")
                .flatMap(SoapCall::firstChild)
                .orElseThrow(() -> unreadable("Missing operation for soap document"));
        String session = child(envelope, "Header")
                .flatMap(h -> child(h, "SessionHeader"))
                .flatMap(h -> child(h, "sessionId"))
                .map(SoapCall::text)
                .orElse("");
        String namespace = operation.getNamespaceURI() == null ? "" : operation.getNamespaceURI();
        return new SoapCall(namespace, operation.getLocalName(), operation, session);
    }

    /** The text of an argument, empty when it was not given. */
    String argument(String name) {
        return child(arguments, name).map(SoapCall::text).orElse("");
    }

    static Refusal unreadable(String says) {
        return new Refusal(500, "soapenv:Client", says, List.of());
    }

    private static Document document(byte[] body) {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            // Without a handler of ours the parser prints to the error stream.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new ByteArrayInputStream(body));
        } catch (SAXException | IOException e) {
            throw unreadable(String.valueOf(e.getMessage()));
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java cannot parse XML safely", e);
        }
    }

    private static Optional<Element> child(Element parent, String localName) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && localName.equals(element.getLocalName())) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static Optional<Element> firstChild(Element parent) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    private static String text(Element element) {
        return String.valueOf(element.getTextContent()).strip();
    }
}
