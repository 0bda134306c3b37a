"""Tables of the world and their readers: festivals, pinyin of names, ID-number check, divisions."""
