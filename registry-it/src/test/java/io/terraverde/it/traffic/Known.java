package io.terraverde.it.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// What writers have told readers of; shared by all of them.
final class Known {
    private static final int RECENT = 12;

    private final List<String> packages;
    private final Set<Target> all = new LinkedHashSet<>();
    private final Deque<Target> recent = new ArrayDeque<>();

    Known(List<String> packages) {
        this.packages = List.copyOf(packages);
        packages.forEach(name -> written(new Target.Packument(name)));
    }

    /// The names of the packages.
    List<String> packages() {
        return packages;
    }

    /// Everything that was ever written.
    synchronized Collection<Target> all() {
        return List.copyOf(all);
    }

    /// Tells of something that was written just before.
    synchronized void written(Target target) {
        all.add(target);
        recent.addFirst(target);
        if (recent.size() > RECENT) {
            recent.removeLast();
        }
    }

    /// Mostly something that was written just before, for there old answers show.
    synchronized Target any(SplittableRandom random) {
        Collection<Target> from = random.nextInt(4) > 0 ? recent : all;
        return new ArrayList<>(from).get(random.nextInt(from.size()));
    }
}
