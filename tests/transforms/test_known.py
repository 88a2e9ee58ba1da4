import pickle
from datetime import date, timedelta
from random import Random

import pytest

from pipelines.transforms.known import DAYS_NEAR, Known, Scene, Sightings

SAID, OTHER = Known("e1", "person"), Known("e2", "person")
FIRST = date.fromordinal(DAYS_NEAR * 16_480)  # of a period


@pytest.mark.parametrize("offset", range(DAYS_NEAR))
def test_a_name_is_near_for_forty_five_days_before_and_after(offset: int) -> None:
    on = FIRST + timedelta(days=offset)  # wherever a day lies in its period
    sightings = Sightings()
    sightings.add("olt", Scene("Daily", on), SAID)
    apart = range(-3 * DAYS_NEAR, 3 * DAYS_NEAR + 1)
    near = [days for days in apart if sightings.near("olt", Scene("Daily", on + timedelta(days=days)))]
    assert near == list(range(-DAYS_NEAR, DAYS_NEAR + 1))


def test_bearers_are_told_by_outlet_and_in_one_period_in_the_order_of_ingest() -> None:
    sightings = Sightings()
    for outlet, days, known in (("Daily", 30, SAID), ("Daily", 0, OTHER), ("Herald", 1, OTHER), ("Daily", 31, SAID)):
        sightings.add("olt", Scene(outlet, FIRST + timedelta(days=days)), known)
    scene = Scene("Daily", FIRST + timedelta(days=10))
    assert sightings.near("olt", scene) == [SAID, OTHER]
    assert sightings.near("olt", Scene("Herald", scene.published_on)) == [OTHER]
    assert sightings.near("olt", Scene(None, scene.published_on), anywhere=True) == [SAID, OTHER]
    assert sightings.near("olt", Scene(None, scene.published_on)) == []
    assert sightings.near("olt", Scene("Daily", None)) == []
    assert sightings.near("nobody", scene) == []


def test_sightings_are_in_a_pickle_what_they_were_and_go_on() -> None:
    sightings, days = Sightings(), [FIRST + timedelta(days=days) for days in (0, 44, 60)]
    for name, outlet, day, known in (
        ("olt", "Daily", days[0], SAID),
        ("olt", None, days[1], OTHER),
        ("olt", "Herald", days[2], OTHER),
        ("arn", "Herald", days[2], SAID),
    ):
        sightings.add(name, Scene(outlet, day), known)
    again, said, other = pickle.loads(pickle.dumps((sightings, SAID, OTHER)))
    assert again.near("olt", Scene("Daily", days[0])) == [said]
    assert again.near("olt", Scene(None, days[0]), anywhere=True) == [said, other]
    again.add("olt", Scene("Daily", days[2]), said)
    again, said, other = pickle.loads(pickle.dumps((again, said, other)))
    assert again.near("olt", Scene("Daily", days[2])) == [said]
    last = days[2] + timedelta(days=DAYS_NEAR)
    assert again.near("olt", Scene("Herald", last)) == [other]
    assert again.near("olt", Scene("Herald", last + timedelta(days=1))) == []
    assert again.near("arn", Scene("Herald", days[2])) == [said]
    assert again.near("arn", Scene("Herald", days[0] - timedelta(days=1))) == []


@pytest.mark.parametrize("seed", range(20))
def test_sightings_in_any_order_of_days_are_those_of_a_plain_list(seed: int) -> None:
    random, sightings, noted = Random(seed), Sightings(), list[tuple[str, date, Known]]()
    people = [Known(f"e{number}", "person") for number in range(4)]
    for _ in range(300):
        outlet, on, known = (
            random.choice("DHT"),
            FIRST + timedelta(days=random.randrange(-400, 400)),
            random.choice(people),
        )
        sightings.add("olt", Scene(outlet, on), known)
        noted.append((outlet, on, known))
    for _ in range(100):
        outlet, on = random.choice("DHTX"), FIRST + timedelta(days=random.randrange(-500, 500))
        near = [one for one in noted if abs((one[1] - on).days) <= DAYS_NEAR]
        assert set(sightings.near("olt", Scene(outlet, on), anywhere=True)) == {known for *_, known in near}
        assert set(sightings.near("olt", Scene(outlet, on))) == {known for by, _, known in near if by == outlet}
