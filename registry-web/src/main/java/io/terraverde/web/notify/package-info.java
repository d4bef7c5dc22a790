/// Tells other systems of publishes: `notify:` of the configuration file.
/// Read {@link io.terraverde.web.notify.Notifier} first.
@NullMarked
package io.terraverde.web.notify;

import org.jspecify.annotations.NullMarked;
