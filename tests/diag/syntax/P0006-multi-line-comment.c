// options: -Wcomment
// one \
still the comment
int x;
