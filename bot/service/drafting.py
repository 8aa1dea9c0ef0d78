"""Cards as rows of the outbox, and what their buttons stand for."""

from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from bot.cards.body import Body, KeyBody, dump, recipe
from bot.cards.card import Button, Card, Lane
from bot.domain.codec import dump_command
from store.protocol import Draft, Pressed

_AT_HAND: Final = 50_000  # buttons kept in memory, some 400 bytes each: those of a thousand people


class Drafting:
    """Drafts cards. The `salt` is the database's: tokens of another one mean nothing here."""

    def __init__(self, salt: str) -> None:
        self._salt = salt
        self._given_out: OrderedDict[str, Pressed] = OrderedDict()

    def pressed(self, token: str) -> Pressed | None:
        """What a button of a card that was committed lately stands for."""
        return self._given_out.get(token)

    def committed(self, drafts: Sequence[Draft]) -> None:
        """Keep the newest buttons at hand: a crowd's taps, looked up one by one, would not meet in one commit."""
        for draft in drafts:
            for token, command in draft.buttons.items():
                self._given_out[token] = Pressed(card=draft.card, address=draft.address, command=command)
                self._given_out.move_to_end(token)
        while len(self._given_out) > _AT_HAND:
            self._given_out.popitem(last=False)

    def draft(self, card: Card, cause: datetime, *, tapped: bool) -> Draft:
        """The row of a card that is changed by what happened at `cause`."""
        buttons: dict[str, str] = {}
        # An alert that was tapped has arrived: its edit must not queue behind the alerts of all the others.
        lane = Lane.TAPPED if tapped else card.lane
        return Draft(
            card=card.key,
            address=card.to,
            lane=lane,
            body=dump(self._body(card, buttons)),
            cause=cause,
            closed=card.closed,
            buttons=buttons,
            reply=dump_command(card.reply) if card.reply is not None else None,
        )

    def _body(self, card: Card, buttons: dict[str, str]) -> Body:
        body: Body = {"text": card.text}
        if card.buttons:
            body["keys"] = [[self._key(card.key, button, buttons) for button in row] for row in card.buttons]
        if card.ask is not None:
            body["ask"] = card.ask
        if card.pin:
            body["pin"] = True
        if card.photo is not None:
            body["photo"] = card.photo
        if card.location is not None:
            body["location"] = card.location
        if card.attachment is not None:
            body["attachment"] = recipe(card.attachment)
        return body

    def _key(self, card: str, button: Button, buttons: dict[str, str]) -> KeyBody:
        """A token says nothing and cannot be guessed: it is bound to the card, and so to incident and person."""
        key: KeyBody = {"text": button.text}
        if button.style is not None:
            key["style"] = button.style.value
        if button.copy is not None:
            key["copy"] = button.copy
        if button.command is not None:
            command = dump_command(button.command)
            digest = sha256(f"{self._salt}\0{card}\0{command}".encode()).digest()
            token = urlsafe_b64encode(digest[:15]).decode()
            if token not in self._given_out:  # else it is committed already, and a token never changes its meaning
                buttons[token] = command
            key["token"] = token
        return key
