package io.terraverde.web.notify;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells other systems of publishes and unpublishes, all at once, each on a virtual thread. Whatever goes wrong
/// there is logged and changes nothing here: the publish has happened.
public final class Notifier implements Notices, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Notifier.class);

    /// Longer answers are not read to their end.
    private static final int MAX_ANSWER_BYTES = 64 << 10;

    private final List<Compiled> hooks;
    private final Duration patience;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /// @param patience how long {@link #tell} waits for all hooks together
    /// @param tls how certificates are checked; empty for what the JVM does by itself
    /// @throws IllegalArgumentException when a template cannot be read
    public Notifier(List<Hook> hooks, Duration patience, Optional<SSLContext> tls) {
        this.hooks = hooks.stream().map(Notifier::compile).toList();
        this.patience = patience;
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience);
        tls.ifPresent(client::sslContext);
        this.client = client.build();
    }

    @Override
    public void tell(Supplier<Notice> notice) {
        try {
            tell(notice.get());
        } catch (RuntimeException e) {
            log.warn("cannot notify", e);
        }
    }

    /// Tells every hook whose pattern fits, and returns when they have answered, or when patience is over.
    public void tell(Notice notice) {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (Compiled hook : hooks) {
            if (hook.hook
                    .packagePattern()
                    .filter(pattern -> !pattern.matcher(notice.name().text()).find())
                    .isEmpty()) {
                calls.add(() -> call(hook, notice));
            }
        }
        try {
            threads.invokeAll(calls, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives up what is still under way.
    @Override
    public void close() {
        threads.shutdownNow();
        client.shutdownNow();
    }

    private boolean call(Compiled hook, Notice notice) {
        try {
            HttpRequest request = request(hook.hook, hook.template.render(notice.context()));
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                body.readNBytes(MAX_ANSWER_BYTES);
            }
            int status = answer.statusCode();
            boolean accepted = status / 100 == 2;
            if (accepted) {
                log.info("notified hook=\"{}\" package={} status={}", hook.hook, notice.name(), status);
            } else {
                log.warn("a notify hook refused hook=\"{}\" package={} status={}", hook.hook, notice.name(), status);
            }
            return accepted;
        } catch (IOException | RuntimeException e) {
            log.warn("cannot notify hook=\"{}\" package={} reason={}", hook.hook, notice.name(), e.toString());
            return false;
        } catch (InterruptedException e) {
            log.warn("cannot notify hook=\"{}\" package={} reason=too slow", hook.hook, notice.name());
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest request(Hook hook, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target(hook, body)).timeout(patience);
        hook.headers().forEach(request::setHeader);
        boolean typed = hook.headers().keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
        if (!typed) {
            request.setHeader("Content-Type", "application/json");
        }
        HttpRequest.BodyPublisher publisher = hook.method().equals("GET")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body);
        return request.method(hook.method(), publisher).build();
    }

    /// With GET, the body goes into the query: read as one, and again as the parameter `body`.
    private static URI target(Hook hook, String body) {
        if (!hook.method().equals("GET")) {
            return hook.endpoint();
        }
        StringBuilder query = new StringBuilder();
        String known = hook.endpoint().getRawQuery();
        query.append(known == null ? "" : known + "&");
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                query.append(encode(decode(equals < 0 ? pair : pair.substring(0, equals))))
                        .append('=')
                        .append(encode(decode(equals < 0 ? "" : pair.substring(equals + 1))))
                        .append('&');
            }
        }
        query.append("body=").append(encode(body));
        String endpoint = hook.endpoint().toString();
        int mark = endpoint.indexOf('?');
        return URI.create((mark < 0 ? endpoint : endpoint.substring(0, mark)) + "?" + query);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // A bare percent sign stands for itself.
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Compiled compile(Hook hook) {
        try {
            return new Compiled(hook, HookTemplate.parse(hook.content()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "cannot read the notify template for " + hook + ": " + e.getMessage(), e);
        }
    }

    private record Compiled(Hook hook, HookTemplate template) {}
}
