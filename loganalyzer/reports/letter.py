"""A note to the postmaster of a sender whose own SPF record does not cover his server, drafted."""

from loganalyzer.advice.advice import Obstacle
from loganalyzer.terms.moment import as_datetime
from loganalyzer.terms.plural import counted


def letter(obstacle: Obstacle) -> str:
    """The draft, empty for any other class: a forwarder's or list's mail is not its author's fault.

    postmaster@ is an address that every domain with mail has to read (RFC 5321 section 4.5.1).
    """
    domain = obstacle.unit.sender_domain
    if obstacle.kind != "sender's record is wrong" or not domain:
        return ""
    first, last = (f"{as_datetime(moment):%d %B %Y}" for moment in (obstacle.first, obstacle.last))
    mail = counted(obstacle.messages, "message")
    return (
        f"To: postmaster@{domain}\n"
        f"Subject: SPF record of {domain} does not cover a server that sends your mail\n"
        "\n"
        f"Between {first} and {last} we received {mail} from {domain}\n"
        f"through {obstacle.client}.\n"
        "Your SPF record does not name this server, so that receivers who check SPF refuse\n"
        "such mail; we are about to do so as well. If the server is yours, please add it to\n"
        "the record; if it is not, somebody sends in your name.\n"
    )
