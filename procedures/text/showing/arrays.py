"""How often, as a picture: one sign for each of those it is counted in."""

import html

from procedures.text.said.frequencies import Rate


def drawn(rate: Rate, cited: str) -> str:
    """So many signs among so many, with the words they stand for; `cited` is markup."""
    columns = 20 if rate.among <= 200 else 50
    rows = -(-rate.among // columns)
    return (
        '<figure class="often">'
        f'<svg aria-hidden="true" viewBox="0 0 {columns} {rows}" width="{6 * columns}" '
        f'height="{6 * rows}"><path class="array" d="{_lines(rate.among, columns)}"/>'
        f'<path class="array counted" d="{_lines(rate.count, columns)}"/></svg>'
        f"<figcaption><strong>{html.escape(rate.words)}</strong>{cited}</figcaption></figure>"
    )


def unknown(words: str) -> str:
    """That nobody knows how often, as plain as a number."""
    said = f"<strong>{html.escape(words)}</strong>"
    return f'<figure class="often"><figcaption>{said}</figcaption></figure>'


def _lines(signs: int, columns: int) -> str:
    """The path whose dashes are the signs, row by row."""
    rows = (min(columns, signs - start) for start in range(0, signs, columns))
    # Each line is a little longer than to its last sign, so that rounding does not lose it.
    return "".join(f"M.5 {row}.5h{count - 1}.1" for row, count in enumerate(rows))
