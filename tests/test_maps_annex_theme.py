import numpy as np
import pytest
from annex_study import small_sheet
from map_study import study, wiggly_grid

from kawasan_gis.errors import StudyError
from kawasan_gis.maps.annex.theme import MISSING, OPACITY, theme_fills, theme_legend, theme_of, theme_view
from kawasan_gis.maps.content.themes import themes
from kawasan_gis.maps.style import INK, NO_DATA, RAMP

VILLAGES = wiggly_grid()
TABLES = study(VILLAGES)
GIVEN = {name: TABLES[name] for name in ("indicators", "scores", "about")}
RICE = theme_of("rice_ha", VILLAGES, **GIVEN)


@pytest.mark.parametrize("name", ["rice_ha", "school_count", "road_share", "score"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_theme_of_has_the_classes_colours_and_counts_of_the_web_map(name, language):
    listed = themes(VILLAGES, TABLES["indicators"], TABLES["about"], TABLES["scores"], language)
    on_the_web = next(one for one in listed if one["key"] == name)
    theme = theme_of(name, VILLAGES, **GIVEN, language=language)
    classes = [symbol for place, symbol in theme.symbols.items() if place != MISSING]
    assert [symbol.colour for symbol in classes] == [one["colour"] for one in on_the_web["classes"]]
    counted = "desa" if language == "id" else "villages"
    assert [symbol.label.say(language) for symbol in classes] == [
        f"{one['label']} [{one['count']} {counted}]" for one in on_the_web["classes"]
    ]
    assert theme.classes.tolist() == on_the_web["class"]
    assert sum(theme.classes == MISSING) == on_the_web["missing"]["count"]
    assert (MISSING in theme.symbols) == bool(on_the_web["missing"]["count"])


def test_theme_of_says_what_it_is_in_which_unit_and_who_says_so():
    assert (RICE.label, RICE.legend, RICE.source) == (
        "Luas sawah", "Luas sawah (ha)", "Luas sawah: BIG, 2021 (lisensi CC BY 4.0)",
    )  # fmt: skip
    share = theme_of("road_share", VILLAGES, **GIVEN)
    assert (share.legend, share.source) == ("road_share (%)", "")


def luminance(colour, opacity=1.0):
    """Relative luminance of a colour on white paper (WCAG 2.2)."""
    shares = [1 - opacity * (1 - int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@pytest.mark.parametrize("colour", [*RAMP, NO_DATA])
def test_names_can_be_read_on_every_class(colour):
    assert (luminance(colour, OPACITY) + 0.05) / (luminance(INK) + 0.05) >= 4.5


def test_theme_of_refuses_what_there_is_not():
    with pytest.raises(StudyError, match="there is no indicator rice, did you mean rice_ha"):
        theme_of("rice", VILLAGES, **GIVEN)
    with pytest.raises(StudyError, match="no indicator score"):
        theme_of("score", VILLAGES, indicators=TABLES["indicators"])
    with pytest.raises(StudyError, match="nothing to draw the theme rice_ha from: give indicators"):
        theme_of("rice_ha", VILLAGES)


def test_theme_fills_give_every_village_on_the_face_the_colour_of_its_class_once():
    _, scene = small_sheet()
    fills = theme_fills(RICE, scene.view)
    assert fills[0].symbol.key == "beyond"
    drawn = [(code, fill.symbol) for fill in fills[1:] for code in fill.shapes.index]
    assert sorted(code for code, _ in drawn) == sorted([*scene.view.members.index, *scene.view.others.index])
    assert all(symbol == RICE.symbols[RICE.classes[code]] for code, symbol in drawn)
    empty = VILLAGES.index[3]
    assert np.isnan(TABLES["indicators"].at[empty, "rice_ha"])
    assert dict(drawn).get(empty, RICE.symbols[MISSING]) == RICE.symbols[MISSING]


def test_theme_view_leaves_out_what_hides_the_classes_and_the_legend_says_what_is_left():
    _, scene = small_sheet()
    view = theme_view(scene.view)
    assert set(view.features["kind"]) == set(scene.view.features["kind"]) - {"facility", "cover"}
    keys = [symbol.key for symbol in theme_legend(RICE, view)]
    classes = [RICE.symbols[place].key for place in sorted(RICE.symbols) if place >= 0] + [RICE.symbols[MISSING].key]
    roles = ("pusat", "hinterland", "bridge", "other", "facility", "cover")
    left = [symbol.key for symbol in scene.view.symbols if not symbol.key.startswith(roles)]
    assert keys == classes + left
    assert {"kawasan", "road_main", "river"} <= set(left)
