package io.terraverde.it.upstream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// What goes wrong where. The first rule that fits a request and is not used up decides; without one the upstream is
/// honest.
public final class Script {
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    Script() {}

    /// Requests for this path, for example `/@acme/base` or `/left-pad/-/left-pad-1.0.0.tgz`.
    public Place at(String path) {
        return new Place(request -> request.path().equals(path));
    }

    /// Requests for tarballs.
    public Place atTarballs() {
        return new Place(request -> request.path().contains("/-/"));
    }

    /// All requests.
    public Place everywhere() {
        return new Place(_ -> true);
    }

    /// Forgets all trouble.
    public void heal() {
        rules.clear();
    }

    Reply spoil(Request request, Reply honest) {
        for (Rule rule : rules) {
            if (rule.where.test(request) && rule.left.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return rule.trouble.spoil(request, honest);
            }
        }
        return honest;
    }

    /// Some of the requests.
    public final class Place {
        private final Predicate<Request> where;

        private Place(Predicate<Request> where) {
            this.where = where;
        }

        /// From here on all of them get into this trouble.
        public void always(Trouble trouble) {
            times(Integer.MAX_VALUE, trouble);
        }

        /// The next one gets into this trouble.
        public void once(Trouble trouble) {
            times(1, trouble);
        }

        /// The next ones get into this trouble.
        public void times(int count, Trouble trouble) {
            rules.add(new Rule(where, new AtomicInteger(count), trouble));
        }
    }

    private record Rule(Predicate<Request> where, AtomicInteger left, Trouble trouble) {}
}
