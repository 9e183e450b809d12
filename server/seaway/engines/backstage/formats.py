"""The formats of entity fields, as predicates over text."""

import re
from ipaddress import AddressValueError, IPv6Address

_DNS_LABEL = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_NAME = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_TAG = re.compile(r"[a-z0-9:+#]+(?:-[a-z0-9:+#]+)*")
_KIND = re.compile(r"[a-zA-Z][a-z0-9A-Z]*")
_VERSION = re.compile(r"[a-z0-9A-Z]+")

_URL = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):(.*)", re.DOTALL)
_URL_TRIM = "".join(map(chr, range(0x21)))
_URL_DROP = {9: None, 10: None, 13: None}
_SPECIAL = frozenset({"http", "https", "ws", "wss", "ftp"})
_FORBIDDEN_IN_HOST = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_FORBIDDEN_IN_OPAQUE_HOST = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
_NUMBER_LABEL = re.compile(r"[0-9]+|0[xX][0-9a-fA-F]*")
_MAX_PORT = 65535


def is_name(text: str) -> bool:
    """Tell whether the text is a name of an entity, and so a label value."""
    return len(text) <= 63 and _NAME.fullmatch(text) is not None


def is_namespace(text: str) -> bool:
    """Tell whether the text is a namespace: a DNS label, lower case only."""
    return len(text) <= 63 and _DNS_LABEL.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Tell whether the text is a key of a label or annotation: a name, or a DNS domain, a slash and a name."""
    prefix, slash, name = text.rpartition("/")
    return is_name(name) and (not slash or _is_domain(prefix))


def is_tag(text: str) -> bool:
    """Tell whether the text is a tag."""
    return len(text) <= 63 and _TAG.fullmatch(text) is not None


def is_kind(text: str) -> bool:
    """Tell whether the text can name a kind."""
    return len(text) <= 63 and _KIND.fullmatch(text) is not None


def is_api_version(text: str) -> bool:
    """Tell whether the text is a version, or a DNS domain, a slash and a version."""
    prefix, slash, version = text.rpartition("/")
    return len(version) <= 63 and _VERSION.fullmatch(version) is not None and (not slash or _is_domain(prefix))


def is_url(text: str) -> bool:
    """Tell whether browsers take the text for an absolute URL: they forgive much in paths and little in hosts."""
    match = _URL.fullmatch(text.strip(_URL_TRIM).translate(_URL_DROP))
    if match is None:
        return False
    scheme, rest = match[1].lower(), match[2]
    if scheme == "file":
        slashes = re.match(r"[/\\]{2}", rest)
        host = re.split(r"[/\\?#]", rest[2:], maxsplit=1)[0] if slashes else ""
        return not host or re.fullmatch("[A-Za-z][:|]", host) is not None or _is_host(host)
    if scheme in _SPECIAL:
        return _is_authority(re.split(r"[/\\?#]", rest.lstrip("/\\"), maxsplit=1)[0], special=True)
    if not rest.startswith("//"):
        return True
    return _is_authority(re.split(r"[/?#]", rest[2:], maxsplit=1)[0], special=False)


def web_address(text: str) -> str | None:
    """Return the address without surrounding blanks when the text is an absolute http or https URL."""
    trimmed = text.strip(_URL_TRIM)
    return trimmed if trimmed.lower().startswith(("http://", "https://")) and is_url(trimmed) else None


def _is_domain(text: str) -> bool:
    return len(text) <= 253 and all(map(is_namespace, text.split(".")))


def _is_authority(text: str, *, special: bool) -> bool:
    """Tell whether the text is a host with optional user and port."""
    at, host = text.rpartition("@")[1:]
    name, _, port = host.rpartition(":") if re.search(r":[^\]]*\Z", host) else (host, "", "")
    if not name:
        # Only `scheme://` and `scheme:///path` may have no host, and only outside the web's own schemes.
        return not special and not at and not host
    if port and not (port.isascii() and port.isdigit() and int(port[-6:]) <= _MAX_PORT and not port[:-6].strip("0")):
        return False
    if name.startswith("["):
        return _is_ipv6(name)
    return _is_host(name) if special else _FORBIDDEN_IN_OPAQUE_HOST.search(name) is None


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return _is_ipv6(host)
    decoded = _percent_decoded(host)
    if not decoded or not decoded.isprintable() or _FORBIDDEN_IN_HOST.search(decoded):
        return False
    labels = decoded.removesuffix(".").split(".")
    return not _NUMBER_LABEL.fullmatch(labels[-1]) or _is_ipv4(labels)


def _percent_decoded(host: str) -> str | None:
    """Return the host with %-escapes decoded and without soft hyphens; None when it is not UTF-8."""
    raw = re.sub(rb"%([0-9a-fA-F]{2})", lambda match: bytes.fromhex(match[1].decode()), host.encode())
    try:
        return raw.decode().replace("\xad", "")
    except UnicodeDecodeError:
        return None


def _is_ipv4(labels: list[str]) -> bool:
    numbers = [_ipv4_number(label) for label in labels]
    *heads, last = numbers
    if len(numbers) > 4 or last is None or any(number is None or number > 255 for number in heads):
        return False
    return last < 1 << 8 * (5 - len(numbers))


def _ipv4_number(label: str) -> int | None:
    """Return the number in the decimal, octal or hexadecimal label of an address."""
    lower = label.lower()
    base = 16 if lower.startswith("0x") else 8 if len(lower) > 1 and lower.startswith("0") else 10
    digits = (lower[2:] or "0") if base == 16 else lower
    try:
        return int(digits, base) if digits.isascii() and digits.isalnum() and len(digits) < 40 else None
    except ValueError:
        return None


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host.removeprefix("[").removesuffix("]"))
    except AddressValueError:
        return False
    return host.endswith("]") and "%" not in host
