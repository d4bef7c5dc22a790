package io.terraverde.it.bucket;

import io.terraverde.storage.s3.testkit.S3Fault;
import io.terraverde.storage.s3.testkit.S3Stub;
import java.util.Locale;

/// Ways in which a store is of no use.
enum Outage {
    /// Nobody listens.
    UNREACHABLE {
        @Override
        void begin(S3Stub stub) {
            stub.down();
        }

        @Override
        void end(S3Stub stub) {
            stub.up();
        }
    },
    /// It answers 503 to everything.
    UNAVAILABLE {
        @Override
        void begin(S3Stub stub) {
            stub.script().onAny().always().then(S3Fault.answer(503, "ServiceUnavailable"));
        }

        @Override
        void end(S3Stub stub) {
            stub.script().heal();
        }
    };

    /// A part of names.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract void begin(S3Stub stub);

    abstract void end(S3Stub stub);
}
