package io.terraverde.web.config;

import java.time.Duration;

/// How many requests one client may make in a window of time.
///
/// @param window how long a window lasts; windows follow each other from the start of the process
/// @param max how many requests pass in one; 0 refuses all
public record RateLimit(Duration window, int max) {}
