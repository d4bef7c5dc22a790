package io.terraverde.it.upstream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The requests that came to an upstream, in the order in which they came.
public final class Journal {
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    Journal() {}

    /// All of them.
    public List<Request> all() {
        return List.copyOf(requests);
    }

    /// Those for a path, for example `/@acme/base`.
    public List<Request> of(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /// How many came for a path.
    public int count(String path) {
        return of(path).size();
    }

    /// Every value of a header, named in lower case.
    public List<String> values(String header) {
        return requests.stream()
                .flatMap(request -> request.header(header).stream())
                .toList();
    }

    void add(Request request) {
        requests.add(request);
    }
}
