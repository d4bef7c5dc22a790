package io.terraverde.tarball;

import tools.jackson.databind.node.ObjectNode;

/// What a tarball says about itself.
///
/// @param name the name in its `package.json`, without spaces around it; not checked to be a valid one
/// @param version the version in its `package.json`, as written
/// @param fileCount the number of files; folders and links do not count
/// @param linkCount the number of symbolic and hard links, which the npm client leaves out when it unpacks
/// @param unpackedBytes the sizes of all files together
/// @param hasShrinkwrap whether there is an `npm-shrinkwrap.json` beside `package.json`
/// @param hasInstallScript whether installing runs something: a script `preinstall`, `install` or `postinstall`, or a
///     `binding.gyp` beside `package.json`, which stands for `node-gyp rebuild` unless `gypfile` is false
/// @param packageJson the whole `package.json`
public record TarballFacts(
        String name,
        String version,
        int fileCount,
        int linkCount,
        long unpackedBytes,
        boolean hasShrinkwrap,
        boolean hasInstallScript,
        ObjectNode packageJson) {}
