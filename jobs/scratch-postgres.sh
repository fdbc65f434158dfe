#!/usr/bin/env bash
# shellcheck disable=SC2164 # whoever sources this stops at the first failure
# A PostgreSQL server for tests: a socket in a folder of its own, no port. Sourced, after setup.sh.

# Debian starts a server of its own when the package is installed, unless it is told not to.
install_postgres() {
    local refusal=/etc/postgresql-common/createcluster.conf
    if [ ! -e "$refusal" ]; then
        as_root mkdir --parents "$(dirname "$refusal")"
        echo 'create_main_cluster = false' | as_root tee "$refusal" >/dev/null
    fi
    packages+=(jq postgresql)
    install_missing
}

# Starts a server and points psql at it. PostgreSQL refuses to run as root.
start_postgres() {
    postgres_bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort | tail -n 1)
    postgres_folder=$(mktemp --directory)
    as_postgres=()
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$postgres_folder"
        as_postgres=(runuser --user postgres --)
    fi
    # Nothing here must outlive the test, so nothing waits for the disk.
    local options="-c listen_addresses='' -c unix_socket_directories='$postgres_folder' -c fsync=off"
    (
        cd "$postgres_folder"
        "${as_postgres[@]}" "$postgres_bin/initdb" --pgdata=data --auth=trust --username=tester \
            --encoding=UTF8 --no-sync >/dev/null
        "${as_postgres[@]}" "$postgres_bin/pg_ctl" --pgdata=data --wait --silent --log=log \
            --options="$options" start
    )
    export PGHOST=$postgres_folder PGUSER=tester PGDATABASE=postgres
}

# Stops the server, if there is one, and removes its folder.
stop_postgres() {
    [ -n "${postgres_folder:-}" ] || return 0
    "${as_postgres[@]}" "$postgres_bin/pg_ctl" --pgdata="$postgres_folder/data" --silent \
        --mode=immediate stop || true
    rm -rf "$postgres_folder"
    unset postgres_folder
}
