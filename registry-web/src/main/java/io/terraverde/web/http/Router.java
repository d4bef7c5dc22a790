package io.terraverde.web.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The table of routes. The first that fits wins, so fixed paths stand before `/{package}`. A route of GET
/// answers HEAD, too. Literal parts are compared without regard to case, as Express does.
public final class Router {
    private final List<Route> routes;

    private Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /// Starts a table.
    public static Builder builder() {
        return new Builder();
    }

    /// Finds the route of a request.
    Optional<Match> match(String method, RequestTarget target) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            if (route.method().equals(wanted)) {
                Optional<List<String>> values = route.match(target.segments());
                if (values.isPresent()) {
                    return Optional.of(new Match(route, values.get()));
                }
            }
        }
        return Optional.empty();
    }

    /// A route that fits, with the raw values of its parameters.
    record Match(Route route, List<String> values) {
        Match {
            values = List.copyOf(values);
        }
    }

    /// Collects routes, in order.
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        /// Adds a route of GET and HEAD.
        public Builder get(String pattern, Endpoint endpoint) {
            return add("GET", pattern, endpoint);
        }

        /// Adds a route of GET and HEAD that is answered however busy the server is: for health checks.
        public Builder getAlways(String pattern, Endpoint endpoint) {
            routes.add(Route.of("GET", pattern, endpoint, true));
            return this;
        }

        /// Adds a route of PUT.
        public Builder put(String pattern, Endpoint endpoint) {
            return add("PUT", pattern, endpoint);
        }

        /// Adds a route of POST.
        public Builder post(String pattern, Endpoint endpoint) {
            return add("POST", pattern, endpoint);
        }

        /// Adds a route of DELETE.
        public Builder delete(String pattern, Endpoint endpoint) {
            return add("DELETE", pattern, endpoint);
        }

        /// Adds a route of PATCH.
        public Builder patch(String pattern, Endpoint endpoint) {
            return add("PATCH", pattern, endpoint);
        }

        /// The finished table.
        public Router build() {
            return new Router(routes);
        }

        private Builder add(String method, String pattern, Endpoint endpoint) {
            routes.add(Route.of(method, pattern, endpoint, false));
            return this;
        }
    }
}
