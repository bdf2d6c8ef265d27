"""Run by the Python that has QGIS: open a project and tell as JSON what QGIS made of it."""

import json
import os
import sys
from pathlib import Path


def table_of(layout):
    """Rows of the first table, as they are printed, and whether all of them are on a page."""
    from qgis.core import QgsLayoutItemAttributeTable

    (table,) = (one for one in layout.multiFrames() if isinstance(one, QgsLayoutItemAttributeTable))
    room = sum(frame.rect().height() for frame in table.frames())
    return {
        "heads": [column.heading() for column in table.columns()],
        "rows": [[str(cell) for cell in row] for row in table.contents()],
        "frames": table.frameCount(),
        "whole": table.totalSize().height() <= room + 1e-6,
        "size": [table.totalSize().width(), table.totalSize().height()],
        "room": [table.frame(0).rect().width(), table.frame(0).rect().height()],
    }


def main():
    """Write what is there; only this Python has the module, so it is imported here."""
    from qgis.core import QgsApplication, QgsLayoutExporter, QgsProject

    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    read = project.read(sys.argv[1])
    layers = {
        layer.id(): {
            "valid": layer.isValid(),
            "rows": layer.featureCount(),
            "renderer": layer.renderer().type(),
            "styles": layer.styleManager().styles(),
            "names": {field.name(): layer.attributeAlias(place) for place, field in enumerate(layer.fields())},
            "legend": [item.label() for item in layer.renderer().legendSymbolItems()],
        }
        for layer in project.mapLayers().values()
    }
    by_class = {}
    scores = project.mapLayer("kawasan_layer_villages")
    if scores and scores.renderer().type() == "graduatedSymbol":
        ranges = scores.renderer().ranges()
        for village in scores.getFeatures():
            value = -1 if village["score"] is None else village["score"]
            by_class[village["kode_desa"]] = next(
                (one.label() for one in ranges if one.lowerValue() <= value <= one.upperValue()), ""
            )
    layouts = {}
    for layout in project.layoutManager().printLayouts():
        sheet, page = layout.itemById("Peta"), layout.pageCollection().page(0).pageSize()
        exporter = QgsLayoutExporter(layout)
        pdf, png = sys.argv[2] + ".pdf", sys.argv[2] + ".png"
        picture = QgsLayoutExporter.ImageExportSettings()
        picture.dpi = 40
        layouts[layout.name()] = {
            "scale": sheet.scale(),
            "page": [page.width(), page.height()],
            "layers": [layer.id() for layer in sheet.layersToRender()],
            "scale_text": layout.itemById("Skala").currentText(),
            "name_text": layout.itemById("Nama kawasan").currentText(),
            "total_text": layout.itemById("Jumlah").currentText(),
            "about_text": layout.itemById("Lampiran").currentText(),
            "corners": {
                f"{side} {up}": layout.itemById(f"Sudut {side} {up}").currentText()
                for side in ("min", "max")
                for up in ("min", "max")
            },
            "table": table_of(layout),
            "pages": layout.pageCollection().pageCount(),
            "exported": [
                exporter.exportToPdf(pdf, QgsLayoutExporter.PdfExportSettings()),
                exporter.exportToImage(png, picture),
            ],
        }
    plain = {
        "read": read, "crs": project.crs().authid(), "title": project.title(), "layers": layers, "layouts": layouts,
        "themes": project.mapThemeCollection().mapThemes(), "classes": by_class,
    }  # fmt: skip
    Path(sys.argv[2]).write_text(json.dumps(plain), encoding="utf-8")
    # QGIS without a screen can fall over its own end.
    os._exit(0)


if __name__ == "__main__":
    main()
