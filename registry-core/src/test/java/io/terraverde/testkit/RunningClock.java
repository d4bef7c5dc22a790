package io.terraverde.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.time.Instant;
import java.time.InstantSource;

/// The machine's time when this process started, and running on from there, for tests that share files with other
/// processes. All such clocks of a process agree.
public final class RunningClock implements InstantSource {
    private final RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(process.getStartTime()).plusMillis(process.getUptime());
    }
}
