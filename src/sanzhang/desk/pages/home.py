"""Home: what do I owe, what must I decide."""

from django.http import HttpResponse
from django.shortcuts import render

from sanzhang.desk.access import DeskRequest, signed_in


@signed_in
def home(request: DeskRequest) -> HttpResponse:
    """The first page after signing in."""
    return render(request, "desk/home.html", {})
