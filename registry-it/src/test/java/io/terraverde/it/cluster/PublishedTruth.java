package io.terraverde.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.http.RegistryHttp;
import io.terraverde.it.http.ServedPackage;
import io.terraverde.it.traffic.Door;
import io.terraverde.it.traffic.PublishStorm.Told;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What publishers were told, compared with what is there.
final class PublishedTruth {
    private static final int PAGE = 100;

    private final List<Told> told;

    PublishedTruth(List<Told> told) {
        this.told = told;
    }

    /// Everybody was told something final, one of those who published the same version that he did it, and the
    /// others that it was there already.
    void assertOneWinsEach() {
        assertThat(told).extracting(Told::status).as(told.toString()).containsOnly(201, 409);
        Map<String, List<Integer>> byId = told.stream()
                .collect(Collectors.groupingBy(
                        each -> each.source().id(), Collectors.mapping(Told::status, Collectors.toList())));
        byId.forEach(
                (id, statuses) -> assertThat(statuses).as(id + " of " + told).containsOnlyOnce(201));
    }

    /// Every version that was acknowledged is served with the bytes of who was told so, and there is no other.
    void assertServedBy(Door door) {
        acknowledged().forEach((name, sources) -> {
            ServedPackage served = door.http().served(name);
            assertThat(served.versions())
                    .as(name + " at " + door.name())
                    .containsExactlyInAnyOrderElementsOf(
                            sources.stream().map(PackageSource::version).toList());
            for (PackageSource source : sources) {
                assertThat(Digests.integrity(served.tarball(source.version())))
                        .as(source.id() + " at " + door.name())
                        .isEqualTo(Digests.integrity(source.tarball()));
            }
        });
    }

    /// Every package that was acknowledged is in the list of names, as the search shows it.
    void assertListedBy(Door door) {
        assertThat(listed(door.http()))
                .as("listed by " + door.name())
                .containsAll(acknowledged().keySet());
    }

    private Map<String, List<PackageSource>> acknowledged() {
        return told.stream()
                .filter(each -> each.status() == 201)
                .map(Told::source)
                .collect(Collectors.groupingBy(PackageSource::name, LinkedHashMap::new, Collectors.toList()));
    }

    private static Set<String> listed(RegistryHttp http) {
        var names = new HashSet<String>();
        for (int from = 0; ; from += PAGE) {
            JsonNode page = http.get("/-/v1/search?text=&size=" + PAGE + "&from=" + from)
                    .is(200)
                    .json()
                    .path("objects");
            page.forEach(found -> names.add(found.path("package").path("name").asString()));
            if (page.size() < PAGE) {
                return names;
            }
        }
    }
}
