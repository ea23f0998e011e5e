# The SPF policy service: Debian's configuration plus RIG_SPF.
. "$HERE/inside/change.sh"
settings set_policy "$RIG_SPF"
policy=$(policy_argv "${RIG_POLICY:-python}")
