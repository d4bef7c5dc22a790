package io.terraverde.packument;

/// The two forms in which clients take packuments.
public enum PackumentForm {
    /// Everything: npm 10.4 and newer, Yarn Berry, and whoever names no form.
    FULL("application/json; charset=utf-8"),
    /// What an installation needs: pnpm, Yarn 1, bun, older npm.
    ABBREVIATED("application/vnd.npm.install-v1+json; charset=utf-8");

    private final String contentType;

    PackumentForm(String contentType) {
        this.contentType = contentType;
    }

    /// The content type of the answer.
    public String contentType() {
        return contentType;
    }
}
