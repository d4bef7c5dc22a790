package io.terraverde.storage.s3.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.time.InstantSource;

/// The machine's time when this process started, and running on from there: near enough for signatures, which
/// may be a quarter of an hour old.
final class ProcessClock implements InstantSource {
    private final RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(process.getStartTime()).plusMillis(process.getUptime());
    }
}
