package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Under which address the registry hands out URLs.
class PublicUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://d.org, '', https://d.org/",
        "https://d.org, /, https://d.org/",
        "https://d.org, /my, https://d.org/my/",
        "https://d.org, my, https://d.org/my/",
        "https://d.org, my/, https://d.org/my/",
        "https://d.org/first/, '', https://d.org/first/",
        "https://d.org/first/, /second, https://d.org/second/",
        "https://d.org/first, '', https://d.org/first/",
        "http://d.org:8080, /a/b, http://d.org:8080/a/b/",
    })
    void aFixedAddressWins(String publicUrl, String prefix, String base) {
        PublicUrl url = new PublicUrl(Optional.of(publicUrl), prefix);

        assertThat(url.base("http", "other.example", "https")).contains(base);
        assertThat(url.base("http", null, null)).contains(base);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://d.org", "nonsense", "https:", "//d.org", "https://a b/", ""})
    void whatIsNoWebAddressIsIgnored(String publicUrl) {
        PublicUrl url = new PublicUrl(Optional.of(publicUrl), "");

        assertThat(url.base("http", "npm.example:4873", null)).contains("http://npm.example:4873/");
    }

    @ParameterizedTest
    @CsvSource({
        "http, npm.example, , http://npm.example/my/",
        "http, npm.example:80, , http://npm.example/my/",
        "http, NPM.example:4873, , http://npm.example:4873/my/",
        "https, npm.example:443, , https://npm.example/my/",
        "http, npm.example:443, https, https://npm.example/my/",
        "http, npm.example, 'https, http', https://npm.example/my/",
        "https, npm.example, HTTPS, http://npm.example/my/",
        "http, under_score.example, , http://under_score.example/my/",
        "http, '[::1]:4873', , http://[::1]:4873/my/",
        "http, 127.0.0.1:4873, , http://127.0.0.1:4873/my/",
    })
    void otherwiseTheRequestSays(String scheme, String host, String forwarded, String base) {
        assertThat(new PublicUrl(Optional.empty(), "my").base(scheme, host, forwarded))
                .contains(base);
    }

    @Test
    void withoutHostThereIsNoBase() {
        assertThat(new PublicUrl(Optional.empty(), "").base("http", null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a@b", "a:b", "a:123456", "a\"b", "<a>", "[::1", "a?b", "a#b", "ü.example"})
    void whatIsNoHostIsRefused(String host) {
        PublicUrl url = new PublicUrl(Optional.empty(), "");

        assertThatThrownBy(() -> url.base("http", host, null)).isInstanceOf(RegistryException.Invalid.class);
    }
}
