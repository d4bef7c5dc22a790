package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.packument.PackumentForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What clients mean by `Accept`, `Accept-Encoding` and `If-None-Match`.
class NegotiationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */* | ABBREVIATED",
                "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8 | ABBREVIATED",
                "application/vnd.npm.install-v1+json | ABBREVIATED",
                "Application/Vnd.Npm.Install-V1+JSON;q=0.1 | ABBREVIATED",
                "application/json;q=0.5,application/vnd.npm.install-v1+json;q=0.9 | ABBREVIATED",
                "application/vnd.npm.install-v1+json, application/json | ABBREVIATED",
                "application/json, application/vnd.npm.install-v1+json | FULL",
                "application/vnd.npm.install-v1+json;q=0.5, application/json | FULL",
                "application/vnd.npm.install-v1+json;q=0.5, */* | FULL",
                "application/vnd.npm.install-v1+json;q=0 | FULL",
                "application/vnd.npm.install-v1+json;q=nonsense | FULL",
                "application/json | FULL",
                "application/json; q=1.0, */* | FULL",
                "*/* | FULL",
                "'' | FULL",
                ",,;q=,; | FULL",
            })
    void theFormFollowsTheWeights(String accept, PackumentForm form) {
        assertThat(AcceptForm.preferredBy(accept)).isEqualTo(form);
    }

    @Test
    void withoutAcceptTheFormIsFull() {
        assertThat(AcceptForm.preferredBy(null)).isEqualTo(PackumentForm.FULL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | true",
                "gzip, deflate, br | true",
                "gzip,deflate | true",
                "br, gzip | true",
                "deflate, GZIP;q=0.5 | true",
                "x-gzip | true",
                "* | true",
                "gzip;q=0.001 | true",
                "gzip;q=1.0, identity; q=0.5, *;q=0 | true",
                "identity | false",
                "br | false",
                "gzip;q=0 | false",
                "gzip; q=0.0, * | false",
                "*;q=0 | false",
                "gzip;q=0.5, identity | false",
                "gzipped | false",
                "'' | false",
            })
    void gzipIsSentOnlyToThoseWhoTakeIt(String acceptEncoding, boolean allowed) {
        assertThat(AcceptEncoding.allowsGzip(acceptEncoding)).isEqualTo(allowed);
    }

    @Test
    void withoutAcceptEncodingNothingIsCompressed() {
        assertThat(AcceptEncoding.allowsGzip(null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"a\" | true",
                "W/\"a\" | true",
                "\"b\", \"a\" | true",
                "\"b\",W/\"a\",\"c\" | true",
                " * | true",
                "\"b\" | false",
                "a | false",
                "\"x\"a\"\" | false",
                "\"aa\" | false",
                "'' | false",
            })
    void tagsAreComparedWeakly(String ifNoneMatch, boolean matches) {
        assertThat(EntityTags.matches(ifNoneMatch, "\"a\"")).isEqualTo(matches);
    }

    @Test
    void aLongListOfAlternativesIsCut() {
        assertThat(QualityList.parse("a,".repeat(5000)).entries()).hasSizeLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text=a&text=b | text | a",
                "text[]=a | text | a",
                "text%5B0%5D=a&text=b | text | a",
                "text=a%20b+c | text | a b c",
                "text=%zz | text | %zz",
                "text | text | ''",
                "=x&&&text=1 | text | 1",
                "__proto__=1&text=2 | text | 2",
            })
    void queriesNeverFail(String query, String name, String value) {
        assertThat(QueryParameters.parse(query).first(name)).contains(value);
    }

    @Test
    void anAbsentParameterIsAbsent() {
        assertThat(QueryParameters.parse(null).first("text")).isEmpty();
        assertThat(QueryParameters.parse("a=1").first("text")).isEmpty();
        assertThat(QueryParameters.parse("&".repeat(100_000)).first("text")).isEmpty();
    }
}
