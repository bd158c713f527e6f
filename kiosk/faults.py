"""What is wrong with a file that a person wrote, as sentences that say what to do."""


def sentence(where: tuple[int | str, ...], kind: str, message: str) -> str:
    """The sentence for one error of a pydantic model: its `loc`, `type` and `msg`."""
    name = ".".join(str(part) for part in where) or "the file"
    if kind == "missing":
        return f"{name} is missing: add it."
    if kind == "extra_forbidden":
        return f"{name} is not known: take it out or mend its name."
    return f"{name}: {message.removeprefix('Value error, ')}."
