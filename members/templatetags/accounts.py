"""What the pages of the account need in templates."""

from django import forms, template
from django.forms import BoundField
from django.http import HttpRequest

register = template.Library()


@register.filter
def plain_fields(form: forms.BaseForm) -> list[BoundField]:
    """The form's fields without placeholders: a label stays, a placeholder goes once one types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if field.widget.attrs.get("autocomplete") == "one-time-code":
            field.widget.attrs.update(inputmode="numeric", autocapitalize="off", spellcheck="false")
    return list(form)


@register.filter
def is_page(request: HttpRequest, names: str) -> bool:
    """Whether the page is one of the named addresses; a name that ends in * stands for all that begin so."""
    match = request.resolver_match
    name = match.view_name if match else ""
    return any(name.startswith(each[:-1]) if each.endswith("*") else name == each for each in names.split())
