package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose word counts for the client's address.
class TrustProxyTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "false | 10.0.0.1 | 1.1.1.1 | 10.0.0.1",
                "'' | 10.0.0.1 | 1.1.1.1 | 10.0.0.1",
                "true | 10.0.0.1 | 1.1.1.1, 2.2.2.2 | 1.1.1.1",
                "0 | 10.0.0.1 | 1.1.1.1 | 10.0.0.1",
                "1 | 10.0.0.1 | 1.1.1.1, 2.2.2.2 | 2.2.2.2",
                "2 | 10.0.0.1 | 1.1.1.1, 2.2.2.2 | 1.1.1.1",
                "9 | 10.0.0.1 | 1.1.1.1, 2.2.2.2 | 1.1.1.1",
                "10.0.0.1 | 10.0.0.1 | 1.1.1.1, 2.2.2.2 | 2.2.2.2",
                "10.0.0.0/8 | 10.9.9.9 | 1.1.1.1, 10.0.0.2 | 1.1.1.1",
                "10.0.0.0/8 | 11.0.0.1 | 1.1.1.1 | 11.0.0.1",
                "10.0.0.0/9 | 10.128.0.1 | 1.1.1.1 | 10.128.0.1",
                "loopback | 127.0.0.1 | 1.1.1.1 | 1.1.1.1",
                "loopback | ::1 | 1.1.1.1 | 1.1.1.1",
                "loopback | ::ffff:127.0.0.1 | 1.1.1.1 | 1.1.1.1",
                "'loopback, uniquelocal' | 192.168.3.4 | 1.1.1.1, 172.16.0.1 | 1.1.1.1",
                "linklocal | fe80::1 | 1.1.1.1 | 1.1.1.1",
                "uniquelocal | fc00::1 | 2001:db8::1 | 2001:db8::1",
                "true | 10.0.0.1 | nonsense | nonsense",
                "loopback | 127.0.0.1 | nonsense, 127.0.0.2 | nonsense",
                "loopback | 127.0.0.1 | 1.1.1.1,, | 127.0.0.1",
            })
    void theClientIsTheFarthestThatTrustedProxiesReport(
            String setting, String peer, String forwardedFor, String client) {
        assertThat(TrustProxy.parse(setting).clientAddress(peer, forwardedFor)).isEqualTo(client);
    }

    @Test
    void withoutReportThePeerIsTheClient() {
        assertThat(TrustProxy.all().clientAddress("10.0.0.1", null)).isEqualTo("10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "10.0.0.0/33", "10.0.0.0/", "localhost", "10.0.0.1, nonsense", "::1/129", "-1"})
    void whatIsNoSettingIsNamed(String setting) {
        assertThatThrownBy(() -> TrustProxy.parse(setting)).isInstanceOf(IllegalArgumentException.class);
    }
}
