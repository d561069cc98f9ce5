"""What Django answers when no view did: under /api a problem, elsewhere a page. No page is made for a program."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import defaults

from core.api.problems import is_for_programs, problem_response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """A request that Django itself refused, such as for another host."""
    if is_for_programs(request):
        return problem_response(request, 400)
    return defaults.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """What somebody may not do."""
    if is_for_programs(request):
        return problem_response(request, 403)
    return defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """An address at which nothing stands."""
    if is_for_programs(request):
        return problem_response(request, 404)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """An error that nobody foresaw; it stands in the log."""
    if is_for_programs(request):
        return problem_response(request, 500)
    return defaults.server_error(request)
