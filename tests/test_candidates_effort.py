import time

import pytest

from kawasan_gis.candidates.search.effort import MILLION, Effort, OutOfTime


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_results_come_in_the_order_of_the_tasks(workers):
    effort = Effort(1)
    effort._workers = workers

    def work(task):
        time.sleep(0.002 * (5 - task % 5))
        return task * task

    assert list(effort.over(work, range(20))) == [task * task for task in range(20)]


def test_an_error_in_a_task_comes_out():
    effort = Effort(1)
    effort._workers = 2
    with pytest.raises(ZeroDivisionError):
        list(effort.over(lambda task: 1 // task, [1, 0, 2]))


def test_work_is_counted_in_sets_and_shown_in_millions():
    shown = []
    effort = Effort(3 * MILLION, progress=lambda *said: shown.append(said))
    effort.count(2 * MILLION)
    assert not effort.spent
    effort.count(2 * MILLION)
    assert effort.spent
    assert [(done, total) for _, done, total in shown] == [(2, 3), (3, 3)]


def test_the_users_time_limit_stops():
    with pytest.raises(OutOfTime):
        Effort(9, seconds=-1.0).count(1)
    Effort(9, seconds=1000.0).count(1)


def test_sets_looked_at_without_a_bound_count_a_sixth():
    effort = Effort(100)
    effort.count(7, quick=True)
    assert (effort.looked, effort.left) == (7, 98)
    effort.count(98)
    assert (effort.looked, effort.left, effort.spent) == (105, 0, True)
