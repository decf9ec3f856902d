typedef unsigned char byte

byte buffer[16];
