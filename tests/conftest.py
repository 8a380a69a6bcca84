"""What all tests share."""

import pytest

from people.management.catalogue import compile_catalogues


@pytest.fixture(scope="session", autouse=True)
def texts() -> None:
    """The compiled texts are not kept in git; tests read Danish."""
    compile_catalogues()
