"""Kinds of team; the value is stored."""

from enum import StrEnum

from sanzhang.rules.problems import gettext_noop as _


class TeamKind(StrEnum):
    """What a town or village keeps against fire."""

    FULL_TIME = "full_time"
    SERVICE_CENTRE = "service_centre"
    MICRO_STATION = "micro_station"
    VOLUNTEER = "volunteer"


TITLES = {
    TeamKind.FULL_TIME: _("专职消防救援队"),
    TeamKind.SERVICE_CENTRE: _("消防安全服务中心"),
    TeamKind.MICRO_STATION: _("微型消防站"),
    TeamKind.VOLUNTEER: _("志愿消防队"),
}
