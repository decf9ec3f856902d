// options: -std=c23
[[frobnicate]] int x;
