package io.terraverde.web.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.terraverde.testkit.ManualClock;
import io.terraverde.uplink.UpstreamAnswer;
import io.terraverde.uplink.UpstreamAnswer.Found;
import io.terraverde.uplink.UpstreamException;
import io.terraverde.uplink.UpstreamRequest;
import io.terraverde.web.uplink.UpstreamOptions.Credentials;
import io.terraverde.web.uplink.UpstreamOptions.Pool;
import io.terraverde.web.uplink.UpstreamOptions.Proxies;
import io.terraverde.web.uplink.UpstreamOptions.Self;
import io.terraverde.web.uplink.UpstreamOptions.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Asks a server as the registry does, and says what came of it.
final class Asking implements AutoCloseable {
    static final ManualClock CLOCK = new ManualClock();

    private final HttpUpstream upstream;

    Asking(UpstreamOptions options) {
        this.upstream = new HttpUpstream(options, CLOCK, System::nanoTime);
    }

    /// An uplink of which only the address is known.
    static Setup of(URI url) {
        return new Setup(new UpstreamOptions(
                "uplink",
                "other",
                url,
                Duration.ofSeconds(30),
                new Self("this-one", "npm (hidden)"),
                Credentials.none(),
                new Tls(true, Optional.empty(), Optional.empty()),
                Proxies.direct(),
                new Pool(true, 40, 10)));
    }

    HttpUpstream upstream() {
        return upstream;
    }

    UpstreamAnswer get(UpstreamRequest request) {
        return upstream.get(request);
    }

    Found found(URI address) {
        return found(UpstreamRequest.file(address, Optional.empty()));
    }

    Found found(UpstreamRequest request) {
        UpstreamAnswer answer = upstream.get(request);
        assertThat(answer).isInstanceOf(Found.class);
        return (Found) answer;
    }

    /// The whole file as text.
    String text(URI address) throws IOException {
        try (Found found = found(address)) {
            return new String(found.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    UpstreamException failure(URI address) {
        return failure(UpstreamRequest.file(address, Optional.empty()));
    }

    UpstreamException failure(UpstreamRequest request) {
        UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> upstream.get(request));
        assertThat(failure).isNotNull();
        return failure;
    }

    @Override
    public void close() {
        upstream.close();
    }

    /// What differs from {@link #of}.
    record Setup(UpstreamOptions options) {
        Setup within(Duration timeout) {
            return with(timeout, options.credentials(), options.tls(), options.proxies(), options.pool());
        }

        Setup knowing(String authorization, Map<String, String> headers) {
            Credentials credentials = new Credentials(Optional.of(authorization), headers);
            return with(options.timeout(), credentials, options.tls(), options.proxies(), options.pool());
        }

        Setup trusting(Tls tls) {
            return with(options.timeout(), options.credentials(), tls, options.proxies(), options.pool());
        }

        Setup through(Proxies proxies) {
            return with(options.timeout(), options.credentials(), options.tls(), proxies, options.pool());
        }

        Setup over(Pool pool) {
            return with(options.timeout(), options.credentials(), options.tls(), options.proxies(), pool);
        }

        Asking start() {
            return new Asking(options);
        }

        private Setup with(Duration timeout, Credentials credentials, Tls tls, Proxies proxies, Pool pool) {
            return new Setup(new UpstreamOptions(
                    options.kind(),
                    options.name(),
                    options.url(),
                    timeout,
                    options.self(),
                    credentials,
                    tls,
                    proxies,
                    pool));
        }
    }
}
