package io.terraverde.bench;

/// What a row of the report counts.
enum Unit {
    PER_SECOND("1/s", "higher"),
    MEGABYTES_PER_SECOND("MB/s", "higher"),
    SECONDS("s", "lower"),
    MILLISECONDS("ms", "lower"),
    MEGABYTES("MB", "lower"),
    CPU_SECONDS("CPU s", "lower"),
    CPU_SECONDS_PER_1000("CPU s per 1000", "lower"),
    STORE_REQUESTS("per request", "lower"),
    UPSTREAM_REQUESTS("requests", "lower");

    private final String label;
    private final String better;

    Unit(String label, String better) {
        this.label = label;
        this.better = better;
    }

    String label() {
        return label;
    }

    /// Which values are the better ones, `higher` or `lower`.
    String better() {
        return better;
    }
}
