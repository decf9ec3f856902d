// options: -std=c89
int x; // a comment
