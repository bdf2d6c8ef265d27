"""An A4 document of Word: headings, paragraphs and tables that people edit, with the same bytes every time."""

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from kawasan_gis.errors import OutputError
from kawasan_gis.i18n import Language

# Word files carry the time they were made, and so does every part of theirs; fixed ones keep the bytes the same.
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - python-docx takes naive dates
PART_DATE = (2000, 1, 1, 0, 0, 0)
FONT = "Arial"
PAGE_MM = (210, 297)
MARGIN_MM = 20
WIDTH_MM = PAGE_MM[0] - 2 * MARGIN_MM
HEAD_FILL = "E4E9DF"
GREY = RGBColor(0x59, 0x59, 0x59)
# XML has no place for control characters, and what turns the reading direction would hide what a name is.
HIDDEN = ("Cc", "Cf", "Cn", "Cs", "Zl", "Zp")
LANGUAGES = {"id": "id-ID", "en": "en-GB"}
ALIGNED = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}  # fmt: skip


class Column(NamedTuple):
    """A column of a table: its heading, its width in mm, and where its texts stand."""

    head: str
    width: float
    align: str = "left"


def visible(text: object) -> str:
    r"""Write a text so that nothing in it is hidden: what cannot be shown becomes a replacement character.

    Examples
    --------
    >>> visible("Bi'ih\x07 & <b>")
    "Bi'ih� & <b>"
    """
    signs = str(text)
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in HIDDEN else sign for sign in signs)


def _xml(part: Any) -> Any:
    """The element of a part of a document; python-docx knows no repeated headings, fields or cells over rows."""
    return part._element  # noqa: SLF001 - it has no public name


