"""Where a page goes when it is done."""

import pytest
from django.test import RequestFactory

from cases.returning import back_to


@pytest.mark.parametrize(
    ("wanted", "referer", "expected"),
    [
        ("/medarbejdere/abc/", "", "/medarbejdere/abc/"),
        ("https://evil.example/", "", "/"),
        ("//evil.example/", "http://testserver/medarbejdere/abc/", "/medarbejdere/abc/"),
        ("", "http://testserver/medarbejdere/abc/?vis=alt", "/medarbejdere/abc/?vis=alt"),
        ("", "http://testserver/log-ind/?next=/", "/"),
        ("", "https://evil.example/medarbejdere/abc/", "/"),
        ("", "", "/"),
    ],
)
def test_only_pages_of_this_site_are_gone_back_to(wanted: str, referer: str, expected: str) -> None:
    request = RequestFactory().get("/opfoelgninger/x/gjort/", {"next": wanted}, headers={"referer": referer})
    assert back_to(request) == expected
