package io.terraverde.storage.s3.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Says which requests go wrong, and how. A request takes the faults of the first rule that concerns it and
/// is not used up. Safe for concurrent use, also while requests come.
///
/// ```java
/// stub.script().on(S3Operation.PUT_OBJECT).key("left-pad/package.json").then(S3Fault.loseAnswer());
/// stub.script().onAny().always().then(S3Fault.slowDown());
/// ```
public final class S3Script {
    private final List<Rule> rules = new ArrayList<>();

    S3Script() {}

    /// Begins a rule for these operations: for the next of them, unless the rule says more.
    public Draft on(S3Operation... operations) {
        Set<S3Operation> wanted = Set.of(operations);
        return new Draft(call -> wanted.contains(call.operation()), 0, 1);
    }

    /// Begins a rule for every operation.
    public Draft onAny() {
        return new Draft(call -> true, 0, 1);
    }

    /// Forgets all rules. Requests that are held at a gate stay there.
    public synchronized void heal() {
        rules.clear();
    }

    synchronized List<S3Fault> take(S3Call call) {
        for (Rule rule : rules) {
            if (rule.takes(call)) {
                return rule.faults;
            }
        }
        return List.of();
    }

    private synchronized Rule add(Rule rule) {
        rules.add(rule);
        return rule;
    }

    private synchronized void remove(Rule rule) {
        rules.remove(rule);
    }

    /// A rule that is being written.
    public final class Draft {
        private final Predicate<S3Call> calls;
        private final int skipped;
        private final int times;

        private Draft(Predicate<S3Call> calls, int skipped, int times) {
            this.calls = calls;
            this.skipped = skipped;
            this.times = times;
        }

        /// Only for this key.
        public Draft key(String key) {
            return keys(key::equals);
        }

        /// Only for these keys; requests about a bucket have an empty one.
        public Draft keys(Predicate<String> keys) {
            return when(call -> keys.test(call.key()));
        }

        /// Only for such requests: `call -> call.header("if-match").isPresent()`.
        public Draft when(Predicate<S3Call> wanted) {
            return new Draft(calls.and(wanted), skipped, times);
        }

        /// Lets the first so many of these requests pass.
        public Draft after(int requests) {
            return new Draft(calls, requests, times);
        }

        /// For so many requests.
        public Draft times(int requests) {
            return new Draft(calls, skipped, requests);
        }

        /// For all requests, until `heal` or `cancel`.
        public Draft always() {
            return times(Integer.MAX_VALUE);
        }

        /// Puts the rule in force. The faults happen to a request one after another, until one ends it.
        public Rule then(S3Fault... faults) {
            return add(new Rule(calls, skipped, times, List.of(faults)));
        }
    }

    /// A rule in force.
    public final class Rule {
        private final Predicate<S3Call> calls;
        private final List<S3Fault> faults;
        private final AtomicInteger used = new AtomicInteger();
        private int skipped;
        private int left;

        private Rule(Predicate<S3Call> calls, int skipped, int times, List<S3Fault> faults) {
            this.calls = calls;
            this.skipped = skipped;
            this.left = times;
            this.faults = faults;
        }

        /// How many requests it has struck.
        public int used() {
            return used.get();
        }

        /// Takes the rule back.
        public void cancel() {
            remove(this);
        }

        /// Asked under the script's lock, which guards the counts.
        private boolean takes(S3Call call) {
            if (left == 0 || !calls.test(call)) {
                return false;
            }
            if (skipped > 0) {
                skipped--;
                return false;
            }
            left -= left == Integer.MAX_VALUE ? 0 : 1;
            used.incrementAndGet();
            return true;
        }
    }
}
