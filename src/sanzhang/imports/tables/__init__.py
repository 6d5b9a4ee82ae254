"""The tables that can be imported, in the order in which a new county fills them."""

from sanzhang.imports.tables import appointments, areas, committees, departments, people, slices, teams

TABLES = {
    table.name: table
    for table in (areas.TABLE, people.TABLE, appointments.TABLE, slices.TABLE, departments.TABLE, teams.TABLE, committees.TABLE)
}
