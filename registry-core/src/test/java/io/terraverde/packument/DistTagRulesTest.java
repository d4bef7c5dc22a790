package io.terraverde.packument;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.name.Version;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DistTagRulesTest {
    @Property
    void everyTagNamesAVersionAndWhereThereAreVersionsThereIsALatest(
            @ForAll("versions") Set<String> versions, @ForAll("tags") Map<String, String> tags) {
        Map<String, String> normalised = DistTagRules.normalised(tags, versions);

        assertThat(versions).containsAll(normalised.values());
        assertThat(normalised.containsKey("latest")).isEqualTo(!versions.isEmpty());
        Map<String, String> valid = new HashMap<>(tags);
        valid.values().retainAll(versions);
        assertThat(normalised).containsAllEntriesOf(valid);
        assertThat(DistTagRules.normalised(normalised, versions)).isEqualTo(normalised);
    }

    @Property
    void noVersionIsHigherThanTheHighest(@ForAll("versions") Set<String> versions) {
        var highest = DistTagRules.highest(versions);

        assertThat(highest.isPresent()).isEqualTo(!versions.isEmpty());
        highest.flatMap(Version::tryParseLoose).ifPresent(best -> {
            for (String version : versions) {
                Version.tryParseLoose(version).ifPresent(one -> assertThat(best).isGreaterThanOrEqualTo(one));
            }
        });
        boolean someAreVersions =
                versions.stream().anyMatch(one -> Version.tryParseLoose(one).isPresent());
        assertThat(highest.flatMap(Version::tryParseLoose).isPresent()).isEqualTo(someAreVersions);
    }

    @Example
    void textThatIsNoVersionNeverWinsOverOneThatIs() {
        assertThat(DistTagRules.highest(List.of("zzz", "0.0.1", "not semver"))).contains("0.0.1");
        assertThat(DistTagRules.highest(List.of("zzz"))).contains("zzz");
    }

    @Provide
    Arbitrary<Set<String>> versions() {
        return version().list().ofMaxSize(8).map(LinkedHashSet::new);
    }

    @Provide
    Arbitrary<Map<String, String>> tags() {
        return Arbitraries.maps(Arbitraries.of("latest", "next", "beta", "1.x"), version())
                .ofMaxSize(4)
                .map(LinkedHashMap::new);
    }

    private static Arbitrary<String> version() {
        return Arbitraries.of("1.0.0", "1.0.0-rc.1", "1.10.0", "1.9.0", "2.0.0-0", "v3.0.0", "0.0.0", "notsemver", "");
    }
}
