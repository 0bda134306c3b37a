"""What somebody typed for a field, in English."""

PROBLEMS = {
    "ENTER_001": ("the form {form} has no field {name}", "it has, for example: {near}"),
    "ENTER_002": ("{label} has no choice {value}", "choose from: {near}"),
    "ENTER_003": ("{label}: nothing is called {value}", "give its id, or register it first"),
    "ENTER_004": ("{label}: {count} are called {value}", "give the id, so that nobody is mistaken for another. {near}"),
    "ENTER_006": ("{label}: no division is called {value}", "write town and village in full, or the code. {near}"),
    "ENTER_005": ("{label} is a table and this is none", 'write [{{"{column}": "…"}}, …]; columns: {columns}'),
}
