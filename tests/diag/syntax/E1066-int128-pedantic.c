// options: -pedantic
__int128 x;
