"""Reads the forms in which files are uploaded, for the routes."""

from collections.abc import Mapping
from typing import Any, TypeVar

import orjson
import pydantic
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException

from seaway.core.errors import Invalid, Malformed

_FLAGS: Mapping[str, bool] = {"true": True, "false": False}
Shape = TypeVar("Shape", bound=pydantic.BaseModel)


class Form:
    """An uploaded form with one file, its fields checked by name."""

    def __init__(self, form: FormData, file: bytes, name: str) -> None:
        self._form = form
        self.file, self.name = file, name

    def flag(self, name: str) -> bool:
        """Return a field that is true or false.

        Raises:
            Invalid: it is neither.
        """
        given = self._form.get(name, "false")
        if not isinstance(given, str) or given not in _FLAGS:
            raise Invalid(f"{name}: must be true or false", details={"path": name})
        return _FLAGS[given]

    def text(self, name: str) -> str | None:
        """Return a field, None when it is absent.

        Raises:
            Invalid: it is a file.
        """
        given = self._form.get(name)
        if isinstance(given, UploadFile):
            raise Invalid(f"{name}: must be a text, not a file", details={"path": name})
        return given

    def checked(self, name: str, shape: type[Shape]) -> Shape | None:
        """Return the JSON object in a field, None when it is absent.

        Raises:
            Invalid, RequestValidationError: it is none, or does not have this shape.
        """
        given = self.text(name)
        if given is None:
            return None
        try:
            return validated(shape, orjson.loads(given), name)
        except orjson.JSONDecodeError as error:
            raise Invalid(f"{name}: is no JSON ({error})", details={"path": name}) from None


def validated(shape: type[Shape], value: Any, *place: str) -> Shape:
    """Return a value as a shape of the API.

    Raises:
        RequestValidationError: it is none; names the place.
    """
    try:
        return shape.model_validate(value)
    except pydantic.ValidationError as error:
        raise RequestValidationError(
            [{**item, "loc": ("body", *place, *item["loc"])} for item in error.errors()]
        ) from None


async def read(request: Request, fields: Mapping[str, Any], what: str) -> Form:
    """Return the form of a request; `what` says which file it should hold.

    Raises:
        Malformed: it is no form. Invalid: it has no file, or a field beyond these.
    """
    try:
        async with request.form(max_files=1, max_fields=10, max_part_size=1 << 20) as form:
            for name in form:
                if name not in fields:
                    known = ", ".join(fields)
                    raise Invalid(
                        f"{name[:80]}: is no field of this form; its fields are {known}", details={"path": name[:80]}
                    )
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise Invalid(f"file: upload {what} in this field", details={"path": "file"})
            return Form(form, await file.read(), (file.filename or "").replace("\0", ""))
    except MultiPartException as error:
        raise Malformed(f"The form cannot be read: {error.message}") from None
