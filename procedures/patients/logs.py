"""What the server writes down of a visit: never what somebody typed."""

import logging
import re

_QUERY = re.compile(r"\?\S*")


class WithoutQueries(logging.Filter):
    """Leaves out of a request's line what follows the question mark."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("?…", one) if isinstance(one, str) else one for one in record.args
            )
        return True
