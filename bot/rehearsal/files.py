"""What goes up and down as bytes."""

from dataclasses import dataclass

from bot.rehearsal.chats import Json, World
from bot.rehearsal.refusals import bad_request, malformed


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A part of a multipart request that is a file."""

    name: str | None
    mime: str | None
    data: bytes


def photo_content(world: World, value: str | Upload | None) -> Json:
    """The `photo` of a message: an upload, or the id of a photo that Telegram has."""
    file = world.add_file("photos", value.data, name="photo.jpg") if isinstance(value, Upload) else None
    if file is None:
        file = world.files.get(str(value or ""))
    if file is None or not file.path.startswith("photos/"):
        raise _unknown(value, "photo")
    size = {"file_id": file.id, "file_unique_id": file.unique_id, "width": 800, "height": 600}
    return {"photo": [size | {"file_size": len(file.data)}]}


def document_content(world: World, value: str | Upload | None) -> Json:
    """The `document` of a message: an upload, or the id of a file that Telegram has."""
    if isinstance(value, Upload):
        file = world.add_file("documents", value.data, name=value.name, mime=value.mime)
    elif value and value in world.files:
        file = world.files[value]
    else:
        raise _unknown(value, "document")
    body: Json = {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": len(file.data)}
    if file.name:
        body["file_name"] = file.name
    if file.mime:
        body["mime_type"] = file.mime
    return {"document": body}


def _unknown(value: object, what: str) -> Exception:
    if not value:
        return malformed(f"there is no {what} in the request")
    return bad_request("wrong file identifier/HTTP URL specified")
