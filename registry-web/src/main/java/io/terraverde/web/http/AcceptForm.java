package io.terraverde.web.http;

import io.terraverde.packument.PackumentForm;
import org.jspecify.annotations.Nullable;

/// Reads a request's `Accept` for the form of a packument.
final class AcceptForm {
    private static final String ABBREVIATED_TYPE = "application/vnd.npm.install-v1+json";

    private AcceptForm() {}

    /// Abbreviated if the header names that type with a weight above 0 that is not less than the full form's; full
    /// otherwise, also without the header. The full form's weight is that of `application/json`, else that of a
    /// wildcard; named with the same weight, the first counts. Nothing is ever unacceptable.
    static PackumentForm preferredBy(@Nullable String accept) {
        if (accept == null || accept.length() < ABBREVIATED_TYPE.length()) {
            return PackumentForm.FULL;
        }
        double abbreviated = 0;
        double full = -1;
        double wildcard = 0;
        boolean fullFirst = false;
        for (QualityList.Entry entry : QualityList.parse(accept).entries()) {
            switch (entry.value()) {
                case ABBREVIATED_TYPE -> abbreviated = Math.max(abbreviated, entry.quality());
                case "application/json" -> {
                    fullFirst = fullFirst || abbreviated == 0;
                    full = Math.max(full, entry.quality());
                }
                case "*/*", "application/*" -> wildcard = Math.max(wildcard, entry.quality());
                default -> {}
            }
        }
        double other = full < 0 ? wildcard : full;
        boolean wanted = abbreviated > 0 && (abbreviated > other || (abbreviated == other && !fullFirst));
        return wanted ? PackumentForm.ABBREVIATED : PackumentForm.FULL;
    }
}