class Draft:
    """A document that is written from top to bottom."""

    def __init__(self, title: str, running_head: str, page_words: tuple[str, str], language: Language) -> None:
        self._document = docx.Document()
        self._set_page()
        self._set_styles(LANGUAGES[language])
        self._set_properties(title, LANGUAGES[language])
        section = self._document.sections[0]
        head = section.header.paragraphs[0]
        self._run(head, running_head, size=8, colour=GREY)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for word, field in zip(page_words, ("PAGE", "NUMPAGES"), strict=True):
            self._run(foot, f"{word} ", size=8, colour=GREY)
            self._field(foot, field)
            self._run(foot, " ", size=8)

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading; level 0 is the title."""
        paragraph = self._document.add_heading(visible(text), level)
        if level == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def paragraph(
        self, text: str, *, align: str = "justify", bold: bool = False, indent_mm: float = 0, size: float | None = None,
        style: str = "Normal", together: bool = False, after: float | None = None,
    ) -> None:  # fmt: skip
        """Write a paragraph; ``together`` keeps it on the page of what follows."""
        paragraph = self._document.add_paragraph(style=style)
        paragraph.alignment = ALIGNED[align]
        paragraph.paragraph_format.left_indent = Mm(indent_mm) if indent_mm else None
        paragraph.paragraph_format.keep_with_next = together or None
        paragraph.paragraph_format.space_after = None if after is None else Pt(after)
        self._run(paragraph, text, size=size, bold=bold)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, bold_rows: Sequence[int] = (),
        merge_first: bool = False,
    ) -> None:  # fmt: skip
        """Write a table whose heading is repeated on every page and whose rows are not cut.

        ``merge_first`` makes one cell of equal texts that follow each other in the first column.
        """
        table = self._table(len(rows) + 1, columns, "Table Grid")
        lines = list(table.rows)
        self._fill(lines[0], columns, [column.head for column in columns], bold=True, head=True)
        for place, cells in enumerate(rows):
            again = merge_first and place > 0 and cells[0] == rows[place - 1][0]
            self._fill(lines[place + 1], columns, ["", *cells[1:]] if again else cells, bold=place in bold_rows)
            if merge_first:
                self._span(lines[place + 1], again=again)
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def plain_table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, size: float = 10) -> None:
        """Write a table without lines or heading, for what only stands side by side."""
        table = self._table(len(rows), columns, "Normal Table")
        for row, cells in zip(table.rows, rows, strict=True):
            self._fill(row, columns, cells, size=size)

    def picture(self, path: Path, height_mm: float) -> None:
        """Place a picture in the middle.

        Raises
        ------
        OutputError
            When the file is not a picture Word can hold.
        """
        paragraph = self._document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        try:
            paragraph.add_run().add_picture(str(path), height=Mm(height_mm))
        except (UnrecognizedImageError, OSError) as error:
            raise OutputError(f"cannot place the picture {path}: {error or 'it is no PNG or JPEG'}") from error

    def new_page(self) -> None:
        """Go on on a new page."""
        paragraph = self._document.add_paragraph()
        # As low as can be, so that it does not go over to the next page itself.
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(1)
        paragraph.add_run().add_break(WD_BREAK.PAGE)

    def content(self) -> bytes:
        """The bytes of the file; the same for the same document."""
        raw, whole = io.BytesIO(), io.BytesIO()
        self._document.save(raw)
        with zipfile.ZipFile(raw) as given, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
            for name in given.namelist():
                part = zipfile.ZipInfo(name, PART_DATE)
                part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                made.writestr(part, given.read(name))
        return whole.getvalue()

    def _table(self, count: int, columns: Sequence[Column], style: str) -> Any:
        table = self._document.add_table(count, len(columns), style=style)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for place, column in enumerate(columns):
            table.columns[place].width = Mm(column.width)
        return table

    def _fill(
        self, row: Any, columns: Sequence[Column], cells: Sequence[str], *, bold: bool = False, head: bool = False,
        size: float = 9,
    ) -> None:  # fmt: skip
        properties = _xml(row).get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, column, text in zip(row.cells, columns, cells, strict=True):
            cell.width = Mm(column.width)
            if head:
                self._shade(cell)
            for place, line in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
                paragraph.style = "Table Text"
                paragraph.alignment = ALIGNED["centre" if head else column.align]
                self._run(paragraph, line, bold=bold, size=size)

    @staticmethod
    def _span(row: Any, *, again: bool) -> None:
        """Begin a cell that goes down over several rows, or go on with it."""
        span = OxmlElement("w:vMerge")
        span.set(qn("w:val"), "continue" if again else "restart")
        width = _xml(row.cells[0]).get_or_add_tcPr().find(qn("w:tcW"))
        width.addnext(span)

    @staticmethod
    def _shade(cell: Any) -> None:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
            shade.set(qn(f"w:{key}"), value)
        _xml(cell).get_or_add_tcPr().append(shade)

    @staticmethod
    def _run(
        paragraph: Any, text: str, *, size: float | None = None, bold: bool = False, colour: RGBColor | None = None
    ) -> None:
        run = paragraph.add_run(visible(text))
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        if colour is not None:
            run.font.color.rgb = colour

    @staticmethod
    def _field(paragraph: Any, name: str) -> None:
        """A number Word works out, such as that of the page."""
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        _xml(paragraph).append(field)
        run = paragraph.add_run("1")
        run.font.size, run.font.color.rgb = Pt(8), GREY
        field.append(_xml(run))

    def _set_page(self) -> None:
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
        section.header_distance = section.footer_distance = Mm(10)

    def _set_styles(self, language: str) -> None:
        styles: Any = self._document.styles
        sizes = {"Normal": 10.5, "Title": 14, "Heading 1": 11.5, "Heading 2": 10.5, "Caption": 9.5}
        for name, size in sizes.items():
            style = styles[name]
            self._set_font(style, size, bold=name != "Normal")
            style.paragraph_format.space_after = Pt(6 if name == "Normal" else 4)
            style.paragraph_format.keep_with_next = name != "Normal"
        styles["Heading 1"].paragraph_format.space_before = Pt(12)
        frame = styles["Title"].element.pPr.find(qn("w:pBdr"))
        if frame is not None:
            styles["Title"].element.pPr.remove(frame)
        cells = styles.add_style("Table Text", 1)
        cells.base_style = styles["Normal"]
        cells.paragraph_format.space_before = cells.paragraph_format.space_after = Pt(1.5)
        spoken = styles.element.find(f".//{qn('w:lang')}")
        spoken.set(qn("w:val"), language)

    @staticmethod
    def _set_font(style: Any, size: float, *, bold: bool) -> None:
        style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for key in list(fonts.attrib):
            # Word would take the font of the theme before the one named.
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for script in ("eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT)

    def _set_properties(self, title: str, language: str) -> None:
        properties = self._document.core_properties
        properties.title, properties.language = visible(title)[:255], language
        properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
        properties.created = properties.modified = NO_DATE
        properties.revision = 1
        package = self._document.part.package
        for key in [key for key, part in package.rels.items() if part.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
            # A picture of the template's empty page.
            del package.rels[key]
