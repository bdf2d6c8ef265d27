"""A small writer of OpenStreetMap files, PBF and XML, so that tests need no file of anyone's.

The PBF part follows the OpenStreetMap wiki, "PBF Format": blobs of a header and of one primitive block with dense
nodes, ways and relations; varints, zigzag deltas, 100 nanodegrees.
"""

import zlib
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

TYPES = {"node": 0, "way": 1, "relation": 2}


class Node(NamedTuple):
    id: int
    lon: float
    lat: float
    tags: dict[str, str]


class Way(NamedTuple):
    id: int
    nodes: list[int]
    tags: dict[str, str]


class Relation(NamedTuple):
    id: int
    members: list[tuple[str, int, str]]
    tags: dict[str, str]


def varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def field(number: int, content: bytes | int) -> bytes:
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def packed(values: list[int]) -> bytes:
    return b"".join(varint(value) for value in values)


def deltas(values: list[int]) -> bytes:
    steps = [value - before for before, value in zip([0, *values], values, strict=False)]
    return packed([step << 1 ^ step >> 63 for step in steps])


def blob(kind: str, content: bytes) -> bytes:
    body = field(2, len(content)) + field(3, zlib.compress(content))
    head = field(1, kind.encode()) + field(3, len(body))
    return len(head).to_bytes(4, "big") + head + body


class Strings(dict):
    """Numbers of texts, in the order they come; number 0 is reserved."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self) + 1
        return self[text]


def tagged(strings: Strings, tags: dict[str, str]) -> bytes:
    # GDAL refuses a field without content.
    if not tags:
        return b""
    return field(2, packed([strings[key] for key in tags])) + field(3, packed([strings[v] for v in tags.values()]))


def dense(nodes: list[Node], strings: Strings) -> bytes:
    keys_values: list[int] = []
    for node in nodes:
        for key, value in node.tags.items():
            keys_values += [strings[key], strings[value]]
        keys_values.append(0)
    return (
        field(1, deltas([node.id for node in nodes]))
        + field(8, deltas([round(node.lat * 1e7) for node in nodes]))
        + field(9, deltas([round(node.lon * 1e7) for node in nodes]))
        + field(10, packed(keys_values))
    )


def write_pbf(path: Path, *elements: Node | Way | Relation) -> Path:
    strings = Strings()
    groups = field(2, field(2, dense([one for one in elements if isinstance(one, Node)], strings)))
    for way in (one for one in elements if isinstance(one, Way)):
        groups += field(2, field(3, field(1, way.id) + tagged(strings, way.tags) + field(8, deltas(way.nodes))))
    for relation in (one for one in elements if isinstance(one, Relation)):
        members = field(8, packed([strings[role] for _, _, role in relation.members]))
        members += field(9, deltas([number for _, number, _ in relation.members]))
        members += field(10, packed([TYPES[kind] for kind, _, _ in relation.members]))
        groups += field(2, field(4, field(1, relation.id) + tagged(strings, relation.tags) + members))
    table = field(1, b"".join(field(1, text.encode()) for text in ["", *strings]))
    header = field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes")
    path.write_bytes(blob("OSMHeader", header) + blob("OSMData", table + groups))
    return path


def write_xml(path: Path, *elements: Node | Way | Relation) -> Path:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    for one in elements:
        tags = "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in one.tags.items())
        if isinstance(one, Node):
            lines.append(f'<node id="{one.id}" lon="{one.lon:.7f}" lat="{one.lat:.7f}">{tags}</node>')
        elif isinstance(one, Way):
            refs = "".join(f'<nd ref="{ref}"/>' for ref in one.nodes)
            lines.append(f'<way id="{one.id}">{refs}{tags}</way>')
        else:
            members = "".join(f'<member type="{t}" ref="{ref}" role="{role}"/>' for t, ref, role in one.members)
            lines.append(f'<relation id="{one.id}">{members}{tags}</relation>')
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path
