"""What the words of a page say that can be drawn, counted or followed."""
