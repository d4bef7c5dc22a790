package io.terraverde.storage.s3.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Writes and reads the documents of S3.
final class Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder();

    private Xml() {}

    /// A document in S3's namespace.
    static String result(String root, Consumer<Xml> content) {
        return document(root + " xmlns=\"" + NAMESPACE + "\"", root, content);
    }

    /// A document of no namespace, as errors are.
    static String error(Consumer<Xml> content) {
        return document("Error", "Error", content);
    }

    private static String document(String opening, String root, Consumer<Xml> content) {
        Xml xml = new Xml();
        content.accept(xml);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + opening + ">" + xml.text + "</" + root + ">";
    }

    Xml add(String name, Object value) {
        return nest(name, inner -> inner.text(value.toString()));
    }

    Xml nest(String name, Consumer<Xml> content) {
        text.append('<').append(name).append('>');
        content.accept(this);
        text.append("</").append(name).append('>');
        return this;
    }

    void text(String value) {
        for (int i = 0; i < value.length(); i++) {
            escape(value.charAt(i));
        }
    }

    private void escape(char each) {
        switch (each) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            default -> {
                // XML 1.0 has no way to write control characters. S3 sends them like this all the same, unless the
                // listing is asked for with encoding-type=url.
                if (each < ' ') {
                    text.append("&#x").append(Integer.toHexString(each)).append(';');
                } else {
                    text.append(each);
                }
            }
        }
    }

    /// @throws S3Refusal 400 when it is no XML
    static Element read(byte[] document) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(document))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            S3Refusal refusal = new S3Refusal(400, "MalformedXML", "The body is not the XML that is expected.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    static Optional<String> child(Element parent, String name) {
        return children(parent, name).stream().map(Element::getTextContent).findFirst();
    }
}
