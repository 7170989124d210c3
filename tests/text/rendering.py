"""The HTML of some Markdown on its own."""

from procedures.text.showing.render import Renderer, Surroundings


def rendered(source, surroundings=None):
    return Renderer(surroundings or Surroundings()).render_markdown(source)
