"""What may come of a question; the values are stored."""

from sanzhang.rules.problems import gettext_noop as _

OUTCOMES = {
    "fine": _("没有问题"),
    "asked": _("问过本人，已说明"),
    "corrected": _("记录或登记有误，已更正"),
}
