package io.terraverde.web.uplink;

import org.eclipse.jetty.http.HttpFields;

/// What a server said to one GET. Its body is to be closed.
///
/// @param status of HTTP
/// @param headers as sent
/// @param body as it arrives
record Answer(int status, HttpFields headers, AnswerBody body) {}
