"""An attacker with servers, domains and time of his own: everything that is his to choose, at random."""

from random import Random

from tests.advice.lines import FRIEND, at
from tests.linking.filters import opendkim, opendmarc, rspamd, saved, spamd, verified
from tests.story import BLOCK, Story

OWN = [f"evil{n}.example" for n in range(5)]
CLIENTS = [
    "mx.evil0.example[203.0.113.66]",
    "mx.evil1.example[203.0.113.66]",
    "unknown[203.0.113.67]",
    "unknown[192.0.2.11]",
    "vps7.alumni.example[203.0.113.68]",
]
"""Two confirmed names of his, an unconfirmed one, our forwarder's neighbour, its hoster's customer."""
ADDRESSES = frozenset(client.partition("[")[2].rstrip("]") for client in CLIENTS)
HELOS = ["mx.evil0.example", "mx.alumni.example", "bank.example", "[203.0.113.66]", "x", "10.0.0.7"]
WORDS = [
    "",
    "Message rejected due to: x",
    "a>: Recipient address rejected: Message rejected due to: x",
    "a>: Server configuration problem",
    "x, discarded",
]
GREYLISTED = "Recipient address rejected: Greylisted, please come back later"
UNKNOWN = "Recipient address rejected: User unknown in virtual mailbox table"


def attack(random: Random, day: int, ids: list[str]) -> Story:
    """One thing that he does on a day; ``ids`` are Message-IDs that he has seen."""
    story = at(day, hours=random.choice([1.5, 2, 2.001, 3, 20]), seconds=random.random())
    doing = random.choice([_mail, _mail, _mail, _refused, _passing, _answered])
    doing(story, random, ids)
    return story


def _sender(random: Random) -> str:
    own = f"{random.choice('abc')}@{random.choice(OWN)}"
    return random.choice([own, own, FRIEND, "", "b@example.net", "other@bank.example"])


def _recipient(random: Random) -> str:
    word = random.choice(WORDS)
    return f'"{word}"@example.net' if word else random.choice(["b@example.net", "c+discarded@example.net"])


def _refused(story: Story, random: Random, ids: list[str]) -> None:
    """Mail for nobody, or that has to come back: refused by something else, with SPF's warning or not."""
    client, sender, recipient = random.choice(CLIENTS), _sender(random), _recipient(random)
    story.connect(client, 31)
    if random.random() < 0.5:
        story.warn(client=client, sender=sender, recipient=recipient, pid=31, helo=random.choice(HELOS))
    reply, reason = random.choice([("550 5.1.1", UNKNOWN), ("450 4.2.0", GREYLISTED)])
    story.warn(
        client=client, sender=sender, recipient=recipient, pid=31, reply=reply, reason=reason, action="reject"
    )
    story.disconnect(client, "mail=1 rcpt=0/1 commands=1/2", 31)


def _mail(story: Story, random: Random, ids: list[str]) -> None:
    """Failing mail that is delivered, with whatever signs he can bring about."""
    client, sender, recipient = random.choice(CLIENTS), _sender(random), _recipient(random)
    queue_id, message_id = (
        f"6F{random.randrange(16**6):06X}",
        random.choice([*ids, "<own@evil0.example>", ""]),
    )
    text = random.choice(
        ["", "Server configuration problem; from=<a@b.example>", "Greylisted", "User unknown"]
    )
    reason = f"Recipient address rejected: Message rejected due to: {text}. Please see " if text else BLOCK
    url = f"http://www.openspf.net/Why?s=mfrom;id={sender};ip=192.0.2.1;r=example.net"
    story.connect(client, 31)
    helo = random.choice(HELOS)
    story.warn(client=client, sender=sender, recipient=recipient, pid=31, reason=reason + url, helo=helo)
    story.smtpd(f"{queue_id}: client={client}", 31)
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id={message_id}")
    _signs(story, random, queue_id, message_id)
    story.active(queue_id, sender).disconnect(client, pid=31)
    if message_id and random.random() < 0.7:
        saved(story, message_id.split(" ")[0], random.choice(["Junk", "INBOX"]))
    status = f"sent (250 2.0.0 <{recipient}> Saved)"
    story.deliver(queue_id, recipient, status=random.choice([status, "bounced (over quota)"])).removed(
        queue_id
    )


def _signs(story: Story, random: Random, queue_id: str, message_id: str) -> None:
    mine = random.choice(OWN)
    if random.random() < 0.5:
        broken = random.random() < 0.5
        if broken:
            opendkim(
                story, queue_id, "bank.example", "error:04091068:rsa routines:int_rsa_verify:bad signature"
            )
        if not broken or random.random() < 0.5:
            opendkim(story, queue_id, mine)
        verified(story, queue_id)
    if random.random() < 0.3:
        opendmarc(story, queue_id, mine)
    if random.random() < 0.3:
        bait = "FUZZY(1.00){R_DKIM_ALLOW(-0.20){bank.example:s=x;}}"
        rspamd(story, queue_id, bait, random.choice(["no action", "add header"]))
    if message_id and random.random() < 0.3:
        spamd(story, message_id.split(" ")[0])


def _passing(story: Story, random: Random, ids: list[str]) -> None:
    """A lot of mail that passes, from domains of his own, as any of his clients."""
    for _ in range(random.randrange(1, 6)):
        client, helo = random.choice(CLIENTS), random.choice(HELOS)
        name, _, address = client.rstrip("]").partition("[")
        domain = random.choice([*OWN, name])
        queue_id = f"7A{random.randrange(16**6):06X}"
        story.connect(client, 31).say(
            "policyd-spf[41]",
            f": prepend Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip={address}; "
            f"helo={helo}; envelope-from=a@{domain}; receiver=example.net ",
        )
        story.accept(queue_id, client, 31).disconnect(client, pid=31)
        story.deliver(queue_id, "d@example.net").removed(queue_id)


def _answered(story: Story, random: Random, ids: list[str]) -> None:
    """A bounce or an automatic answer goes to an address of his choice, and his server takes it."""
    queue_id, to = f"8B{random.randrange(16**6):06X}", f"{random.choice('abc')}@{random.choice(OWN)}"
    sender = random.choice(["", "vacation@example.net"])
    if sender:
        story.say("postfix/pickup[3]", f"{queue_id}: uid=1001 from=<{sender}>")
    story.say("postfix/cleanup[20]", f"{queue_id}: message-id=<auto@example.net>").active(queue_id, sender)
    relay = "mx.evil0.example[203.0.113.66]:25"
    story.deliver(queue_id, to, "smtp", relay, "sent (250 Ok: queued as 2B000001)").removed(queue_id)
