"""What an SPF record says of an address (RFC 7208 section 4, ``check_host``), by pyspf."""

import ipaddress
from typing import cast, get_args

from .spf_record import Result, SpfRecord, SpfResult


def evaluate(record: SpfRecord, address: str, *, local: str = "", helo: str = "") -> SpfResult:
    """The result for a client of this address that sends as the record's domain.

    ``local`` is the part before the @, ``helo`` the client's name; a record that asks for one that is not
    given (``exists:%{l}...``) has the result unknown. Asks the record's ``lookup`` where it must.
    """
    match record.state:
        case "unknown":
            return SpfResult("unknown", why=record.unknown[0] if record.unknown else "")
        case "none":
            return SpfResult("none")
        case "several":
            return SpfResult("permerror", why="there is more than one record")
    return _checked(record, address, local, helo)


def _checked(record: SpfRecord, address: str, local: str, helo: str) -> SpfResult:
    from .answers import nobody
    from .spf_query import HELO, LOCAL, NotAnsweredError, Query

    lookup = record.lookup or nobody
    if not record.text.isascii():
        return SpfResult("permerror", why="the record holds characters that are not ASCII")
    try:
        client = str(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError as error:
        return SpfResult("unknown", why=str(error))
    try:
        query = Query(lookup, record.domain, client, local or LOCAL, helo or HELO)
        result, _, why = query.check(record.text)
    except NotAnsweredError as unanswered:
        return SpfResult("unknown", why=str(unanswered))
    if result not in get_args(Result):
        return SpfResult("unknown", why=f"the library says {result}")
    kept = why if result in ("permerror", "temperror") else ""
    return SpfResult(cast(Result, result), query.mechanism or "", kept)
