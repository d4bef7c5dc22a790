package io.terraverde.web.app;

import io.terraverde.web.http.Endpoint;
import io.terraverde.web.http.HttpRefusal;
import io.terraverde.web.http.RateLimits;
import io.terraverde.web.http.Router;

/// The whole API. The first route that fits wins, so fixed paths stand before packages. `{package}` takes a
/// scoped name in all its spellings, and GET stands for HEAD, too. Routes that take credentials count the calls
/// of each client, each route for itself.
final class Routes {
    private Routes() {}

    /// @param limits for each route that takes credentials
    /// @param polls for clients that wait for a login: each asks once a second
    static Router of(Handlers to, RateLimits limits, RateLimits polls) {
        Router.Builder routes = Router.builder();
        operations(routes, to);
        accounts(routes, to, limits, polls);
        packages(routes, to);
        return routes.build();
    }

    private static void operations(Router.Builder routes, Handlers to) {
        routes.getAlways("/-/ping", to.health().ping())
                .getAlways("/-/health/live", to.health().live())
                .getAlways("/-/health/ready", to.health().ready())
                .getAlways("/-/metrics", to.metrics().endpoint())
                .get("/-/terraverde/cache", to.cache()::show)
                .delete("/-/terraverde/cache", withoutSlash(to.cache()::purgeAll))
                .delete("/-/terraverde/cache/{package}", to.cache()::purgePackage)
                .delete("/-/terraverde/cache/-/mirror/{name}", to.cache()::purgeMirror)
                .delete("/-/terraverde/cache/-/mirror/{name}/{path...}", to.cache()::purgeMirror)
                .get("/-/mirror/{name}", to.mirror())
                .get("/-/mirror/{name}/{path...}", to.mirror());
    }

    /// Behind a slash a name was meant to stand: a script whose variable is empty must not purge everything.
    private static Endpoint withoutSlash(Endpoint endpoint) {
        return exchange -> {
            if (exchange.rawPath().endsWith("/")) {
                throw new HttpRefusal(400, "no package is named behind the slash");
            }
            return endpoint.answer(exchange);
        };
    }

    private static void accounts(Router.Builder routes, Handlers to, RateLimits limits, RateLimits polls) {
        RateLimits.Counter logIn = limits.newCounter();
        RateLimits.Counter done = polls.newCounter();
        RateLimits.Counter packages = limits.newCounter();
        routes.get("/-/whoami", to.accounts()::whoAmI)
                .put("/-/user/{user}", logIn.guard(to.accounts()::logIn))
                .put("/-/user/{user}/-rev/{revision}", logIn.guard(to.accounts()::logIn))
                .get("/-/user/{user}", limits.newCounter().guard(to.accounts()::show))
                .delete("/-/user/token/{token...}", limits.newCounter().guard(to.accounts()::logOut))
                .post("/-/v1/login", limits.newCounter().guard(to.webLogin()::begin))
                .get("/-/v1/login/{id}", to.webLogin()::page)
                .post("/-/v1/login/{id}", limits.newCounter().guard(to.webLogin()::submit))
                .get("/-/v1/done/{id}", done.guard(to.webLogin()::poll))
                .put("/-/v1/done/{id}", done.guard(to.webLogin()::poll))
                .post("/-/v1/done/{id}", done.guard(to.webLogin()::poll))
                .delete("/-/v1/done/{id}", done.guard(to.webLogin()::poll))
                .get("/-/npm/v1/user", limits.newCounter().guard(to.profile()::show))
                .post("/-/npm/v1/user", limits.newCounter().guard(to.profile()::change))
                .get("/-/npm/v1/tokens", limits.newCounter().guard(to.tokens()::list))
                .post("/-/npm/v1/tokens", limits.newCounter().guard(to.tokens()::create))
                .delete("/-/npm/v1/tokens/token/{key}", limits.newCounter().guard(to.tokens()::revoke))
                .get("/-/_view/starredByUser", limits.newCounter().guard(to.search()::starredByUser))
                .get("/-/v1/search", limits.newCounter().guard(to.search()::search))
                .get("/-/verdaccio/packages", packages.guard(to.hostedPackages()::latest))
                .get("/-/verdaccio/data/packages", packages.guard(to.hostedPackages()::latest))
                .get("/-/terraverde/names", to.hostedPackages()::names);
    }

    private static void packages(Router.Builder routes, Handlers to) {
        routes.get("/-/package/{package}/dist-tags", to.distTags()::list)
                .post("/-/package/{package}/dist-tags", to.distTags()::merge)
                .put("/-/package/{package}/dist-tags/{tag}", to.distTags()::set)
                .post("/-/package/{package}/dist-tags/{tag}", to.distTags()::set)
                .delete("/-/package/{package}/dist-tags/{tag}", to.distTags()::remove)
                .get("/-/package/{package}/visibility", to.packageAccess()::visibility)
                .get("/-/package/{package}/access", to.packageAccess()::status)
                .post("/-/package/{package}/access", to.packageAccess()::setStatus)
                .get("/-/package/{package}/collaborators", to.packageAccess()::collaborators)
                .get("/-/package/{package}/owners", to.packageAccess()::owners)
                .put("/-/package/{package}/owners", to.packageAccess()::addOwner)
                .delete("/-/package/{package}/owners/{user}", to.packageAccess()::removeOwner)
                .get("/-/npm/v1/attestations/{spec}", to.attestations())
                .post("/-/npm/v1/security/advisories/bulk", to.advisories()::bulk)
                .post("/-/npm/v1/security/audits", to.advisories()::report)
                .post("/-/npm/v1/security/audits/quick", to.advisories()::report)
                .get("/{package}/-/{file}", to.downloadTarball())
                .get("/{package}/-/{scope}/{file}", to.downloadTarball())
                .delete("/{package}/-rev/{revision}", to.unpublish()::wholePackage)
                .delete("/{package}/-/{file}/-rev/{revision}", to.unpublish()::tarball)
                .delete("/{package}/-/{scope}/{file}/-rev/{revision}", to.unpublish()::tarball)
                .put("/{package}/-rev/{revision}", to.writePackage()::putRevision)
                .put("/{package}/-/{file}/{revision}", exchange -> {
                    throw new HttpRefusal(
                            415, "wrong content-type, expect: application/octet-stream; charset=utf-8, got: undefined");
                })
                .put("/{package}/{tag}", to.distTags()::set)
                .put("/{package}", to.writePackage()::put)
                .get("/{package}/{version}", to.showVersion())
                .get("/{package}", to.showPackument());
    }
}
