# A clock of its own for rsyslogd, where the sessions are to be spread over days (RIG_SPAN, RIG_START).
systs=on
fake=()
if [ -n "$RIG_SPAN" ]; then
    systs=off
    export RIG_START=${RIG_START:-$(date -u +%F)} RIG_OFFSET_FILE=$W/offset
    printf '%+d\n' $(($(TZ=${RIG_TZ:-UTC} date -d "$RIG_START" +%s) - $(date +%s))) >"$RIG_OFFSET_FILE"
    fake=(env LD_PRELOAD="$(echo /usr/lib/*/faketime/libfaketimeMT.so.1)" FAKETIME_TIMESTAMP_FILE="$RIG_OFFSET_FILE"
        FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1)
fi
export RIG_START=${RIG_START:-}
