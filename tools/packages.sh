# shellcheck shell=sh
# To be read by other scripts: packages of the system, and how to come by them.
# `need NAME` notes one that is missing, `provide` installs all of them or says how, and stops.

missing=""

fail() {
    echo >&2
    printf '%s\n' "$@" >&2
    exit 1
}

need() {
    case " $missing " in
        *" $1 "*) ;;
        *) missing="${missing:+$missing }$1" ;;
    esac
}

provide() {
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 || fail \
        "These packages are missing (by their Debian names): $missing" \
        "Install them with your system's package manager, then run the same command again."
    if [ "$(id -u)" -eq 0 ]; then
        as_root="env"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root="sudo -n env"
    else
        ask_for_packages
    fi
    echo "Installing from the system's packages: $missing"
    # shellcheck disable=SC2086 # two lists of words
    {
        $as_root apt-get update -q=2 || true
        $as_root DEBIAN_FRONTEND=noninteractive apt-get install -q=2 --no-install-recommends \
            -o DPkg::Lock::Timeout=120 $missing >/dev/null || ask_for_packages
    }
    missing=""
}

ask_for_packages() {
    fail "These system packages are missing and could not be installed from here: $missing" \
        "Install them with:" \
        "    sudo apt-get update && sudo apt-get install --no-install-recommends $missing" \
        "then run the same command again."
}
