# rsyslogd with the two formats a Debian machine uses now and used before.
cat >"$W/rsyslog.conf" <<X
module(load="imuxsock" SysSock.Name="/dev/log" SysSock.UseSysTimeStamp="$systs" SysSock.RateLimit.Interval="0")
input(type="imuxsock" Socket="/var/spool/postfix/dev/log" UseSysTimeStamp="$systs" RateLimit.Interval="0")
\$WorkDirectory $W/tmpfs
\$FileCreateMode 0644
mail.* action(type="omfile" file="$OUT/mail.log" template="RSYSLOG_FileFormat")
mail.* action(type="omfile" file="$OUT/mail.rfc3164.log" template="RSYSLOG_TraditionalFileFormat")
user.* action(type="omfile" file="$W/marks.log") # the player's own, see clients/settle.py
X
mkdir -p /var/spool/postfix/dev
TZ=${RIG_TZ:-UTC} "${fake[@]}" rsyslogd -n -f "$W/rsyslog.conf" -i "$W/rsyslog.pid" &
rsyslog=$!
