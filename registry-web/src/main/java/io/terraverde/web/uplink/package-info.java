/// How other registries and file trees are asked over HTTP: connections, proxies, TLS, redirects, and what their
/// answers mean. Read {@link io.terraverde.web.uplink.HttpUpstream} first.
@NullMarked
package io.terraverde.web.uplink;

import org.jspecify.annotations.NullMarked;
