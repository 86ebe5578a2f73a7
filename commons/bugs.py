"""What a log may say of a bug: its type and where it is, never a value somebody wrote."""


def place(problem: BaseException) -> str:
    """The type of an exception and the last lines it passed through, innermost first."""
    steps = []
    trace = problem.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        steps.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return f"{type(problem).__name__} at {' < '.join(reversed(steps[-8:]))}"
