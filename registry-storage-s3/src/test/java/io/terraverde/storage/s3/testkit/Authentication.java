package io.terraverde.storage.s3.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Decides whether a request is signed by the one user of the stub.
///
/// @param sessionToken what `x-amz-security-token` has to be, with temporary credentials
/// @param region whose signatures are right when `regions` cares
record Authentication(
        String access,
        String secret,
        Optional<String> sessionToken,
        String region,
        S3Regions regions,
        InstantSource clock) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// The signature, which is right.
    ///
    /// @throws S3Refusal 403 or 400, or 301 for a foreign region
    Signature verify(HttpRequest request) {
        Map<String, String> parameters = Percent.parameters(request.query());
        if (parameters.containsKey("X-Amz-Signature")) {
            return presigned(request, parameters);
        }
        String authorization = request.header("authorization")
                .orElseThrow(() -> new S3Refusal(403, "AccessDenied", "The request is not signed."));
        Signature claim =
                Signature.ofHeader(authorization, request.header("x-amz-date").orElse(""));
        checkUser(claim, request.header("x-amz-security-token"));
        if (Duration.between(timeOf(claim), clock.instant()).abs().compareTo(MAX_SKEW) > 0) {
            throw new S3Refusal(403, "RequestTimeTooSkewed", "The clocks are too far apart.");
        }
        checkSigned(claim, request, List.of("x-amz-", "content-type"));
        String payload = request.header("x-amz-content-sha256")
                .orElseThrow(() -> new S3Refusal(400, "InvalidRequest", "x-amz-content-sha256 is missing"));
        return matching(claim, claim.ofRequest(secret, request, payload));
    }

    private Signature presigned(HttpRequest request, Map<String, String> parameters) {
        Signature claim = Signature.ofQuery(parameters);
        checkUser(claim, Optional.ofNullable(parameters.get("X-Amz-Security-Token")));
        Duration lifetime = Duration.ofSeconds(seconds(parameters.getOrDefault("X-Amz-Expires", "")));
        if (clock.instant().isAfter(timeOf(claim).plus(lifetime))) {
            throw new S3Refusal(403, "AccessDenied", "Request has expired");
        }
        checkSigned(claim, request, List.of("x-amz-"));
        return matching(claim, claim.ofRequest(secret, request, "UNSIGNED-PAYLOAD"));
    }

    /// Up to a week, as on AWS.
    private static int seconds(String expires) {
        if (!expires.matches("\\d{1,6}") || Integer.parseInt(expires) > 7 * 24 * 3600) {
            throw new S3Refusal(400, "AuthorizationQueryParametersError", "X-Amz-Expires is from 0 to 604800.");
        }
        return Integer.parseInt(expires);
    }

    private void checkUser(Signature claim, Optional<String> token) {
        if (!claim.access().equals(access)) {
            throw new S3Refusal(403, "InvalidAccessKeyId", "There is no user with this access key.");
        }
        if (!token.equals(sessionToken)) {
            throw new S3Refusal(400, "InvalidToken", "The session token is not that of these credentials.");
        }
        if (!claim.region().equals(region)) {
            regions.refuse(region);
        }
    }

    /// A header that changes what a request means has to be covered, or somebody on the way could add it.
    private static void checkSigned(Signature claim, HttpRequest request, List<String> prefixes) {
        boolean covered = claim.signedHeaders().contains("host")
                && request.headers().keySet().stream()
                        .filter(name -> prefixes.stream().anyMatch(name::startsWith))
                        .allMatch(claim.signedHeaders()::contains);
        if (!covered) {
            throw new S3Refusal(403, "AccessDenied", "There are headers that are not signed.");
        }
    }

    private static Signature matching(Signature claim, String expected) {
        if (!claim.claimed().equals(expected)) {
            throw new S3Refusal(403, "SignatureDoesNotMatch", "The signature is not that of this request.");
        }
        return claim;
    }

    private static Instant timeOf(Signature claim) {
        try {
            return TIME.parse(claim.time(), Instant::from);
        } catch (DateTimeParseException e) {
            throw new S3Refusal(403, "AccessDenied", "The request has no valid date.");
        }
    }
}
