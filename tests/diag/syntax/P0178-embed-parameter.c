// options: -std=gnu2x
int x[] = {
#embed "a.bin" every(2)
};
//@file a.bin
ab
