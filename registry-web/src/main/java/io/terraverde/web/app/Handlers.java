package io.terraverde.web.app;

import io.terraverde.web.http.HealthEndpoints;
import io.terraverde.web.http.HttpMetrics;
import io.terraverde.web.npm.Accounts;
import io.terraverde.web.npm.Advisories;
import io.terraverde.web.npm.Attestations;
import io.terraverde.web.npm.CacheAdministration;
import io.terraverde.web.npm.DistTags;
import io.terraverde.web.npm.DownloadTarball;
import io.terraverde.web.npm.HostedPackages;
import io.terraverde.web.npm.MirrorEndpoint;
import io.terraverde.web.npm.PackageAccess;
import io.terraverde.web.npm.Profile;
import io.terraverde.web.npm.Search;
import io.terraverde.web.npm.ShowPackument;
import io.terraverde.web.npm.ShowVersion;
import io.terraverde.web.npm.TokenList;
import io.terraverde.web.npm.Unpublish;
import io.terraverde.web.npm.WebLoginPages;
import io.terraverde.web.npm.WritePackage;

/// One handler per use case, for {@link Routes} to lead requests to.
record Handlers(
        HealthEndpoints health,
        HttpMetrics metrics,
        ShowPackument showPackument,
        ShowVersion showVersion,
        DownloadTarball downloadTarball,
        WritePackage writePackage,
        Unpublish unpublish,
        DistTags distTags,
        PackageAccess packageAccess,
        Attestations attestations,
        Search search,
        HostedPackages hostedPackages,
        Accounts accounts,
        WebLoginPages webLogin,
        Profile profile,
        TokenList tokens,
        Advisories advisories,
        CacheAdministration cache,
        MirrorEndpoint mirror) {}
