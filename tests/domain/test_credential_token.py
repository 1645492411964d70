"""Of which certificate a credential speaks."""

import base64
import json

import pytest

from assessment.domain.credentials import certificate_token


def credential(payload: bytes) -> str:
    return f"head.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.signature"


@pytest.mark.parametrize(
    ("given", "token"),
    [
        (credential(json.dumps({"id": "https://labels.example/verify/aB-1_2"}).encode()), "aB-1_2"),
        (credential(json.dumps({"id": "https://labels.example/"}).encode()), ""),
        (credential(b"{}"), ""),
        (credential(b"[]"), ""),
        (credential(b"\xff"), ""),
        ("head", ""),
        ("", ""),
    ],
)
def test_the_token_of_its_address(given: str, token: str) -> None:
    assert certificate_token(given) == token
