"""Errors as the API gives them: a code for programs, a sentence and what to do next for people, in the language of whoever asked."""

from django.http import HttpResponse, JsonResponse

from sanzhang.packs.words import sentences
from sanzhang.rules.problems import Problem


class Refused(Exception):
    """The whole request is refused with an HTTP status."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(status, problem)
        self.status = status
        self.problem = problem


def told(problem: Problem) -> dict[str, str]:
    """``problem`` as JSON."""
    return {"code": problem.code} | sentences(problem)


def answer(status: int, problem: Problem) -> HttpResponse:
    """The refusal as a response."""
    response = JsonResponse(told(problem), status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response
