package io.terraverde.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What reaches a route of a target as clients and attackers write it.
class RawPathTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.with(Router.builder()
                .get("/-/package/{package}/dist-tags", e -> text("tags of " + e.packageName()))
                .get("/-/package/{package}/dist-tags/{tag}", e -> text("tag " + e.tag() + " of " + e.packageName()))
                .get("/{package}/-/{file}", e -> text("file " + e.fileName() + " of " + e.packageName()))
                .put("/{package}/-rev/{revision}", e -> text("revision " + e.revision()))
                .get("/{package}/{version}", e -> text("version " + e.version() + " of " + e.packageName()))
                .get("/{package}", e -> text("package " + e.packageName())));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/left-pad, package left-pad",
        "/left-pad/, package left-pad",
        "/left-pad?write=true, package left-pad",
        "/left-pad/1.0.0, version 1.0.0 of left-pad",
        "/@s/p, package @s/p",
        "/@s%2fp, package @s/p",
        "/@s%2Fp, package @s/p",
        "/%40s/p, package @s/p",
        "/%40s%2Fp, package @s/p",
        "/%40s%2fp/, package @s/p",
        "/@s/p/1.0.0, version 1.0.0 of @s/p",
        "/@s%2fp/beta, version beta of @s/p",
        "/@s/p/-/p-1.0.0.tgz, file p-1.0.0.tgz of @s/p",
        "/@s%2fp/-/p-1.0.0.tgz, file p-1.0.0.tgz of @s/p",
        "/p/-/p-1.0.0.tgz, file p-1.0.0.tgz of p",
        "/-/package/p/dist-tags, tags of p",
        "/-/package/@s/p/dist-tags, tags of @s/p",
        "/-/package/@s%2fp/dist-tags/latest, tag latest of @s/p",
        "/-/package/%40s%2Fp/dist-tags/, tags of @s/p",
        "/-/PACKAGE/p/Dist-Tags, tags of p",
        "/l%65ft-pad, package left-pad",
        "http://registry.example/@s%2fp, package @s/p",
    })
    void everySpellingReachesThePackage(String target, String body) throws IOException {
        assertThat(server.rawGet(target)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/@s%252fp",
                "/..%2fetc",
                "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "/a%5cb",
                "/a\\b",
                "/a;b=c",
                "/a%20b",
                "/%C3%BCber",
                "/%EF%BC%8E%EF%BC%8E",
                "/__proto__",
                "/node_modules",
                "/.hidden",
                "/@s%2f..",
                "/@s%2fp%2fq",
                "/@%2fp",
                "/@s//p",
                "/a*b",
            })
    void whatIsNoNameIsRefused(String target) throws IOException {
        assertThat(server.rawGet(target))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("\r\n\r\n{\n  \"error\": \"invalid package\"\n}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/p/-/..%2f..%2fetc, invalid filename",
        "/p/-/.tmp, invalid filename",
        "/p/-/p-1.0.0+b.tgz, invalid filename",
        "/p/1.0.0%2F, invalid version",
        "/-/package/p/dist-tags/a%2fb, invalid tag",
    })
    void otherSegmentsAreValidated(String target, String error) throws IOException {
        assertThat(server.rawGet(target)).startsWith("HTTP/1.1 400 ").endsWith("\"error\": \"" + error + "\"\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%C3%28", "a%80"})
    void whatCannotBeDecodedIsShownRaw(String segment) throws IOException {
        assertThat(server.rawGet("/" + segment))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("{\n  \"error\": \"Failed to decode param '" + segment + "'\"\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//", "//left-pad", "/a//b", "/a/b/c/d/e", "/left-pad//", "/./a/b/c"})
    void otherPathsAreNotFound(String target) throws IOException {
        assertThat(server.rawGet(target))
                .startsWith("HTTP/1.1 404 ")
                .contains("Content-Type: application/json; charset=utf-8")
                .endsWith("\r\n\r\n{\n  \"error\": \"File not found\"\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%E0%A4%A", "/a%00b", "/%", "/%zz", "/a%8", "/%2e%2e", "/..", "/../../../etc/passwd"})
    void whatIsNoPathAtAllIsABadRequest(String target) throws IOException {
        assertThat(server.rawGet(target))
                .startsWith("HTTP/1.1 400 ")
                .contains("X-Powered-By: hidden")
                .endsWith("\r\n\r\n{\n  \"error\": \"bad request\"\n}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/@s", "/@s/", "/-", "/-/nothing"})
    void whatVerdaccioTakesForAnAbsentPackageIsOne(String target) throws IOException {
        assertThat(server.rawGet(target)).startsWith("HTTP/1.1 404 ").contains("no such package available");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "POST", "PATCH", "TRACE", "PROPFIND", "UNKNOWN_METHOD", "get"})
    void otherMethodsOfAKnownPathAreNotFound(String method) throws IOException {
        String answer = server.raw(method + " /left-pad HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404 ").contains("\"error\": \"File not found\"");
    }

    @Test
    void aLongNameIsRefused() throws IOException {
        assertThat(server.rawGet("/" + "a".repeat(300)))
                .startsWith("HTTP/1.1 400 ")
                .contains("invalid package");
    }

    @Test
    void headIsAnsweredWhereGetIs() throws IOException {
        String request = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

        assertThat(server.raw("HEAD /left-pad" + request))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 16")
                .endsWith("\r\n\r\n");
        assertThat(server.raw("HEAD /a/b/c/d" + request))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("\r\n\r\n");
    }

    private static BodyAnswer text(String text) {
        return Answers.text(200, "text/plain", text);
    }
}
