from xml.etree.ElementTree import Element

from kawasan_gis.handover.labels import ALONG, NAMES, WITHIN, Name, add_labeling


def labelled(*names):
    root = Element("qgis")
    add_labeling(root, names)
    return root.find("labeling")


def test_one_kind_of_names_is_simple_unless_it_is_of_some_rows_only():
    assert labelled(Name("a", 6, WITHIN)).get("type") == "simple"
    ruled = labelled(Name("a", 6, WITHIN, rows="b = 1"))
    assert ruled.get("type") == "rule-based"
    assert ruled.find("rules/rule").get("filter") == "b = 1"


def test_names_of_several_kinds_have_a_rule_each():
    rules = labelled(*NAMES["members"]).findall("rules/rule")
    assert [rule.get("filter") for rule in rules] == ["\"role\" = 'pusat'", "ELSE"]
    sizes = [float(rule.find("settings/text-style").get("fontSize")) for rule in rules]
    assert sizes[0] > sizes[1]


def test_only_names_along_lines_run_in_one_line():
    across, along = (labelled(Name("a", 6, place)).find("settings") for place in (WITHIN, ALONG))
    assert int(across.find("text-format").get("autoWrapLength")) > 0
    assert along.find("text-format").get("autoWrapLength") == "0"
    assert (across.find("rendering").get("mergeLines"), along.find("rendering").get("mergeLines")) == ("0", "1")
