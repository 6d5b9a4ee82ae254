"""Departments as a list."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from sanzhang.desk.registers import ActionsColumn
from sanzhang.desk.tables.columns import STACK


class DepartmentTable(tables.Table):  # type: ignore[misc]
    """One sector a row, with the department that answers for it."""

    sector = tables.Column(verbose_name=_("行业"))
    name = tables.Column(verbose_name=_("部门"))
    head = tables.Column(verbose_name=_("主要负责人"))
    contact = tables.Column(verbose_name=_("联系方式"))
    actions = ActionsColumn()

    class Meta:
        attrs = STACK
        order_by = ()
        empty_text = _("行业部门设在旗一级，您的辖区内没有。")
