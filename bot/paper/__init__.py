"""Paper: documents and pictures made from templates and plain data, on this machine and without the network.

- `bot.paper.render.render(template, data, form)` → the bytes of a PDF or PNG.
  Templates are `bot/paper/templates/*.typ`.
- `bot.paper.glyphs.missing_glyphs(text)` → the characters that the fonts cannot print.

A card carries a document as a recipe, `bot.cards.card.Attachment`; it is rendered just before it is sent.
"""
