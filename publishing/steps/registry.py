"""Which workflow the records of a kind follow. Each floor registers its own."""

from typing import Any

from ..workflow import PublicationWorkflow

_workflows: dict[str, type[PublicationWorkflow[Any]]] = {}
_models: dict[str, Any] = {}


def register(model: Any, workflow: type[PublicationWorkflow[Any]]) -> None:
    """Let records of the model be moved on the steps' pages; called once, when its app is ready."""
    _models[model.kind] = model
    _workflows[model.kind] = workflow


def models_with_steps() -> list[Any]:
    """The models whose records move on the steps' pages."""
    return list(_models.values())


def workflow_of(kind: str) -> type[PublicationWorkflow[Any]]:
    """The workflow of a kind; raises LookupError where nobody registered it."""
    if kind not in _workflows:
        raise LookupError(f"records of the kind {kind} have no workflow on pages")
    return _workflows[kind]


def model_of(kind: str) -> Any:
    """The model of a kind; raises LookupError where nobody registered it."""
    if kind not in _models:
        raise LookupError(f"records of the kind {kind} have no workflow on pages")
    return _models[kind]


def models_on_pages() -> list[Any]:
    """The models whose records have a workflow on pages."""
    return list(_models.values())
