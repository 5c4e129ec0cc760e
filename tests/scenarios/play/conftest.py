"""A person, and a scenario to play."""

import pytest

from lms.people.models import User
from lms.records.models import Build
from tests.factories.people import EmployeeFactory
from tests.factories.scenarios import hand_made, published


@pytest.fixture
def person() -> User:
    """Somebody with an employee behind their login."""
    user = EmployeeFactory.create().user
    assert user is not None
    return user


@pytest.fixture
def guest() -> Build:
    """The hand-made scenario, published under the key `guest`."""
    return published(hand_made(), "guest")
