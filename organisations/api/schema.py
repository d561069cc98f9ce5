"""How the description of the API tells what a token is, and which scope each operation asks for."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from core.api.access import required_scope
from organisations.enums import ApiScope


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth 2.0 client credentials."""

    target_class = "organisations.api.authentication.TokenAuthentication"
    name = "oauth"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Where a token comes from, and what it can be for."""
        return {
            "type": "oauth2",
            "description": "Client credentials met private_key_jwt (NL GOV assurance profile for OAuth 2.0).",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/oauth/token",
                    "scopes": {scope.value: str(scope.label) for scope in ApiScope},
                }
            },
        }

    def get_security_requirement(self, auto_schema: AutoSchema) -> dict[str, list[Any]]:
        """The scope of this operation."""
        scope = required_scope(auto_schema.view.request, auto_schema.view)
        return {self.name: [scope] if scope else []}
