"""The tables that can be imported, in the order in which a new county fills them."""

from sanzhang.imports.tables import appointments, areas, committees, departments, households, people, premises, slices, teams

TABLES = {
    table.name: table
    for table in (
        areas.TABLE, people.TABLE, appointments.TABLE, slices.TABLE, departments.TABLE, teams.TABLE, committees.TABLE, premises.TABLE,
        households.TABLE,
    )
}  # fmt: skip
