package io.terraverde.it.ceph;

import io.terraverde.it.registry.RegistrySetup;
import java.net.URI;
import java.util.List;

/// A bucket, and the gateways that lead to it.
public record Bucket(String name, List<URI> gateways, String accessKey, String secretKey) {
    private static final String CONFIGURATION = """
            store:
              aws-s3-storage:
                bucket: {bucket}
                region: us-east-1
                endpoint: {endpoint}
                s3ForcePathStyle: true
                accessKeyId: {accessKey}
                secretAccessKey: {secretKey}
            terraverde:
              spool: ./spool
            """;

    /// Copies the gateways.
    public Bucket {
        gateways = List.copyOf(gateways);
    }

    /// A registry over this bucket, in a folder of its own. Those with an even number go through the first
    /// gateway, the others through the second.
    public RegistrySetup setup(int number) {
        return through(number % gateways.size());
    }

    /// A registry over this bucket through this gateway.
    public RegistrySetup through(int gateway) {
        return RegistrySetup.standard()
                .with("storage: ./storage\n", CONFIGURATION)
                .with("{bucket}", name)
                .with("{endpoint}", gateways.get(gateway).toString())
                .with("{accessKey}", accessKey)
                .with("{secretKey}", secretKey);
    }
}
