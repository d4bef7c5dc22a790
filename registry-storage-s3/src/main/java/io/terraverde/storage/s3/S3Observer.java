package io.terraverde.storage.s3;

/// Is told of requests to the store, for metrics. Called from many threads, and must be quick.
@FunctionalInterface
public interface S3Observer {
    /// A request goes out.
    ///
    /// @param operation S3's name of it, for example `GetObject`
    void sent(String operation);

    /// Nobody is told.
    static S3Observer none() {
        return operation -> {};
    }
}
