#!/usr/bin/env bash
# Recreates the data beside this script (storage/, htpasswd, tokens.json, expected.json): starts Verdaccio on loopback
# with config.yaml and lets the npm on PATH (11) publish to it and manage what it published.
#
#   npm install verdaccio@6.10.4      somewhere, on Node 22 or newer (or with the package "node" installed beside it)
#   ./make.sh <that folder> [port]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
modules=$(cd "${1:?usage: make.sh VERDACCIO_FOLDER [PORT]}" && pwd)/node_modules
port=${2:-14873}
registry=http://127.0.0.1:$port
node=$modules/node/bin/node
[ -x "$node" ] || node=$(command -v node)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; wait; rm -rf "$work"' EXIT
mkdir "$work/home"

# npm as a stranger to this machine: no configuration, cache or environment of the caller's.
npm() {
    env -i PATH="$PATH" HOME="$work/home" npm_config_globalconfig="$work/no-npmrc" npm_config_registry="$registry/" \
        npm_config_update_notifier=false npm_config_loglevel=error npm "$@"
}

# json FIELD: that field of the JSON object on standard input.
json() {
    "$node" -e 'console.log(JSON.parse(fs.readFileSync(0, "utf8"))[process.argv[1]])' "$1"
}

# create_token BODY: the token that the server makes for alice.
create_token() {
    curl -sSf -u alice:secret -H 'content-type: application/json' -d "$1" "$registry/-/npm/v1/tokens" | json token
}

# publish NAME VERSION DEPENDENCIES [OPTION...]
publish() {
    local folder
    folder=$(mktemp -d -p "$work")
    cat > "$folder/package.json" <<JSON
{
  "name": "$1",
  "version": "$2",
  "description": "$1 of the Verdaccio fixture",
  "keywords": ["acme", "fixture"],
  "license": "MIT",
  "main": "index.js",
  "dependencies": $3
}
JSON
    echo "module.exports = '$1@$2';" > "$folder/index.js"
    printf '# %s\n\nVersion %s, naïve façade → ✓\n' "$1" "$2" > "$folder/README.md"
    npm publish "${@:4}" "$folder" > /dev/null
}

! curl -s -o /dev/null "$registry/-/ping" || { echo "port $port is taken" >&2; exit 1; }
rm -rf "$here/storage" "$here/htpasswd" "$here/tokens.json" "$here/expected.json"

# One user for each kind of hash that Verdaccio accepts; the password is always "secret".
cat > "$here/htpasswd" <<'HTPASSWD'
bcrypt2a:$2a$10$abcdefghijklmnopqrstuuqflPDzB6gcMhKa1rZqKiun2YGL5sa2u
apr1:$apr1$saltsalt$LrttParrLPdxvgutaSXWJ0
md5crypt:$1$saltsalt$9xy1btjgzLYfb7hivXtC//:added by hand
sha1:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
descrypt:abNANd1rDfiNc
plain:{PLAIN}secret
HTPASSWD

"$node" "$modules/verdaccio/bin/verdaccio" --config "$here/config.yaml" --listen "127.0.0.1:$port" > "$work/log" 2>&1 &
server=$!
until curl -sf "$registry/-/ping" > /dev/null; do
    kill -0 "$server" || { cat "$work/log" >&2; exit 1; }
    sleep 0.2
done

login=$(curl -sSf -X PUT -H 'content-type: application/json' "$registry/-/user/org.couchdb.user:alice" \
    -d '{"_id":"org.couchdb.user:alice","name":"alice","password":"secret","type":"user","roles":[]}' | json token)
generated=$(create_token '{"password":"secret","readonly":false,"cidr_whitelist":[]}')
readonly=$(create_token '{"password":"secret","readonly":true,"cidr_whitelist":[]}')
printf '{\n  "login": "%s",\n  "generated": "%s",\n  "readonly": "%s"\n}\n' "$login" "$generated" "$readonly" \
    > "$here/tokens.json"

for user in alice bcrypt2a apr1 md5crypt sha1 descrypt plain; do
    [ "$(curl -sSf -u "$user:secret" "$registry/-/whoami" | json username)" = "$user" ]
done
for token in "$login" "$generated" "$readonly"; do
    [ "$(curl -sSf -H "authorization: Bearer $token" "$registry/-/whoami" | json username)" = alice ]
done

echo "//127.0.0.1:$port/:_authToken=$login" > "$work/home/.npmrc"
publish @acme/base 1.0.0 '{}'
publish @acme/base 1.0.1 '{}'
publish left-pad-acme 1.0.0 '{}'
publish left-pad-acme 1.1.0 '{"@acme/base": "^1.0.0"}'
publish @acme/app 1.0.0 '{"@acme/base": "^1.0.0", "left-pad-acme": "^1.0.0"}'
publish @acme/app 2.0.0-beta.1 '{"@acme/base": "^1.0.0"}' --tag beta
npm unpublish @acme/base@1.0.1 > /dev/null
npm deprecate left-pad-acme@1.0.0 'use 1.1.0' > /dev/null
npm dist-tag add left-pad-acme@1.0.0 stable > /dev/null
npm star @acme/base > /dev/null

# What a client with alice's token is given.
"$node" --input-type=module - "$registry" "$login" > "$here/expected.json" <<'JAVASCRIPT'
import { createHash } from 'node:crypto';

const [registry, token] = process.argv.slice(2);
const headers = { authorization: `Bearer ${token}` };
const get = async (url) => {
    const answer = await fetch(url, { headers });
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return answer;
};
const expected = {};
for (const name of ['left-pad-acme', '@acme/base', '@acme/app']) {
    const packument = await (await get(`${registry}/${name}`)).json();
    const manifests = Object.values(packument.versions);
    const tarballs = {};
    for (const { dist } of manifests) {
        const bytes = Buffer.from(await (await get(dist.tarball)).arrayBuffer());
        const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
        const sha1 = createHash('sha1').update(bytes).digest('hex');
        if (integrity !== dist.integrity || sha1 !== dist.shasum) throw new Error(`other bytes: ${dist.tarball}`);
        tarballs[dist.tarball.split('/').pop()] = { integrity, sha1 };
    }
    expected[name] = {
        versions: Object.keys(packument.versions),
        'dist-tags': packument['dist-tags'],
        deprecated: Object.fromEntries(manifests.flatMap((m) => (m.deprecated ? [[m.version, m.deprecated]] : []))),
        stars: Object.keys(packument.users ?? {}),
        tarballs,
    };
}
console.log(JSON.stringify(expected, null, 2));
JAVASCRIPT
