package io.terraverde.packument;

import io.terraverde.name.PackageName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A Sigstore bundle that says where a version was built. It lies beside the tarball as `{base}-{version}.sigstore`,
/// byte for byte as it was published, and is registered among the attachments with its version.
public final class ProvenanceBundle {
    /// How the names of bundles end.
    public static final String ENDING = ".sigstore";

    private static final String USUAL_PREDICATE = "https://slsa.dev/provenance/v1";

    private ProvenanceBundle() {}

    /// The file name a bundle has unless it is taken.
    public static String canonicalFile(PackageName name, String version) {
        return name.base() + "-" + version + ENDING;
    }

    /// What kind of statement a bundle makes, for example `https://slsa.dev/provenance/v1`; that one when the bundle
    /// does not say.
    ///
    /// @param bundle its JSON text
    public static String predicateType(String bundle) {
        try {
            String payload = Json.MAPPER
                    .readTree(bundle)
                    .path("dsseEnvelope")
                    .path("payload")
                    .asString("");
            byte[] statement = Base64.getDecoder().decode(payload.getBytes(StandardCharsets.US_ASCII));
            JsonNode type = Json.MAPPER.readTree(statement).path("predicateType");
            return type.isString() ? type.stringValue() : USUAL_PREDICATE;
        } catch (JacksonException | IllegalArgumentException e) {
            return USUAL_PREDICATE;
        }
    }

    /// Version to file, of all bundles among the attachments.
    static Map<String, String> filesIn(Map<String, RawJson> attachments) {
        Map<String, String> files = new LinkedHashMap<>();
        attachments.forEach((file, attachment) -> {
            if (file.endsWith(ENDING)) {
                files.put(attachment.tree().path("version").asString(""), file);
            }
        });
        return files;
    }
}
