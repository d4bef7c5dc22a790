package io.terraverde.it.ceph;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// One Ceph for all classes of a run: started when a test first asks, stopped when the last test has ended.
public final class SharedCeph implements BeforeAllCallback {
    private ExtensionContext.@Nullable Store run;

    @Override
    public void beforeAll(ExtensionContext context) {
        run = context.getRoot().getStore(Namespace.GLOBAL);
    }

    /// The running Ceph; skips the test where there is none.
    public Ceph running() {
        ExtensionContext.Store store = run;
        if (store == null) {
            throw new IllegalStateException("not registered as an extension");
        }
        return store.computeIfAbsent(Ceph.class, _ -> Ceph.start(), Ceph.class);
    }
}
