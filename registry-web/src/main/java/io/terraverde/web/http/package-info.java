/// The registry's HTTP side without its use cases: listening, limits, routing by raw path, answers, errors, logs of
/// requests. An {@link io.terraverde.web.http.Endpoint} turns an {@link io.terraverde.web.http.Exchange} into an
/// {@link io.terraverde.web.http.Answer}; {@link io.terraverde.web.http.Router} is the table of them.
/// Read {@link io.terraverde.web.http.HttpServer} first.
@NullMarked
package io.terraverde.web.http;

import org.jspecify.annotations.NullMarked;
