"""What is held about the bot's own users, and how it goes: after the plan's time, or when somebody has left."""
