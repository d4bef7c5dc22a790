package io.terraverde.it.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One way in which an upstream answers badly.
public final class Trouble {
    private static final String PAGE =
            "<!doctype html><title>Welcome</title><p>Please accept the terms of use of this network.\n";

    private final String name;
    private final Spoiler spoiler;

    private Trouble(String name, Spoiler spoiler) {
        this.name = name;
        this.spoiler = spoiler;
    }

    /// Another status, with an error in npm's form.
    public static Trouble status(int status) {
        return instead("status " + status, error(status));
    }

    /// Another status, and when to come again.
    public static Trouble status(int status, Duration retryAfter) {
        String seconds = String.valueOf(retryAfter.toSeconds());
        return instead(
                "status " + status + " for " + seconds + " s", error(status).with("retry-after", seconds));
    }

    /// A page for people with status 200, as networks with a log-in page send it.
    public static Trouble page() {
        return instead(
                "a page with 200",
                Reply.of(200).with("content-type", "text/html").with(PAGE));
    }

    /// A body of the same length with one wrong byte in the middle.
    public static Trouble wrongByte() {
        return body("a wrong byte", body -> {
            byte[] other = body.clone();
            other[other.length / 2] ^= 1;
            return other;
        });
    }

    /// The packument of another package.
    public static Trouble wrongName() {
        return body("a wrong name", body -> {
            ObjectNode packument = (ObjectNode) JsonMapper.shared().readTree(body);
            packument.put("_id", "somebody-else").put("name", "somebody-else");
            return JsonMapper.shared().writeValueAsBytes(packument);
        });
    }

    /// JSON that is no packument.
    public static Trouble otherJson() {
        return body("JSON that is no packument", _ -> "[\"left\", \"right\"]".getBytes(UTF_8));
    }

    /// Half of the body, as if it were all.
    public static Trouble half() {
        return body("half of it", body -> Arrays.copyOf(body, body.length / 2));
    }

    /// Half of the compressed body, as if it were all.
    public static Trouble halfOfGzip() {
        return new Trouble("half of the gzip", (_, honest) -> {
            byte[] zipped = gzip(honest.body());
            return honest.with("content-encoding", "gzip").with(Arrays.copyOf(zipped, zipped.length / 2));
        });
    }

    /// A body that is said to be gzip, and is not.
    public static Trouble falseGzip() {
        return new Trouble("no gzip", (_, honest) -> honest.with("content-encoding", "gzip"));
    }

    /// A body of white space that never ends.
    public static Trouble endless() {
        return new Trouble(
                "endless", (_, honest) -> honest.with(" ".repeat(16 << 10)).withoutEnd());
    }

    /// A redirect to another address.
    public static Trouble redirect(URI target) {
        return instead("a redirect", Reply.of(302).with("location", target.toString()));
    }

    /// A redirect to another server, which has the same path.
    public static Trouble redirectToServer(URI server) {
        return new Trouble(
                "a redirect to another server",
                (request, _) -> Reply.of(302).with("location", server + request.target()));
    }

    /// A redirect to where the request came to.
    public static Trouble redirectLoop() {
        return new Trouble("a redirect loop", (request, _) -> Reply.of(302).with("location", request.target()));
    }

    /// 304, whatever was asked.
    public static Trouble notModified() {
        return instead("304 to nothing", Reply.of(304).with("etag", "\"never-given\""));
    }

    /// The connection ends after this many bytes, counted from the first of the head.
    public static Trouble cut(long afterBytes) {
        return line("cut after " + afterBytes + " bytes", Line.cut(afterBytes));
    }

    /// The connection ends after the head and this many bytes of the body.
    public static Trouble cutBody(long afterBytes) {
        return line("cut after " + afterBytes + " bytes of the body", Line.cutBody(afterBytes));
    }

    /// Nothing comes before the gate opens.
    public static Trouble hold(Gate gate) {
        return line("silence", Line.hold(gate));
    }

    /// The head and this many bytes of the body come, the others when the gate opens.
    public static Trouble holdBody(long afterBytes, Gate gate) {
        return line("silence after " + afterBytes + " bytes of the body", Line.holdBody(afterBytes, gate));
    }

    /// The body comes in pieces with a pause before each.
    public static Trouble slow(int pieceBytes, Duration pause) {
        return line("slow", Line.slow(pieceBytes, pause));
    }

    Reply spoil(Request request, Reply honest) {
        return spoiler.apply(request, honest);
    }

    @Override
    public String toString() {
        return name;
    }

    static byte[] gzip(byte[] body) {
        var zipped = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(zipped)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        }
        return zipped.toByteArray();
    }

    static Reply error(int status) {
        return Reply.of(status)
                .with("content-type", "application/json")
                .with("{\"error\": \"the upstream answers " + status + "\"}");
    }

    private static Trouble instead(String name, Reply reply) {
        return new Trouble(name, (_, _) -> reply);
    }

    private static Trouble body(String name, UnaryOperator<byte[]> change) {
        return new Trouble(name, (_, honest) -> honest.with(change.apply(honest.body())));
    }

    private static Trouble line(String name, Line line) {
        return new Trouble(name, (_, honest) -> honest.over(line));
    }

    private interface Spoiler {
        Reply apply(Request request, Reply honest);
    }
}
