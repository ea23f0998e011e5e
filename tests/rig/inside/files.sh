# Private /etc (overlay), /run, /dev, spool and mail folders: the machine's own stay as they are.
mkdir -p "$W"/{tmpfs,spool,pflib,dvlib,mail,dev}
mount -t tmpfs -o mode=755 tmpfs "$W/tmpfs"
mkdir "$W"/tmpfs/{up,work,run}
if ! mount -t overlay overlay -o "lowerdir=/etc,upperdir=$W/tmpfs/up,workdir=$W/tmpfs/work" /etc 2>/dev/null; then
    cp -a /etc "$W/tmpfs/etc"
    mount --bind "$W/tmpfs/etc" /etc
fi
[ "$RIG_SPOOL" != tmpfs ] || mount -t tmpfs tmpfs "$W/spool"
cp -a /var/spool/postfix/. "$W/spool/"
mount --bind "$W/spool" /var/spool/postfix
find /var/spool/postfix -type f -delete
rm -rf /var/spool/postfix/{active,bounce,corrupt,defer,deferred,flush,hold,incoming,maildrop,saved,trace,private,public,pid}/*
chown postfix:root "$W/pflib"
mount --bind "$W/pflib" /var/lib/postfix
mount --bind "$W/dvlib" /var/lib/dovecot
chmod 755 "$W/mail"
mount --bind "$W/mail" /var/mail
mkdir /var/mail/vhosts
chown mail:mail /var/mail/vhosts
mount --bind "$W/tmpfs/run" /run

for d in null zero full random urandom tty; do
    touch "$W/dev/$d"
    mount --bind /dev/$d "$W/dev/$d"
done
mkdir "$W"/dev/{pts,shm}
mount -t tmpfs tmpfs "$W/dev/shm"
ln -s /proc/self/fd "$W/dev/fd"
mount --rbind "$W/dev" /dev

printf 'nameserver 127.0.0.1\n' >"$W/resolv.conf"
if [ -L /etc/resolv.conf ]; then
    rm /etc/resolv.conf
    cp "$W/resolv.conf" /etc/resolv.conf
else
    mount --bind "$W/resolv.conf" /etc/resolv.conf
fi
printf '127.0.0.1 localhost\n::1 localhost\n203.0.113.10 mail.example.org mail\n' >/etc/hosts
echo mail >/etc/hostname
echo example.org >/etc/mailname
