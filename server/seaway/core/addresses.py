"""Which addresses a request from Seaway may reach: those of the public internet, and what the operator allows."""

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# IANA's special-purpose registries. Python's own `is_global` differs between patch releases: it is asked besides.
_CLOSED_V4 = [
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
# Of IPv6, only this is global unicast; whatever else exists is local, multicast, a translation or not given out.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = [
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
# Translations to IPv4: what counts is the address inside.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for (mapped or NAT64), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address


def allowed(address: Address, allow: Sequence[Network] = ()) -> bool:
    """Tell whether a request may go there. `allow` opens networks that are closed otherwise, by the address inside."""
    address = inner(address)
    if any(address in network for network in allow if network.version == address.version):
        return True
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in network for network in _CLOSED_V4)
    public = address in _OPEN_V6 and address.is_global
    return public and address.scope_id is None and not any(address in network for network in _CLOSED_V6)
