"""What a clinic's homepage loads: framed pages, their scripts, oEmbed, and who may frame."""
