package io.terraverde.bench;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// An S3 store, and a bucket in it that exists.
///
/// @param endpoints several doors to the same bucket; instances are spread over them
record Store(List<URI> endpoints, String region, String accessKey, String secretKey, String bucket) {
    Store {
        endpoints = List.copyOf(endpoints);
    }

    /// The store that `bench/run` names.
    static Store of(Map<String, String> environment) {
        return new Store(
                Stream.of(value(environment, "S3_ENDPOINTS").split(","))
                        .map(URI::create)
                        .toList(),
                value(environment, "S3_REGION"),
                value(environment, "S3_ACCESS"),
                value(environment, "S3_SECRET"),
                value(environment, "S3_BUCKET"));
    }

    private static String value(Map<String, String> environment, String name) {
        var value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    /// The part of `config.yaml` that selects it.
    ///
    /// @param instance its number decides through which endpoint it goes
    String configuration(String prefix, int instance) {
        return """
                store:
                  aws-s3-storage:
                    bucket: %s
                    keyPrefix: %s
                    region: %s
                    endpoint: %s
                    s3ForcePathStyle: true
                    accessKeyId: %s
                    secretAccessKey: %s
                """.formatted(bucket, prefix, region, endpoints.get(instance % endpoints.size()), accessKey, secretKey);
    }
}
