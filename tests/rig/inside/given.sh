# Configuration files given as they are have the last word (RIG_MAIN_CF, RIG_POLICYD_SPF_CONF).
[ -z "$RIG_MAIN_CF" ] || cp "$RIG_MAIN_CF" /etc/postfix/main.cf
[ -z "$RIG_POLICYD_SPF_CONF" ] || cp "$RIG_POLICYD_SPF_CONF" "$policy_conf"
