"""XML as QGIS reads it: made with the standard library, the same bytes every time, safe against hostile names."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, fromstring, indent, tostring

# What XML 1.0 cannot hold, and marks that turn the direction of what stands beside them.
FORBIDDEN = re.compile(
    "[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]|[\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]"
)
SHOWN = "\N{REPLACEMENT CHARACTER}"
# QGIS runs what stands in these brackets as an expression, in labels and in legends alike.
EXPRESSION = re.compile(r"\[(?=%)")
WORD_JOINER = "\N{WORD JOINER}"


def shown(text: object) -> str:
    """Write text so that XML can hold it and QGIS shows it as it is.

    Parameters
    ----------
    text
        Anything; a character that cannot be shown becomes a replacement character, and ``[%`` no expression.
    """
    return EXPRESSION.sub("[" + WORD_JOINER, FORBIDDEN.sub(SHOWN, str(text)))


def add(parent: Element, tag: str, text: object = None, /, **attributes: object) -> Element:
    """Add an element; attributes and text are written as they are, see :func:`shown` for what is not ours.

    Parameters
    ----------
    parent
        Gets the element.
    tag
        Its name.
    text
        What stands in it.
    attributes
        A trailing ``_`` of a name is left out, another ``_`` stays.
    """
    given = {key.removesuffix("_"): _value(value) for key, value in attributes.items()}
    element = SubElement(parent, tag, given)
    element.text = None if text is None else _value(text)
    return element


def add_options(parent: Element, values: Mapping[str, object]) -> None:
    """Add the properties of a symbol in the form of QGIS since 3.20 and in that of the versions before.

    Parameters
    ----------
    parent
        A symbol's layer.
    values
        The properties.
    """
    options = add(parent, "Option", type="Map")
    for key in sorted(values):
        add(options, "Option", name=key, type="QString", value=values[key])
    for key in sorted(values):
        add(parent, "prop", k=key, v=values[key])


def written(root: Element, doctype: str = "") -> bytes:
    """Write a document, indented, in UTF-8.

    Parameters
    ----------
    root
        Its root; is indented in place.
    doctype
        Goes before it.
    """
    indent(root, " ")
    head = f"<!DOCTYPE {doctype}>\n" if doctype else ""
    body: bytes = tostring(root, encoding="utf-8")
    return head.encode() + body + b"\n"


def parsed(text: str) -> Element:
    """Read a document back.

    Parameters
    ----------
    text
        What :func:`written` wrote.
    """
    # The parser of Python fetches nothing, and refuses texts that grow without end.
    return fromstring(text)  # noqa: S314


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
