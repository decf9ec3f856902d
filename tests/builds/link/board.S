# Flash with an image in it, and RAM with nothing, as a program that Linux can start.
  .text
  .globl _start
_start:
  .incbin "image.bin"
  .bss
  .space 16384
