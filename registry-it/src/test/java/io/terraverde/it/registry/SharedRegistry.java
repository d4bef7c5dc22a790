package io.terraverde.it.registry;

import io.terraverde.it.http.RegistryHttp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// One registry for all tests of a class; a failing test shows the end of its log.
public final class SharedRegistry implements BeforeAllCallback, AfterAllCallback, AfterTestExecutionCallback {
    private final RegistrySetup setup;
    private @Nullable Registry registry;

    private SharedRegistry(RegistrySetup setup) {
        this.setup = setup;
    }

    /// With the standard configuration.
    public static SharedRegistry standard() {
        return with(RegistrySetup.standard());
    }

    /// With a configuration of the test's own.
    public static SharedRegistry with(RegistrySetup setup) {
        return new SharedRegistry(setup);
    }

    /// The running registry.
    public Registry running() {
        Registry started = registry;
        if (started == null) {
            throw new IllegalStateException("the registry was not started");
        }
        return started;
    }

    /// Requests to it, without credentials.
    public RegistryHttp http() {
        return running().http();
    }

    /// Requests to it as this user, who is registered when new; every password is `secret`.
    public RegistryHttp as(String user) {
        return http().as(http().login(user, "secret"));
    }

    /// A token of this user, who is registered when new.
    public String tokenOf(String user) {
        return http().login(user, "secret");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        registry = Registry.start(setup);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Registry started = registry;
        if (started != null) {
            started.close();
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        context.getExecutionException()
                .ifPresent(failure -> failure.addSuppressed(new AssertionError(
                        "the log of the registry ends with:\n" + running().log())));
    }
}
