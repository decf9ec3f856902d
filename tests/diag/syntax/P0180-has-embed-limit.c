// options: -std=gnu2x
int x[] = {
#embed "a.bin" limit(-1)
1};
//@file a.bin
ab
