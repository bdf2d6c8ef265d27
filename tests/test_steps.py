from small_study import write_study

from kawasan_gis.steps import STEPS
from kawasan_gis.study import read_study


def test_steps_use_only_steps_before_them_and_share_no_file():
    seen, files = set(), []
    for step in STEPS:
        assert set(step.uses) <= seen, step.name
        seen.add(step.name)
        files += [*step.files, *([step.findings_file] if step.findings_file else [])]
    assert len(files) == len(set(files))


def test_every_input_file_of_a_study_belongs_to_a_step(tmp_path):
    study = read_study(write_study(tmp_path))
    used = {path for step in STEPS for path in step.inputs(study)}
    assert used == {study.villages.path, *(layer.path for layer in study.layers)}
