"""Who does what when: written at the table, owed from then on."""
