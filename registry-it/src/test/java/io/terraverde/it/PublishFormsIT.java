package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.content.Tarball;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.registry.SharedRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Forms of the publish document that clients send and that are not the usual one.
@Tag("fix")
class PublishFormsIT {
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @Test
    void provenanceBundleIsTaken() {
        PackageSource source = aPackage("@acme/proven");
        ObjectNode document = PublishDocument.of(source);
        String bundle = "{\"mediaType\":\"" + BUNDLE + "\"}";
        ((ObjectNode) document.path("_attachments"))
                .putObject("@acme/proven-1.0.0.sigstore")
                .put("content_type", BUNDLE)
                .put("data", bundle)
                .put("length", bundle.length());

        alice().put("/@acme%2fproven", document).is(201);

        alice().served("@acme/proven").tarball("1.0.0");
    }

    /// npm 6 to 9 repeat a refused publish with all versions that are there (`libnpmpublish`, `patchMetadata`).
    @Test
    void versionsThatAreThereMayBeRepeated() {
        PackageSource source = aPackage("@acme/merged");
        alice().publish(source).is(201);
        ObjectNode document = PublishDocument.of(source.withVersion("1.1.0"));
        ServedPackage there = alice().served("@acme/merged");
        ObjectNode versions = JsonMapper.shared().createObjectNode();
        versions.set("1.0.0", there.version("1.0.0"));
        versions.set("1.1.0", document.path("versions").path("1.1.0"));
        document.set("versions", versions);

        alice().put("/@acme%2fmerged", document).is(201);

        ServedPackage served = alice().served("@acme/merged");
        assertThat(served.versions()).containsExactly("1.0.0", "1.1.0");
        served.versions().forEach(served::tarball);
        assertThat(served.version("1.0.0")).isEqualTo(there.version("1.0.0"));
    }

    /// Yarn Berry sends the attachments before the name.
    @Test
    void attachmentsMayComeFirst() {
        ObjectNode document = PublishDocument.of(aPackage("@acme/turned"));
        ObjectNode turned = JsonMapper.shared().createObjectNode();
        turned.set("_attachments", document.path("_attachments"));
        document.remove("_attachments");
        turned.setAll(document);

        alice().put("/@acme%2fturned", turned).is(201);

        alice().served("@acme/turned").tarball("1.0.0");
    }

    /// npm packs below `package/`, other packers below the name of the project.
    @Test
    void firstFolderOfTheTarballMayHaveAnyName() {
        PackageSource source = aPackage("@acme/foldered");
        byte[] tarball = Tarball.empty()
                .with("foldered-1.0.0/package.json", source.manifest().toString())
                .toBytes();

        alice().put("/@acme%2ffoldered", PublishDocument.of(source, tarball)).is(201);

        assertThat(alice().served("@acme/foldered").tarball("1.0.0")).isEqualTo(tarball);
    }

    @Test
    void bytesMatchAlsoWhenAnUnpublishedVersionComesBack() {
        PackageSource source = aPackage("@acme/burnt");
        alice().publish(source).is(201);
        alice().publish(source.withVersion("1.1.0")).is(201);
        byte[] first = alice().served("@acme/burnt").tarball("1.0.0");
        ObjectNode edited = (ObjectNode) alice().served("@acme/burnt").json();
        ((ObjectNode) edited.path("versions")).remove("1.1.0");
        ((ObjectNode) edited.path("dist-tags")).put("latest", "1.0.0");
        alice().put("/@acme%2fburnt/-rev/" + edited.path("_rev").asString(), edited)
                .is(201);

        alice().publish(source.withVersion("1.1.0").with("description", "again"));

        ServedPackage served = alice().served("@acme/burnt");
        served.versions().forEach(served::tarball);
        assertThat(served.tarball("1.0.0")).isEqualTo(first);
    }

    private static RegistryHttp alice() {
        return registry.as("alice");
    }
}
