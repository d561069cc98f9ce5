"""The program in the guide runs as it stands, against a server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from organisations.enums import ApiScope
from organisations.rules.scopes import ROLES
from tests.api import client_of, rsa_key
from tests.factories.contracts import ContractedProductFactory
from tests.factories.organisations import CareProviderFactory
from tests.factories.products import RequirementFactory


@pytest.fixture
def guide(project: Path) -> str:
    return (project / "docs" / "how-to" / "use-the-api.md").read_text()


@pytest.mark.django_db(transaction=True)
def test_program_of_the_guide_gets_a_token_and_asks(guide, live_server, settings, tmp_path):
    settings.SITE_URL = live_server.url
    variant = RequirementFactory.create().version.variant
    ContractedProductFactory.create()
    client = client_of(CareProviderFactory.create(), ApiScope.READ_ALLOCATIONS, key=rsa_key())
    secret = tmp_path / "secret.pem"
    secret.write_bytes(rsa_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    program, _receiver = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)

    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ
        | {
            "ZORGREGIO_SITE": live_server.url,
            "ZORGREGIO_CLIENT_ID": str(client.public_id),
            "ZORGREGIO_KEY": str(secret),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (ran.stderr, ran.returncode) == ("", 0)
    assert f"{variant.code} {variant.name}" in ran.stdout
    assert "1 tarieven" in ran.stdout
    client.refresh_from_db()
    assert client.last_used_at is not None


def test_guide_names_every_scope_and_for_whom(guide):
    rows = dict(re.findall(r"\| `([a-z:]+)` \| [^|]+ \| ([^|]+) \|", guide))

    assert {scope: set(kinds.split(", ")) for scope, kinds in rows.items()} == {
        scope.value: {kind.value for kind in ROLES[scope]} for scope in ApiScope
    }
