"""The only hot loop: blocks of lines and a grammar in, columns of events out."""
