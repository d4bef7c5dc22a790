package io.terraverde.testkit;

import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.packument.TarballUrls;
import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.PutIf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A program that publishes one more version of a package that has many, renders its packument in both forms, and ends
/// with 0 when that went well. To be run with a small heap: `LargePackumentInSmallHeap <versions> <bytes of each>`.
public final class LargePackumentInSmallHeap {
    private LargePackumentInSmallHeap() {}

    /// Runs it.
    public static void main(String[] arguments) {
        int versions = Integer.parseInt(arguments[0]);
        int bytesOfEach = Integer.parseInt(arguments[1]);
        InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
        store.put(BlobKey.of("large/package.json"), BlobBody.of(packument(versions, bytesOfEach)), PutIf.absent());
        RegistryFixture registry = RegistryFixture.over(store);

        registry.publish("large", "2.0.0");

        Packument packument = registry.packument("large");
        require(packument.versions().size() == versions + 1, "a version is missing");
        for (PackumentForm form : PackumentForm.values()) {
            byte[] rendered = PackumentRenderer.render(
                    PackageName.parse("large"), packument, form, TarballUrls.below(RegistryFixture.BASE));
            require(rendered.length > 100L * versions, "the rendered packument is too short");
        }
    }

    /// As Verdaccio writes it, indented by tabs.
    private static byte[] packument(int versions, int bytesOfEach) {
        var out = new ByteArrayOutputStream(versions * (bytesOfEach + 100));
        write(out, "{\n\t\"name\": \"large\",\n\t\"versions\": {");
        for (int i = 0; i < versions; i++) {
            String start = String.format(Locale.ROOT, """
                    %1$s
                    \t\t"1.0.%2$d": {
                    \t\t\t"name": "large",
                    \t\t\t"version": "1.0.%2$d",
                    \t\t\t"dist": {
                    \t\t\t\t"tarball": "http://localhost:4873/large/-/large-1.0.%2$d.tgz"
                    \t\t\t},
                    \t\t\t"description": \"""", i == 0 ? "" : ",", i);
            write(out, start);
            write(out, "x".repeat(Math.max(0, bytesOfEach - start.length())));
            write(out, "\"\n\t\t}");
        }
        write(
                out,
                "\n\t},\n\t\"dist-tags\": {\n\t\t\"latest\": \"1.0.0\"\n\t},\n\t\"_rev\": \"7-0123456789abcdef\"\n}");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
