package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.content.Tarball;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// Publish documents for version 2.0.0 of a package, each spoilt in one way.
final class HostileDocuments {
    private static final int DEEP = 100_000;

    private final PackageSource source;
    private final Map<String, String> bodies = new LinkedHashMap<>();

    private HostileDocuments(String name) {
        this.source = aPackage(name).withVersion("2.0.0");
    }

    /// Bodies that must be refused, by what is wrong with them.
    static Map<String, String> all(String name) {
        var documents = new HostileDocuments(name);
        documents.brokenJson();
        documents.wrongNamesAndVersions();
        documents.wrongAttachments();
        documents.wrongTarballs();
        return documents.bodies;
    }

    private void brokenJson() {
        String good = PublishDocument.of(source).toString();
        bodies.put("nothing", "");
        bodies.put("no JSON", "{name: x");
        bodies.put("null", "null");
        bodies.put("an array", "[]");
        bodies.put("a text", "\"text\"");
        bodies.put("an empty object", "{}");
        bodies.put("cut in half", good.substring(0, good.length() / 2));
        bodies.put("cut before the last brace", good.substring(0, good.length() - 1));
        bodies.put("something after the end", good + "{}");
        bodies.put("a control character in a name", good.replace("\"license\"", "\"lic\u0001ense\""));
        bodies.put("deep objects", "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP));
        bodies.put(
                "deep arrays in a version",
                text(document -> version(document).put("deep", "HERE"))
                        .replace("\"HERE\"", "[".repeat(DEEP) + "]".repeat(DEEP)));
        bodies.put(
                "a number of a million digits",
                text(document -> version(document).put("long", "HERE")).replace("\"HERE\"", "1".repeat(1_000_000)));
        bodies.put("versions twice", good.replaceFirst("\\{", "{\"versions\": {},"));
        bodies.put("attachments twice", good.replaceFirst("\\{", "{\"_attachments\": {},"));
        bodies.put("name twice", good.replaceFirst("\\{", "{\"name\": \"@acme/other\","));
    }

    private void wrongNamesAndVersions() {
        put("another name", document -> document.put("name", "@acme/other"));
        put("no name", document -> document.remove("name"));
        put("a name that is no text", document -> document.put("name", 1));
        put("another name in the version", document -> version(document).put("name", "@acme/other"));
        put("another version in the version", document -> version(document).put("version", "2.0.1"));
        put("versions that are a list", document -> document.putArray("versions"));
        put("a version that is a text", document -> versions(document).put("2.0.0", "text"));
        put("a version that is null", document -> versions(document).putNull("2.0.0"));
        put("no versions", document -> document.putObject("versions"));
        put("a tag of a version that is not there", document -> tags(document).put("latest", "9.9.9"));
        put("a tag that is no text", document -> tags(document).put("latest", 1));
        put("a tag that is a range", document -> tags(document).put("^1.0.0", "2.0.0"));
        for (String version : new String[] {"notsemver", "1.0", "v2.0.0", "2.0.0 ", "02.0.0", "../2.0.0", "2.0.0/x"}) {
            put("version " + version, PublishDocument.of(source.withVersion(version)));
        }
    }

    private void wrongAttachments() {
        put("no attachments", document -> document.remove("_attachments"));
        put("empty attachments", document -> document.putObject("_attachments"));
        put("attachments that are a list", document -> document.putArray("_attachments"));
        put(
                "an attachment that is null",
                document -> attachments(document).putNull(PublishDocument.attachment(source)));
        put("no data", document -> attachment(document).remove("data"));
        put("data that is a number", document -> attachment(document).put("data", 1));
        put("data that is null", document -> attachment(document).putNull("data"));
        put("empty data", document -> attachment(document).put("data", ""));
        put("data that is no base64", document -> attachment(document).put("data", "!!!! no base64 !!!!"));
        put("data with garbage inside", data(text -> text.substring(0, 40) + "****" + text.substring(44)));
        put("data cut short", data(text -> text.substring(0, text.length() / 8 * 4)));
        put("a wrong length", document -> attachment(document).put("length", 1));
        put("a wrong shasum", document -> dist(document).put("shasum", "0".repeat(40)));
        put("a wrong integrity", document -> dist(document).put("integrity", "sha512-" + "A".repeat(86) + "=="));
        put(
                "two tarballs",
                document -> attachments(document)
                        .set("second-2.0.0.tgz", attachment(document).deepCopy()));
        for (String name : new String[] {
            "../../evil-2.0.0.tgz", "package.json", "package.json.lock", "a b.tgz", "x-2.0.0+b.tgz", "", "x\u0000.tgz"
        }) {
            put("attachment \"" + name.replace("\u0000", "NUL") + "\"", document -> {
                ObjectNode attachment = attachment(document);
                document.putObject("_attachments").set(name, attachment);
            });
        }
    }

    private void wrongTarballs() {
        String manifest = source.manifest().toString();
        put("a tarball that is no gzip", PublishDocument.of(source, "no gzip at all".getBytes(UTF_8)));
        put("a tarball of nothing", PublishDocument.of(source, Tarball.empty().toBytes()));
        put("a tarball cut short", PublishDocument.of(source, half(source.tarball())));
        put("a tarball without package.json", tarball(Tarball.empty().with("package/x", "x")));
        put(
                "a tarball of another package",
                tarball(Tarball.empty()
                        .with(
                                "package/package.json",
                                aPackage("@acme/other").manifest().toString())));
        put(
                "a tarball of another version",
                tarball(Tarball.empty()
                        .with(
                                "package/package.json",
                                source.withVersion("2.0.1").manifest().toString())));
        put("a tarball whose package.json is no JSON", tarball(Tarball.empty().with("package/package.json", "{")));
        put(
                "a bomb",
                tarball(Tarball.empty().with("package/package.json", manifest).withZeros("package/zeros", 256L << 20)));
        put("a huge package.json", tarball(Tarball.empty().withZeros("package/package.json", 64L << 20)));
        put(
                "an entry above the root",
                tarball(Tarball.empty().with("package/package.json", manifest).with("package/../../../outside", "x")));
        put(
                "an entry with an absolute path",
                tarball(Tarball.empty().with("package/package.json", manifest).with("/etc/outside", "x")));
        put(
                "a link that points outside",
                tarball(Tarball.empty()
                        .with("package/package.json", manifest)
                        .withLink("package/link", "../../../outside")));
    }

    private void put(String wrong, Consumer<ObjectNode> spoil) {
        bodies.put(wrong, text(spoil));
    }

    private void put(String wrong, ObjectNode document) {
        bodies.put(wrong, document.toString());
    }

    private String text(Consumer<ObjectNode> spoil) {
        ObjectNode document = PublishDocument.of(source);
        spoil.accept(document);
        return document.toString();
    }

    private ObjectNode tarball(Tarball tarball) {
        return PublishDocument.of(source, tarball.toBytes());
    }

    private Consumer<ObjectNode> data(UnaryOperator<String> spoil) {
        return document -> {
            ObjectNode attachment = attachment(document);
            attachment.put("data", spoil.apply(attachment.path("data").asString()));
        };
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static ObjectNode versions(ObjectNode document) {
        return (ObjectNode) document.path("versions");
    }

    private static ObjectNode version(ObjectNode document) {
        return (ObjectNode) versions(document).path("2.0.0");
    }

    private static ObjectNode dist(ObjectNode document) {
        return (ObjectNode) version(document).path("dist");
    }

    private static ObjectNode tags(ObjectNode document) {
        return (ObjectNode) document.path("dist-tags");
    }

    private static ObjectNode attachments(ObjectNode document) {
        return (ObjectNode) document.path("_attachments");
    }

    private ObjectNode attachment(ObjectNode document) {
        return (ObjectNode) attachments(document).path(PublishDocument.attachment(source));
    }
}
