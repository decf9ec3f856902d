// options: -std=gnu2x
unsigned c = u8'é';
