"""What a plan is made of: sessions that will be played, and the messages they carry."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Message:
    """One message a client will try to hand over."""

    mail_from: str
    rcpts: list[str]
    intent: str
    """legit, legit-forwarded, legit-thirdparty-own-domain, spoof, spam, submission or local."""
    scenario: str
    size: int
    score: int = 0
    """What the content filter will think of it, where it runs: see servers/content_filter.py."""
    signed_by: str | None = None
    """The domain of its DKIM signature, where the milters run."""
    smtputf8: bool = False
    message_id: str = ""
    spf_helo: str | None = None
    spf_mfrom: str | None = None


@dataclass
class Session:
    """One connection as planned, or one thing the admin does."""

    kind: str
    """mx, submission, imap, probe, local or admin."""
    ip: str | None
    tls: str = "none"
    """The client's TLS profile: a key of clients/tls.py, or none; `-must` at its end: TLS or no mail."""
    helo: str = ""
    helo_cmd: str = "EHLO"
    messages: list[Message] = field(default_factory=list)
    pipeline: bool = False
    end: str = "quit"
    """quit, close, or drop-after-rcpt."""
    user: str | None = None
    auth: str = "ok"
    """ok, bad, none or close."""
    mech: str = "PLAIN"
    port: int = 25
    probe: str = ""
    """What a probe does, or what the admin does."""
    pool: tuple[str, ...] = ()
    """Addresses the client comes back from, in turn, after a 4xx."""
    retries: int = 0
    """How often it comes back at most."""
    id: str = ""
    at: float = 0.0
    """Seconds from the start of the plan, in the log's time."""
    plan: str = ""
    """The name of the function that planned it."""

    @property
    def needs_silence(self) -> bool:
        """Whether it changes settings: then nobody else may be connected, so that each meets one setting."""
        return self.kind == "admin" and ":" in self.probe
