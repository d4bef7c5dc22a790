package io.terraverde.storage.s3.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One request, as rules are asked about it and as the journal keeps it.
///
/// @param bucket empty when the request names none
/// @param key decoded; empty when the request names none
/// @param parameters of the query, decoded
/// @param headers by lower-case name
/// @param bodyBytes as they came over the wire, with their transfer coding
/// @param status of the answer; 0 before there is one, and when the client got none
public record S3Call(
        S3Operation operation,
        String bucket,
        String key,
        Map<String, String> parameters,
        Map<String, String> headers,
        long bodyBytes,
        int status) {
    /// Copies the maps.
    public S3Call {
        parameters = Map.copyOf(parameters);
        headers = Map.copyOf(headers);
    }

    /// A header of the request, by lower-case name.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// A parameter of the query.
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    S3Call answered(int with) {
        return new S3Call(operation, bucket, key, parameters, headers, bodyBytes, with);
    }

    /// @param names of the buckets there are: a host that starts with one of them addresses it
    static S3Call of(HttpRequest request, Set<String> names) {
        String path = Percent.decode(request.path().substring(1));
        String host = request.header("host").orElse("");
        String label = host.substring(0, Math.max(0, host.indexOf('.')));
        String bucket = label;
        String key = path;
        if (!names.contains(label)) {
            int slash = path.indexOf('/');
            bucket = slash < 0 ? path : path.substring(0, slash);
            key = slash < 0 ? "" : path.substring(slash + 1);
        }
        Map<String, String> parameters = Percent.parameters(request.query());
        S3Operation operation = bucket.isEmpty()
                ? S3Operation.LIST_BUCKETS
                : key.isEmpty() ? onBucket(request, parameters) : onObject(request, parameters);
        return new S3Call(
                operation,
                bucket,
                key,
                parameters,
                request.headers(),
                request.body().length(),
                0);
    }

    private static S3Operation onBucket(HttpRequest request, Map<String, String> parameters) {
        return switch (request.method()) {
            case "PUT" -> S3Operation.CREATE_BUCKET;
            case "HEAD" -> S3Operation.HEAD_BUCKET;
            case "DELETE" -> S3Operation.DELETE_BUCKET;
            case "POST" -> parameters.containsKey("delete") ? S3Operation.DELETE_OBJECTS : S3Operation.OTHER;
            case "GET" -> {
                if (parameters.containsKey("location")) {
                    yield S3Operation.GET_BUCKET_LOCATION;
                }
                if (parameters.containsKey("uploads")) {
                    yield S3Operation.LIST_MULTIPART_UPLOADS;
                }
                yield "2".equals(parameters.get("list-type")) ? S3Operation.LIST_OBJECTS : S3Operation.OTHER;
            }
            default -> S3Operation.OTHER;
        };
    }

    private static S3Operation onObject(HttpRequest request, Map<String, String> parameters) {
        boolean upload = parameters.containsKey("uploadId");
        boolean copy = request.header("x-amz-copy-source").isPresent();
        return switch (request.method()) {
            case "GET" -> upload ? S3Operation.LIST_PARTS : S3Operation.GET_OBJECT;
            case "HEAD" -> S3Operation.HEAD_OBJECT;
            case "DELETE" -> upload ? S3Operation.ABORT_MULTIPART_UPLOAD : S3Operation.DELETE_OBJECT;
            case "PUT" -> {
                if (upload) {
                    yield copy ? S3Operation.OTHER : S3Operation.UPLOAD_PART;
                }
                yield copy ? S3Operation.COPY_OBJECT : S3Operation.PUT_OBJECT;
            }
            case "POST" -> {
                if (parameters.containsKey("uploads")) {
                    yield S3Operation.CREATE_MULTIPART_UPLOAD;
                }
                yield upload ? S3Operation.COMPLETE_MULTIPART_UPLOAD : S3Operation.OTHER;
            }
            default -> S3Operation.OTHER;
        };
    }
}
