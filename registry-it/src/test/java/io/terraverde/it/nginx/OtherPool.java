package io.terraverde.it.nginx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A public registry of a few packages, which writes down what it is asked. Anything else is 404.
public final class OtherPool implements AutoCloseable {
    private final ServerSocket door;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private OtherPool(ServerSocket door) {
        this.door = door;
    }

    /// Opens one on a free port of the loopback address.
    public static OtherPool open() {
        try {
            OtherPool pool = new OtherPool(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(pool::accept);
            return pool;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a server", e);
        }
    }

    /// Its address without a slash at the end.
    public URI uri() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /// Has a package, with a link to its tarball below its own address.
    public void has(PackageSource source) {
        byte[] tarball = source.tarball();
        String file = "/" + source.name() + "/-/" + source.name() + "-" + source.version() + ".tgz";
        ObjectNode packument = JsonMapper.shared().createObjectNode();
        packument.put("name", source.name());
        packument.putObject("dist-tags").put("latest", source.version());
        ObjectNode manifest = source.manifest();
        manifest.putObject("dist")
                .put("tarball", uri() + file)
                .put("shasum", Digests.shasum(tarball))
                .put("integrity", Digests.integrity(tarball));
        packument.putObject("versions").set(source.version(), manifest);
        files.put("/" + source.name(), packument.toString().getBytes(UTF_8));
        files.put(file, tarball);
    }

    /// What it was asked, each as `GET /left-pad`, and `GET /left-pad with authorization` when somebody showed it a
    /// credential.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// Forgets what it was asked.
    public void forget() {
        requests.clear();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a server", e);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket connection = door.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException("cannot accept", e);
                }
            }
        }
    }

    /// One request per connection.
    private void answer(Socket connection) {
        try (connection;
                var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
                OutputStream out = connection.getOutputStream()) {
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            if (head.isEmpty()) {
                return;
            }
            String[] request = head.getFirst().split(" ", -1);
            boolean secret = head.stream().anyMatch(line -> line.regionMatches(true, 0, "authorization:", 0, 14));
            requests.add(request[0] + " " + request[1] + (secret ? " with authorization" : ""));
            byte[] body = files.getOrDefault(request[1], "{}".getBytes(UTF_8));
            String status = files.containsKey(request[1]) ? "200 OK" : "404 Not Found";
            String type = request[1].endsWith(".tgz") ? "application/octet-stream" : "application/json";
            out.write(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(ISO_8859_1));
            if (!request[0].equals("HEAD")) {
                out.write(body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot answer", e);
        }
    }
}
