package io.terraverde.publish;

import io.terraverde.core.RegistryException;
import io.terraverde.document.Document;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.uplink.AvailablePackage;
import io.terraverde.uplink.AvailablePackages;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether a version may be published although uplinks have packages of the same name. Publishing over another
/// registry's package is allowed, replacing one of its versions is not: its bytes may lie in caches already.
public final class UplinkCheck {
    private static final Logger log = LoggerFactory.getLogger(UplinkCheck.class);

    private final AvailablePackages packages;
    private final WhenDown whenDown;

    /// What is done when an uplink that might have the package does not answer.
    public enum WhenDown {
        /// The publish is refused.
        REFUSE,
        /// The publish goes on (`publish.allow_offline`).
        PUBLISH
    }

    /// Over what clients can see.
    public UplinkCheck(AvailablePackages packages, WhenDown whenDown) {
        this.packages = packages;
        this.whenDown = whenDown;
    }

    /// Refuses a version that an uplink has. Where the package is hosted already, nobody waits for uplinks that
    /// do not answer.
    ///
    /// @throws RegistryException.Conflict when an uplink has it
    /// @throws RegistryException.Unavailable when that cannot be found out
    void requireNew(PackageName name, String version) {
        Optional<Document<Packument>> stored = packages.stored(name);
        if (packages.uplinksFor(name, stored).isEmpty()) {
            return;
        }
        try {
            AvailablePackage found = packages.find(name);
            if (found.foreign(version).isPresent()) {
                throw new RegistryException.Conflict("this package is already present at an uplink");
            }
            if (!AvailablePackages.isHosted(stored)) {
                found.requireComplete();
            }
        } catch (RegistryException.NotFound e) {
            log.debug("nobody has the package yet package={}", name);
        } catch (RegistryException.Unavailable e) {
            if (whenDown == WhenDown.REFUSE) {
                throw new RegistryException.Unavailable(
                        e.reason(),
                        "one of the uplinks is down, refuse to publish: " + e.getMessage(),
                        e.retryAfter().orElse(null),
                        e);
            }
            log.warn("published without asking uplinks package={} reason={}", name, e.getMessage());
        }
    }
}
