# Shared by the scripts of this project; source it, do not run it. Sets REPOSITORY.
# shellcheck shell=bash

# shellcheck disable=SC2034  # used by the scripts that source this
REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly REPOSITORY
readonly SWIFT_MINIMUM=6.2

say() { printf '==> %s\n' "$*"; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# The Debian and Ubuntu packages for the Swift toolchain itself (its own shared libraries, and the linker, C library and
# C++ library it links against) and for the system libraries of this project.
build_packages() {
    printf '%s\n' \
        ca-certificates git pkg-config tzdata \
        binutils libc6-dev libncurses6 libcurl4-openssl-dev \
        libsqlite3-dev libxml2-dev zlib1g-dev
    # The C++ library carries the release's compiler version in its name; without package lists g++ stands for it.
    if ! dpkg-query -W -f '${db:Status-Status}\n' 'libstdc++-*-dev' 2>/dev/null | grep -x installed >/dev/null; then
        local version
        version=$(apt-cache depends g++ 2>/dev/null | sed -n 's/.*Depends: g++-\([0-9]*\)$/\1/p' | head -n 1)
        printf '%s\n' "${version:+libstdc++-$version-dev}" "${version:-g++}" | grep -v '^[0-9]*$'
    fi
    # Newer releases keep the linker that Swift calls in a package of its own.
    if ! command -v ld.gold >/dev/null && apt-cache show binutils-gold 2>/dev/null | grep '^Package:' >/dev/null; then
        printf 'binutils-gold\n'
    fi
}

test_packages() {
    build_packages
    browser_packages
    printf 'openssl
prometheus
python3
python3-pip
redis-server
'
}

# What scripts/web-assets needs: the type checker, the bundler, and the typesetter of formulas with its fonts.
web_packages() {
    printf '%s\n' esbuild node-typescript libjs-katex fonts-katex
}

# What scripts/e2e/web needs: a browser, and room for the Python client that drives it.
browser_packages() {
    web_packages
    printf '%s\n' chromium fonts-dejavu-core python3 python3-venv
}

# as_root COMMAND...: as it is for root, else through sudo.
as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Prints those of the packages named that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'install ok installed' || printf '%s\n' "$package"
    done
}

# install_packages FUNCTION: installs what is missing of the packages that FUNCTION prints.
install_packages() {
    local wanted missing
    if ! command -v apt-get >/dev/null; then
        say "no apt-get here: make sure yourself that these are installed, by whatever name: $("$1" | tr '\n' ' ')"
        return
    fi
    mapfile -t wanted < <("$1")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if [[ ${#missing[@]} -eq 0 ]]; then
        say "system packages: all there"
        return
    fi
    say "system packages that are missing: ${missing[*]}"
    if [[ $(id -u) -ne 0 ]] && ! command -v sudo >/dev/null; then
        die "installing them needs root rights, and there is no sudo. Run this as root, then start again:
    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    fi
    as_root apt-get update -qq
    # Names that are looked up may be known only now.
    mapfile -t wanted < <("$1")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    say "installing ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" ||
        die "these packages could not be installed: ${missing[*]}"
}

# Stops unless a Swift that is new enough can be found.
require_swift() {
    local where="Get it from https://www.swift.org/install/linux/ and put its usr/bin folder on PATH."
    command -v swift >/dev/null || die "there is no swift on PATH; version $SWIFT_MINIMUM or newer is needed. $where"
}

# Stops unless that Swift runs and is new enough. Its own libraries must be there: call install_packages first.
check_swift() {
    local output version
    output=$(swift --version 2>&1) || die "swift does not run: $output"
    version=$(sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' <<<"$output" | head -n 1)
    [[ -n $version ]] || die "swift does not say its version: $output"
    if [[ $(printf '%s\n%s\n' "$SWIFT_MINIMUM" "$version" | sort -V | head -n 1) != "$SWIFT_MINIMUM" ]]; then
        die "Swift $version is too old; $SWIFT_MINIMUM or newer is needed. https://www.swift.org/install/linux/"
    fi
    say "Swift $version at $(command -v swift)"
}

# prepare FUNCTION: everything a build needs, with the packages that FUNCTION prints.
prepare() {
    require_swift
    install_packages "$1"
    check_swift
}

benchmark_packages() {
    test_packages
    printf 'python3-venv\n'
}

# python_environment REQUIREMENTS: makes or completes the project's .venv; prints where it is.
python_environment() {
    local venv=$REPOSITORY/.venv
    [[ -x $venv/bin/pip ]] || python3 -m venv "$venv" >&2
    "$venv/bin/pip" install --quiet --requirement "$1" >&2 || die "pip could not install what $1 names"
    printf '%s\n' "$venv"
}
