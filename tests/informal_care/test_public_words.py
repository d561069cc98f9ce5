"""Pages that somebody meets first speak the language of the source: "U zorgt voor iemand", never the policy term."""

import re
from pathlib import Path

import pytest
import yaml

PROJECT = Path(__file__).resolve().parents[2]
WORDS: dict[str, str] = yaml.safe_load((PROJECT / "informal_care/data/plain_words.yaml").read_text())["words"]
PAGES = sorted((PROJECT / "templates/informal_care/public").rglob("*.html"))
MARKS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)


def policy_words(text: str) -> list[str]:
    """The policy terms in what a visitor reads; what the program fills in is no text of ours."""
    read = MARKS.sub(" ", text).casefold()
    return [word for word in WORDS if re.search(rf"\b{re.escape(word.casefold())}", read)]


def test_there_are_public_pages_and_one_says_it_as_the_source_does() -> None:
    assert len(PAGES) >= 4
    assert any("U zorgt voor iemand" in page.read_text() for page in PAGES)
    assert all(WORDS.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_public_page_uses_no_policy_word(page: Path) -> None:
    found = policy_words(page.read_text())

    assert not found, f"{page.name}: " + ", ".join(f"zeg ‘{WORDS[word]}’ in plaats van ‘{word}’" for word in found)


def test_the_check_sees_policy_words() -> None:
    assert policy_words("<h1>Voor mantelzorgers met een Wmo-indicatie</h1>") == ["mantelzorg", "Wmo", "indicatie"]
    assert policy_words("{% url 'informal_care:mantelzorg' %} U zorgt voor iemand.") == []
