"""The people, servers and robots that the invented mail server meets."""

import ipaddress
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

WORDS = """
    alpha nord blue cloud mail data soft web med bank shop net info post lab city uni tech bio auto haus
    reise markt druck foto sport news kultur werk solar
"""
SYLLABLES = WORDS.split()
LOCAL_DOMAINS = ("example.org", "example.com", "mail.example.net")
BENCHMARK_NET = ipaddress.ip_network("198.18.0.0/15")

TLS13 = "TLSv1.3 with cipher {} key-exchange {} server-signature {} server-digest SHA256"
AES256, AES128 = "TLS_AES_256_GCM_SHA384 (256/256 bits)", "TLS_AES_128_GCM_SHA256 (128/128 bits)"
CHACHA = "TLS_CHACHA20_POLY1305_SHA256 (256/256 bits)"
RSA = "RSA-PSS (2048 bits)"
MODERN = [
    *[TLS13.format(AES256, "X25519", RSA)] * 9,
    TLS13.format(AES256, "X25519MLKEM768", RSA),
    TLS13.format(AES128, "X25519", RSA),
    TLS13.format(AES256, "ECDHE (P-256)", "ECDSA (prime256v1)"),
    TLS13.format(CHACHA, "X25519", "ECDSA (P-256)"),
]
USUAL = [
    *["TLSv1.2 with cipher ECDHE-RSA-AES256-GCM-SHA384 (256/256 bits)"] * 4,
    "TLSv1.2 with cipher ECDHE-RSA-AES128-GCM-SHA256 (128/128 bits)",
    "TLSv1.2 with cipher ECDHE-ECDSA-CHACHA20-POLY1305 (256/256 bits)",
]
OLD = [
    "TLSv1 with cipher ECDHE-RSA-AES256-SHA (256/256 bits)",
    "TLSv1.1 with cipher DHE-RSA-AES256-SHA (256/256 bits)",
]


@dataclass(frozen=True, slots=True)
class Host:
    """One machine out there, and the domain whose mail it sends or takes."""

    name: str
    address: str
    domain: str
    tls: bool = True

    @property
    def client(self) -> str:
        """The host as smtpd prints it."""
        return f"{self.name}[{self.address}]"


class Crowd(Generic[T]):
    """Things of which the first are met often and the last seldom (Zipf's law)."""

    def __init__(self, rng: random.Random, things: Sequence[T], exponent: float) -> None:
        """Weighs the n-th thing by n to the power of minus exponent."""
        self._rng = rng
        self._things = things
        weights = (1.0 / n**exponent for n in range(1, len(things) + 1))
        self._cumulated = list(itertools.accumulate(weights))

    def pick(self) -> T:
        """One of them, by weight."""
        return self._rng.choices(self._things, cum_weights=self._cumulated)[0]


class World:
    """Everybody who may show up, drawn once from the generator's randomness."""

    def __init__(self, rng: random.Random) -> None:
        """Draws all names and addresses; no two hosts share an IPv4 address."""
        self._rng = rng
        self._free = self._shuffled_addresses()
        self.domains = [self._domain() for _ in range(4000)]
        self.users = [f"{rng.choice(SYLLABLES)}.{rng.choice(SYLLABLES)}{i}" for i in range(800)]
        mailboxes = [f"{user}@{rng.choice(LOCAL_DOMAINS)}" for user in self.users]
        self.mailboxes = Crowd(rng, mailboxes, 0.7)
        self.senders = Crowd(rng, self._senders(), 0.9)
        self.strangers = Crowd(rng, [self._stranger() for _ in range(25_000)], 0.6)
        self.robots = Crowd(rng, [self._robot() for _ in range(1500)], 0.8)
        self.targets = Crowd(rng, self._targets(), 1.0)
        self.homes = Crowd(rng, [self._home() for _ in range(2500)], 0.6)

    def tls(self) -> str:
        """Protocol, cipher and key exchange of one handshake."""
        draw = self._rng.random()
        return self._rng.choice(MODERN if draw < 0.78 else USUAL if draw < 0.985 else OLD)

    def word(self) -> str:
        """A syllable, for whatever needs a name."""
        return self._rng.choice(SYLLABLES)

    def _shuffled_addresses(self) -> Iterator[str]:
        first, count = int(BENCHMARK_NET.network_address), BENCHMARK_NET.num_addresses
        for offset in self._rng.sample(range(1, count - 1), count - 2):
            yield str(ipaddress.IPv4Address(first + offset))

    def _ip6(self) -> str:
        a, b, c, d = (self._rng.randint(1, 0xFFFF) for _ in range(4))
        return f"2001:db8:{a:x}:{b:x}:{c:x}::{d:x}"

    def _address(self) -> str:
        return self._ip6() if self._rng.random() < 0.15 else next(self._free)

    def _domain(self) -> str:
        number = str(self._rng.randint(1, 999)) if self._rng.random() < 0.5 else ""
        return f"{self.word()}{self.word()}{number}.example"

    def _senders(self) -> list[Host]:
        rng, hosts = self._rng, []
        for domain in self.domains[:3000]:
            for _ in range(rng.randint(1, 3)):
                name = f"{rng.choice(('mail', 'mx', 'smtp', 'out', 'mta'))}{rng.randint(1, 40)}.{domain}"
                hosts.append(Host(name, self._address(), domain))
        rng.shuffle(hosts)
        return hosts

    def _stranger(self) -> Host:
        rng, address = self._rng, next(self._free)
        if rng.random() < 0.55:
            return Host("unknown", address, rng.choice(self.domains))
        line = f"{address.replace('.', '-')}.{rng.choice(('dyn', 'pool', 'static', 'cust'))}"
        return Host(f"{line}.{rng.choice(self.domains)}", address, rng.choice(self.domains))

    def _robot(self) -> Host:
        rng = self._rng
        name = f"host{rng.randint(1, 999)}.{rng.choice(self.domains)}"
        return Host("unknown" if rng.random() < 0.7 else name, next(self._free), "")

    def _targets(self) -> list[Host]:
        rng = self._rng
        return [
            Host(f"mx{n + 1}.{domain}", self._address(), domain, rng.random() < 0.92)
            for domain in self.domains[1000:3500]
            for n in range(rng.randint(1, 2))
        ]

    def _home(self) -> Host:
        rng = self._rng
        name = f"p{rng.randint(1, 9999):x}.dip.{rng.choice(self.domains)}"
        return Host(name if rng.random() < 0.8 else "unknown", self._address(), "")
