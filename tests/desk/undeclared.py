"""An address whose page says nothing about who may call it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def undeclared(request: HttpRequest) -> HttpResponse:
    """A forgotten page."""
    return HttpResponse("secret")


urlpatterns = [path("", include("sanzhang.desk.routes")), path("undeclared/", undeclared)]
