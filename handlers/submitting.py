"""What a message asks for, submitted; why not, in words."""

from bot.cards import answers
from bot.domain.message import Command
from bot.service import Service
from handlers.said import Said


async def submit(service: Service, said: Said, command: Command, *, exercise: bool = False) -> bool:
    """Submit what a message asks for; a refusal is answered in words. Whether it was accepted."""
    outcome = await service.submit(command, origin=said.origin)
    if outcome.refused is not None:
        await service.show(answers.refused(service.unit, said.member, said.origin, outcome.refused, exercise=exercise))
    return outcome.refused is None
