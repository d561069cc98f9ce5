"""Rows of the API."""

from tests.access.matrix.people import CAST, NOT_ALLOWED, Row, everybody, public

BY_KEY = "a program proves here who it is, with its key (RFC 7523)"

OPEN_DATA = {
    "the product book is public": ("product", "product-version", "requirement", "consultation"),
    "who contracted what and for which price is open data": (
        "framework",
        "lot",
        "contract",
        "contracted-product",
        "rate",
    ),
    "which help there is, is for who looks for it": ("support-offer",),
    "organisations are in public registers": ("provider", "location", "municipality"),
}
WITH_TOKEN = public(
    "a program asks with a token, and a session is none", dict.fromkeys(CAST, "401"), dict.fromkeys(CAST, "401")
)

UNKNOWN = dict.fromkeys(CAST, "401")
BY_TOKEN = public(
    "a program shows here its token (RFC 6750); who is signed in in a browser is nobody", UNKNOWN, UNKNOWN
)

ROWS: dict[str, Row] = {
    **dict.fromkeys(
        (
            f"api-v1:{resource}-{kind}"
            for resource in ("allocation", "plan", "evaluation", "finding", "spending-ceiling", "care-figures")
            for kind in ("list", "detail")
        ),
        WITH_TOKEN,
    ),
    "api-v1:subscription-list": BY_TOKEN,
    "api-v1:subscription-detail": WITH_TOKEN,
    **dict.fromkeys((f"api-v1:subscription-{act}" for act in ("secret", "resume", "replay")), BY_TOKEN),
    "organisations:oauth_metadata": public("software for OAuth reads here what it needs to know (RFC 8414)"),
    "organisations:oauth_token": public(BY_KEY, NOT_ALLOWED, everybody()),
    "organisations:oauth_revoke": public(BY_KEY, NOT_ALLOWED, dict.fromkeys(CAST, "401")),
    "api-v1:docs": public("the description of an API is open, also to read (rule publish-openapi)"),
    "api-v1:versions": public("what changes in an API is open (rule changelog)"),
    "api-v1:openapi": public("the description of an API is open (NL API Design Rules, publish-openapi)"),
    **dict.fromkeys(
        ("api-v1:ocds-releases", "api-v1:ocds-record"),
        public("what was contracted is open data (Open Contracting Data Standard)"),
    ),
    "api-v1:attendance": BY_TOKEN,
    "api-v1:attendance-detail": WITH_TOKEN,
    "api-v1:allocation-search": BY_TOKEN,
    **dict.fromkeys(
        ("api-v1:contract-search", "api-v1:product-search", "api-v1:provider-search"),
        public("searching in what is open", NOT_ALLOWED, everybody()),
    ),
    **{
        f"api-v1:{resource}-{kind}": public(why)
        for why, resources in OPEN_DATA.items()
        for resource in resources
        for kind in ("list", "detail", "changes")
    },
}
