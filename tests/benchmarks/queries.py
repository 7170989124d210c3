"""How many queries an answer took."""

from django.db import connection


class Counted:
    """Says it in a header, `X-Queries`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def one_more(execute, *arguments):
            nonlocal count
            # To begin and to end a transaction asks nothing.
            count += arguments[0].split()[0] not in ("BEGIN", "SAVEPOINT", "RELEASE")
            return execute(*arguments)

        with connection.execute_wrapper(one_more):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(count)
        return response
