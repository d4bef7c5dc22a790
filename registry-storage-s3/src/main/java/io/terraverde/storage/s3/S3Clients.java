package io.terraverde.storage.s3;

import io.terraverde.storage.StorageException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/// Clients of one store. Every request has a time limit, every pool of connections a bound.
final class S3Clients implements AutoCloseable {
    private static final Duration MAX_CONNECT_TIME = Duration.ofSeconds(2);
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(5);
    private static final int READ_ATTEMPTS = 3;

    private final S3Client repeating;
    private final S3Client once;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final S3Options options;

    private S3Clients(S3Options options, S3Observer observer) {
        this.options = options;
        this.credentials = credentials(options.endpoint());
        this.region = region(options.endpoint());
        this.repeating = client(options.connections(), READ_ATTEMPTS, observer);
        this.once = client(Math.max(4, options.connections() / 4), 1, observer);
    }

    /// @throws StorageException of kind `DENIED` when the options cannot be
    static S3Clients of(S3Options options, S3Observer observer) {
        return new S3Clients(options, observer);
    }

    /// For what may be sent twice: failed requests are repeated by the SDK.
    S3Client repeating() {
        return repeating;
    }

    /// For conditional writes: a request is sent once. A repeated one could be refused because of the first,
    /// whose answer was lost.
    S3Client once() {
        return once;
    }

    /// The region that requests are signed for.
    Region region() {
        return region;
    }

    /// Signs addresses.
    ///
    /// @param reachedAt where clients reach the store, when it is elsewhere than for us
    S3Presigner presigner(Optional<URI> reachedAt) {
        var builder = S3Presigner.builder()
                .credentialsProvider(credentials)
                .region(region)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(isPathStyle())
                        .build());
        reachedAt.or(() -> options.endpoint().uri()).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    @Override
    public void close() {
        repeating.close();
        once.close();
        if (credentials instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close the provider of credentials", e);
            }
        }
    }

    private S3Client client(int connections, int attempts, S3Observer observer) {
        Duration timeout = options.timeout();
        var http = Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(timeout.compareTo(MAX_CONNECT_TIME) < 0 ? timeout : MAX_CONNECT_TIME)
                .connectionAcquisitionTimeout(timeout)
                .socketTimeout(timeout.multipliedBy(2))
                // Stores close idle connections too; a request that meets that moment has an unknown outcome.
                .connectionMaxIdleTime(MAX_IDLE_TIME)
                .tcpKeepAlive(true)
                .proxyConfiguration(proxyConfiguration(options.endpoint().proxy()));
        options.endpoint()
                .ca()
                .map(TrustedCertificates::of)
                .or(() -> options.endpoint().usualTrust().map(TrustedCertificates::of))
                .ifPresent(http::tlsTrustManagersProvider);
        var builder = S3Client.builder()
                .httpClientBuilder(http)
                .credentialsProvider(credentials)
                .region(region)
                .forcePathStyle(isPathStyle())
                .requestChecksumCalculation(
                        switch (options.checksums()) {
                            case WHEN_SUPPORTED -> RequestChecksumCalculation.WHEN_SUPPORTED;
                            case WHEN_REQUIRED -> RequestChecksumCalculation.WHEN_REQUIRED;
                        })
                .responseChecksumValidation(
                        switch (options.checksums()) {
                            case WHEN_SUPPORTED -> ResponseChecksumValidation.WHEN_SUPPORTED;
                            case WHEN_REQUIRED -> ResponseChecksumValidation.WHEN_REQUIRED;
                        })
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(StandardRetryStrategy.builder()
                                .maxAttempts(attempts)
                                .build())
                        .apiCallAttemptTimeout(timeout)
                        .apiCallTimeout(timeout.multipliedBy(attempts == 1 ? 1 : 2))
                        .addExecutionInterceptor(new Telling(observer))
                        .build());
        options.endpoint().uri().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /// What the options name, and nothing else: the SDK by itself goes by the machine's variables and the JVM's
    /// properties. The user is shown at once, because a body that a 407 answers could not be sent again.
    static ProxyConfiguration proxyConfiguration(Optional<URI> proxy) {
        ProxyConfiguration.Builder builder =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        proxy.ifPresent(address -> {
            builder.endpoint(URI.create(address.getScheme() + "://" + address.getHost() + ":" + port(address)));
            Optional.ofNullable(address.getRawUserInfo()).ifPresent(user -> {
                int colon = user.indexOf(':');
                builder.username(decoded(colon < 0 ? user : user.substring(0, colon)))
                        .password(colon < 0 ? "" : decoded(user.substring(colon + 1)))
                        .preemptiveBasicAuthenticationEnabled(true);
            });
        });
        return builder.build();
    }

    /// The SDK does without a proxy whose port is not said.
    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private boolean isPathStyle() {
        return options.endpoint().style() == S3Options.AddressStyle.PATH;
    }

    private static AwsCredentialsProvider credentials(S3Options.Endpoint endpoint) {
        if (endpoint.credentials().isEmpty()) {
            return DefaultCredentialsProvider.builder().build();
        }
        S3Options.Credentials given = endpoint.credentials().get();
        return StaticCredentialsProvider.create(given.sessionToken()
                .map(token -> (software.amazon.awssdk.auth.credentials.AwsCredentials)
                        AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), token))
                .orElseGet(() -> AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())));
    }

    /// A store of one's own has no regions, but a signature names one; `us-east-1` is what such stores expect. The
    /// machine is not asked then: where it is no machine of AWS that takes seconds.
    private static Region region(S3Options.Endpoint endpoint) {
        if (endpoint.region().isPresent()) {
            return Region.of(endpoint.region().get());
        }
        boolean ownStore = endpoint.uri().isPresent();
        AwsRegionProvider environment = ownStore
                ? new SystemSettingsRegionProvider()
                : DefaultAwsRegionProviderChain.builder().build();
        try {
            return environment.getRegion();
        } catch (SdkClientException e) {
            if (ownStore) {
                return Region.US_EAST_1;
            }
            throw new StorageException(
                    StorageException.Kind.DENIED,
                    "cannot tell the region of the bucket: set store.aws-s3-storage.region or AWS_REGION",
                    e);
        }
    }

    /// Tells the observer of every request that goes out, repeated ones too.
    private record Telling(S3Observer observer) implements ExecutionInterceptor {
        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            observer.sent(String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
        }
    }
}
