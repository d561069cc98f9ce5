"""Lists in pages, with how many there are."""

from rest_framework.pagination import PageNumberPagination

from core.api.queries import LARGEST_PAGE, PAGE_SIZE


class CountedPages(PageNumberPagination):
    """`page` and `pageSize`. `next` and `previous` are addresses, or null at either end of the list."""

    page_size = PAGE_SIZE
    page_query_param = "page"
    page_query_description = "Welke bladzijde van de lijst; de eerste is 1."
    page_size_query_param = "pageSize"
    page_size_query_description = "Hoeveel er op een bladzijde staan."
    max_page_size = LARGEST_PAGE
