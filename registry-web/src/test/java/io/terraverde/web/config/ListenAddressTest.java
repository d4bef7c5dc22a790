package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "4873, http://localhost:4873/",
        ":4873, http://localhost:4873/",
        "localhost:4873, http://localhost:4873/",
        "0.0.0.0:0, http://0.0.0.0:0/",
        "[::1]:4873, http://[::1]:4873/",
        "http://host:4873/, http://host:4873/",
        "https::4873, https://localhost:4873/",
        "http:1234, http://localhost:1234/",
        "https://[::]:443/, https://[::]:443/",
        "unix:/run/r.sock, unix:/run/r.sock",
        "https://unix:/run/r.sock, https://unix:/run/r.sock"
    })
    void verdacciosSpellingsAreRead(String written, String url) {
        assertThat(ListenAddress.tryParse(written)).map(ListenAddress::url).contains(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "http://localhost",
                "localhost:4873/path",
                "::1:4873",
                "ftp://localhost:1",
                "",
                "x:",
                "localhost:65536",
                "localhost:99999999999999999999",
                "unix:relative",
                "a b:1"
            })
    void othersAreRefused(String written) {
        assertThat(ListenAddress.tryParse(written)).isEmpty();
    }
}
