"""One whole, self-contained HTML file: vendored Leaflet, escaped data, nothing fetched.

Text from tables leaves Python through :func:`safe_json` (or :func:`safe_text` for the page's title) and
reaches the page only as text, never as markup.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kawasan_gis.errors import OutputError, listing

ASSETS = files("kawasan_gis.maps") / "assets"

SCRIPTS = (
    "text.js",
    "state.js",
    "weigh.js",
    "exports.js",
    "weights.js",
    "classify.js",
    "themes.js",
    "village.js",
    "layers.js",
    "outlines.js",
    "names.js",
    "backdrop.js",
    "pins.js",
    "detail.js",
    "compare.js",
    "search.js",
    "panel.js",
    "legend.js",
    "tools.js",
    "map.js",
)
STYLES = ("map.css", "panel.css", "weights.css", "print.css")

STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
RISKY = re.compile(r"[<>&'`${}%#]")
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL | re.IGNORECASE)
RANDOM_ID = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9a-f])")
FETCHED = re.compile(
    r"""<(?:script|img|iframe)\b[^>]*\ssrc\s*=\s*["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b[^>]*\shref\s*=\s*["']?((?:https?:)?//[^"'\s>]+)"""
    r"""|(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)"""
    r"""|L\.(?:tileLayer|imageOverlay|videoOverlay)[.\w]*\(\s*["']((?:https?:)?//[^"']+)""",
    re.IGNORECASE,
)
RULES = (
    "default-src 'none'; img-src data: blob:{tiles}; font-src data:; style-src 'unsafe-inline'; script-src {scripts}"
)
PLAIN = re.compile(r"[^A-Za-z0-9 ]")


def safe_json(value: object) -> str:
    """Write JSON that is only ever data, wherever on a page or in a template it stands.

    Lossless: ``json.loads`` gives the value back.

    Raises
    ------
    ValueError
        For not-a-number and infinity, which JSON does not know.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return STRING.sub(lambda found: RISKY.sub(_unicode_escape, found.group()), text)


def _unicode_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


def safe_text(text: str) -> str:
    """Escape text for a place where it stands in the page itself, as in a tooltip of folium's.

    Parameters
    ----------
    text
        Any; all of it but plain letters, digits and blanks becomes numeric entities, which neither the browser nor
        folium's templates read as anything else.

    Examples
    --------
    >>> safe_text("Bi'ih <b>")
    'Bi&#39;ih &#60;b&#62;'
    """
    return PLAIN.sub(lambda found: f"&#{ord(found.group())};", text)


@cache
def asset(name: str) -> str:
    """Read one of the text files that are shipped beside this module."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def data_uri(name: str) -> str:
    """Read a shipped picture as a ``data:`` address."""
    return "data:image/png;base64," + base64.b64encode((ASSETS / name).read_bytes()).decode("ascii")


def inline_script(code: str) -> str:
    """Wrap code in a script element that nothing inside it can end."""
    return "<script>" + code.replace("</", "<\\/").replace("<!--", "<\\!--") + "</script>"


@cache
def library() -> str:
    """Leaflet and our own style and script, as they stand in the head of every map."""
    style = re.sub(
        r"url\(images/([\w-]+\.png)\)", lambda found: f"url({data_uri(found.group(1))})", asset("leaflet.css")
    )
    style = style.replace("behavior: url(#default#VML);", "")
    pictures = {
        "iconUrl": data_uri("marker-icon.png"),
        "iconRetinaUrl": data_uri("marker-icon-2x.png"),
        "shadowUrl": data_uri("marker-shadow.png"),
    }
    icons = f"L.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({safe_json(pictures)});"
    leaflet = asset("leaflet.js").replace("//# sourceMappingURL=leaflet.js.map", "")
    parts = [
        f"<!--\n{asset('leaflet-LICENSE.txt')}-->",
        f"<style>{style}</style>",
        *(f"<style>{asset(name)}</style>" for name in STYLES),
        inline_script(leaflet),
        inline_script(icons),
        *(inline_script(asset(name)) for name in SCRIPTS),
    ]
    return "\n".join(parts) + "\n"


def data_script(content: Mapping[str, Any]) -> str:
    """Wrap a map's data in an element that holds data only."""
    return f'<script type="application/json" id="kawasan-data">{safe_json(content)}</script>\n'


def finished(page: str, *, language: str, ours: Iterable[str], online: bool, tiles: str = "") -> str:
    """Turn a rendered folium page into the whole file.

    Parameters
    ----------
    page
        What folium rendered.
    language
        Language of the page, ``id`` or ``en``.
    ours
        The pieces of the page that this package wrote; they are left as they are.
    online
        Whether the page may fetch anything.
    tiles
        The one server the page may fetch pictures from, such as ``https://tile.example.org``; none when empty.

    Raises
    ------
    OutputError
        When the page would fetch something, or needs a script that is not in it, and may not.
    """
    pieces = _split(page.replace("\r\n", "\n").replace("\r", "\n"), list(ours))
    foreign = pieces[0::2]
    if not online:
        _check_offline("\n".join(foreign))
    page = "".join(
        piece if place % 2 else text
        for place, (piece, text) in enumerate(zip(pieces, _renumbered(pieces), strict=True))
    )
    page = page.replace("<html>", f'<html lang="{language}">', 1)
    if not online:
        page = page.replace("<head>", f"<head>\n{_policy(page, tiles)}", 1)
    return page.encode("utf-8", "replace").decode("utf-8")


def _split(page: str, ours: list[str]) -> list[str]:
    """Cut a page into what others wrote (even places) and what we wrote (odd places)."""
    pieces = [page]
    for text in ours:
        before, found, after = pieces.pop().partition(text)
        pieces += [before, found, after]
    return pieces


def _renumbered(pieces: list[str]) -> list[str]:
    """Replace folium's random ids by running numbers, so that the same map has the same bytes."""
    numbers: dict[str, str] = {}

    def running(found: re.Match[str]) -> str:
        return numbers.setdefault(found.group(), str(len(numbers) + 1))

    return [RANDOM_ID.sub(running, piece) for piece in pieces]


def _check_offline(page: str) -> None:
    addresses = sorted({next(filter(None, found.groups())) for found in FETCHED.finditer(page)})
    if addresses:
        raise OutputError(
            f"the map would fetch {len(addresses)} files from the network: {listing(addresses)}; "
            "remove the layer that needs them, or allow it with: map.online = True"
        )
    if "L.AwesomeMarkers" in page:
        raise OutputError(
            "folium.Icon needs a script from the network; use folium.CircleMarker, folium.DivIcon or a plain "
            "folium.Marker, or allow it with: map.online = True"
        )


def _policy(page: str, tiles: str) -> str:
    """State what the page may do: run the scripts written into it now, and fetch nothing but tiles asked for."""
    hashes = []
    for code in SCRIPT.findall(page):
        digest = hashlib.sha256(code.encode("utf-8", "replace")).digest()
        hashes.append(f"'sha256-{base64.b64encode(digest).decode('ascii')}'")
    rules = RULES.format(tiles=f" {tiles}" if tiles else "", scripts=" ".join(hashes))
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}" />'


def notebook_frame(page: str, *, height: int = 560) -> str:
    """Show a whole page inside a notebook, shut off from the notebook itself."""
    inner = page.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<iframe srcdoc="{inner}" sandbox="allow-scripts allow-downloads" '
        f'style="width:100%;height:{height}px;border:0" loading="lazy"></iframe>'
    )
