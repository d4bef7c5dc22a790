package io.terraverde.search;

import java.util.List;

/// A page of what was found, best first.
///
/// @param total how many packages were found in all, whatever the page
public record SearchPage(List<Hit> hits, int total) {
    /// A package that was found.
    ///
    /// @param score from 0 to 1
    public record Hit(PackageSummary summary, double score) {}

    /// Copies the hits.
    public SearchPage {
        hits = List.copyOf(hits);
    }
}
