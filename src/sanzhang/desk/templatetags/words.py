"""Words of the pack in templates."""

from django import template

from sanzhang.desk.words import say

register = template.Library()
register.filter("say", say)
