"""What a published version of an about page consists of."""

from publishing.versions import content as version_content
from publishing.versions.content import Shape

from .models import Page


def register() -> None:
    """Keep the published versions of about pages."""
    version_content.register(
        Shape(model=Page, texts=("title", "lead", "body"), facts=("as_of",), urls="about", index="index")
    )
