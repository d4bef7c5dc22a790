package io.terraverde.storage.s3.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A request that is answered by an error. The stub's own signal; no client sees this type.
final class S3Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> details;

    S3Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /// @param details further elements of the error document, in their order
    S3Refusal(int status, String code, String message, Map<String, String> details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Map<String, String> details() {
        return details;
    }

    static S3Refusal noSuchKey(String key) {
        return new S3Refusal(404, "NoSuchKey", "The specified key does not exist.", Map.of("Key", key));
    }

    static S3Refusal preconditionFailed(String condition) {
        return new S3Refusal(
                412, "PreconditionFailed", "A condition of the request does not hold.", Map.of("Condition", condition));
    }

    static S3Refusal invalidArgument(String message) {
        return new S3Refusal(400, "InvalidArgument", message);
    }
}
