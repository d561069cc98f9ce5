from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """The product book: variants, dated versions and their requirements."""

    name = "products"
    verbose_name = "Productenboek"
