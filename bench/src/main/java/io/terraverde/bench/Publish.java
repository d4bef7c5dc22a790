package io.terraverde.bench;

/// One version that is to be published.
///
/// @param integrity of the tarball; no two publishes have the same
/// @param body what npm sends
record Publish(String name, String version, String integrity, byte[] body) {
    static Publish of(SamplePackage sample, int number) {
        return new Publish(
                sample.name(),
                SamplePackage.version(number),
                sample.tarball(number).integrity(),
                sample.publishBody(number));
    }

    /// The path of its tarball.
    String tarballPath() {
        return "/%s/-/%s-%s.tgz".formatted(name, name, version);
    }
}
