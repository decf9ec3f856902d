// options: -std=gnu2x -P
int a[] = {
#embed "data.bin"
};
int b[] = {
#embed "data.bin" limit(2) prefix(100,) suffix(,200)
};
int c[] = {
#embed "empty.bin" if_empty(-1) prefix(1,)
};
#if __has_embed("data.bin") == __STDC_EMBED_FOUND__ && __has_embed("empty.bin") == __STDC_EMBED_EMPTY__ \
    && __has_embed("none.bin") == __STDC_EMBED_NOT_FOUND__
int good;
#endif
//@file data.bin
ABC
//@file empty.bin
